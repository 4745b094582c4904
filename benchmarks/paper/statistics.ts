import { randomStream } from '@firstmover/core';

/** An estimate with its 95% interval. */
export interface Interval {
  /** The estimate. */
  readonly value: number;
  /** The lower end. */
  readonly low: number;
  /** The upper end. */
  readonly high: number;
}

/** The arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** A quantile, by linear interpolation between order statistics. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  // Infinite values are allowed: those that never happened.
  return below === above ? below : below + (at - Math.floor(at)) * (above - below);
}

/** The percentile bootstrap of a statistic over seeds: 2000 resamples. */
export function bootstrap(values: readonly number[], statistic: (sample: readonly number[]) => number = mean): Interval {
  const random = randomStream(0, 'bootstrap').at(0, 0);
  const resampled = Array.from({ length: 2000 }, () => statistic(values.map(() => values[random.integer(values.length)]!)));
  return { value: statistic(values), low: quantile(resampled, 0.025), high: quantile(resampled, 0.975) };
}

/** Wilson's score interval of a proportion. */
export function wilson(successes: number, trials: number): Interval {
  const z = 1.959964;
  const share = successes / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** A number for the page: up to four significant digits, thousands separated. */
export function show(value: number): string {
  if (value === Infinity) return 'never';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-GB');
  return String(Number(value.toPrecision(3)) === value ? value : Number(value.toPrecision(4))).replace('-0.000', '-0.000');
}

/** `estimate [low, high]`. */
export function showInterval({ value, low, high }: Interval): string {
  return `${show(value)} [${show(low)}, ${show(high)}]`;
}

/** `9 of 10 [0.6, 0.98]`. */
export function showShare(successes: number, trials: number): string {
  const { low, high } = wilson(successes, trials);
  return `${successes} of ${trials} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}
