import type { Interval } from '@firstmover/evaluation';

/** A number in at most four significant digits; an infinite one in words. */
export function number(value: number): string {
  if (value === Infinity) return 'never';
  if (!Number.isFinite(value)) return 'unknown';
  return String(Number(value.toPrecision(4)) + 0);
}

/** A count with separators, or `never`. */
export function count(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : 'never';
}

/** A share as per cent, with a digit after the point where it matters. */
export function percent(share: number): string {
  const value = 100 * share;
  const rounded = Math.abs(value - Math.round(value)) < 0.05 ? Math.round(value) : Number(value.toFixed(1));
  return `${rounded + 0}%`;
}

/**
 * An interval in brackets; in words where nothing is known about the spread.
 *
 * @param interval - the interval
 * @param format - of its ends
 */
export function range({ low, high }: Interval, format: (value: number) => string): string {
  if (low === -Infinity && high === Infinity) return 'spread unknown';
  return `${low === -Infinity ? 'unknown' : format(low)} to ${format(high)}`;
}

/** A text of at most so many letters. */
export function short(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}
