import { bootstrap, mean, proportion } from '@firstmover/evaluation';
import type { Interval } from '@firstmover/evaluation';

/** A statistic over seeds with its 95% interval. */
export function interval(values: readonly number[], statistic: (sample: readonly number[]) => number = mean): Interval {
  return bootstrap([values], ([sample]) => statistic(sample!));
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
  const { low, high } = proportion(successes, trials);
  return `${successes} of ${trials} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}
