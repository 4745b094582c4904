import { cosTurns } from '@firstmover/core';

/** A learning rate (or any coefficient) as a function of progress: 0 at the start of training, 1 at its end, held beyond either. */
export type Schedule = (progress: number) => number;

/**
 * The same value throughout.
 *
 * @param value - returned as it is
 */
export function constantSchedule(value: number): Schedule {
  return () => value;
}

/**
 * A straight line.
 *
 * @param start - the value at progress 0
 * @param end - the value at progress 1
 */
export function linearSchedule(start: number, end: number): Schedule {
  return (progress) => start + (end - start) * within(progress);
}

/**
 * Half a cosine wave: flat at both ends (Loshchilov & Hutter, "SGDR", ICLR 2017, equation 5).
 *
 * @param start - the value at progress 0
 * @param end - the value at progress 1
 */
export function cosineSchedule(start: number, end: number): Schedule {
  return (progress) => end + ((start - end) * (1 + cosTurns(within(progress) / 2))) / 2;
}

function within(progress: number): number {
  return Math.min(1, Math.max(0, progress));
}
