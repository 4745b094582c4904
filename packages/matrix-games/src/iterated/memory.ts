/**
 * How many observations a memory has: every sequence of up to `length` events, each one of `base`.
 *
 * @returns 1 + base + ... + base^length
 */
export function memorySize(base: number, length: number): number {
  let size = 1;
  for (let i = 0; i < length; i++) size = size * base + 1;
  return size;
}

/**
 * The index of a memory. Shorter memories come before longer ones (0 is the empty one); among equally long ones the most recent event
 * is least significant: `sum (event[j] + 1) * base^j`, j rounds ago.
 *
 * @param events - the most recent first, each in 0..base-1
 */
export function memoryIndex(events: readonly number[], base: number): number {
  return events.reduceRight((index, event) => index * base + event + 1, 0);
}

/** The events of an index, the most recent first: the inverse of {@link memoryIndex}. */
export function memoryEvents(index: number, base: number): number[] {
  const events: number[] = [];
  for (let rest = index; rest > 0; rest = Math.floor((rest - 1) / base)) events.push((rest - 1) % base);
  return events;
}

/** A name for every index of a memory: `start`, `after A`, `after A; before that B`, the most recent event first. */
export function memoryLabels(length: number, eventNames: readonly string[]): string[] {
  return Array.from({ length: memorySize(eventNames.length, length) }, (_label, index) => {
    const events = memoryEvents(index, eventNames.length).map((event) => eventNames[event] as string);
    return events.length === 0 ? 'start' : `after ${events.join('; before that ')}`;
  });
}
