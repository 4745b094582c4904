/** Seconds since 1970: only for what people read, never for what is trained. */
export function wallClock(): number {
  return Math.round(performance.timeOrigin + performance.now()) / 1000;
}
