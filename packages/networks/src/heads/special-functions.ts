import type { Random } from '@firstmover/core';
import { exp64, log64 } from '@firstmover/core';

// Only core's exp64 and log64 and arithmetic, which agree bit for bit between engines. In double precision: log-gammas are differences of
// large numbers, and the heads' gradients are checked against finite differences of log-probabilities.

/** log(2 pi) / 2. */
export const HALF_LOG_TWO_PI = 0.9189385332046727;

/** log(1 + x) for x >= 0, accurate to the last digits also for small x (Goldberg 1991, theorem 4). */
export function log1p(x: number): number {
  const sum = 1 + x;
  return sum === 1 ? x : (log64(sum) * x) / (sum - 1);
}

/** log(1 + exp(x)) without overflow. */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1p(exp64(-Math.abs(x)));
}

/** 1 / (1 + exp(-x)) without overflow: the slope of {@link softplus}. */
export function sigmoid(x: number): number {
  const weight = exp64(-Math.abs(x));
  return (x < 0 ? weight : 1) / (1 + weight);
}

/**
 * Confines x to low..high, with a slope above 0 where a hard clamp would lose the gradient (Chua et al. 2018, appendix A.1). The result,
 * close to x well inside, is low + softplus(high - softplus(high - x) - low).
 *
 * @param x - any number
 * @param low - the lower limit
 * @param high - the upper limit
 * @param values - written at `i`: the confined number
 * @param slopes - written at `i`: its derivative by x
 * @param i - where to write, so that no number has to be allocated to be returned
 */
export function confine(x: number, low: number, high: number, values: Float64Array, slopes: Float64Array, i: number): void {
  const above = softplus(high - x);
  const rest = softplus(high - above - low);
  values[i] = low + rest;
  // sigmoid(y) = exp(y - softplus(y)), for both.
  slopes[i] = exp64(high - x - above + (high - above - low - rest));
}

/** The largest of `count` values from `at`. */
export function highest(values: ArrayLike<number>, at: number, count: number): number {
  let top = -Infinity;
  for (let i = at; i < at + count; i++) if (values[i]! > top) top = values[i]!;
  return top;
}

/**
 * log(sum of exp(value - shift)) of `count` values from `at`. With the highest as the shift nothing overflows, and `value - shift - result` is
 * a log-softmax that holds for values of any size.
 */
export function logSumExp(values: ArrayLike<number>, at: number, count: number, shift: number): number {
  let sum = 0;
  for (let i = at; i < at + count; i++) sum += exp64(values[i]! - shift);
  return log64(sum);
}

// From here the asymptotic series below are exact to double precision.
const LARGE = 10;

/** log of the gamma function for x > 0: Stirling's series (Abramowitz & Stegun 6.1.41) after raising x by recurrence (6.1.15). */
export function logGamma(x: number): number {
  let product = 1;
  while (x < LARGE) product *= x++;
  const r = 1 / (x * x);
  const series = 1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r / 156)))));
  return (x - 0.5) * log64(x) - x + HALF_LOG_TWO_PI + series / x - log64(product);
}

/** The derivative of {@link logGamma} for x > 0 (Abramowitz & Stegun 6.3.18 and 6.3.5). */
export function digamma(x: number): number {
  let sum = 0;
  for (; x < LARGE; x++) sum -= 1 / x;
  const r = 1 / (x * x);
  const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - r * (691 / 32760 - r / 12))))));
  return sum + log64(x) - 0.5 / x - series;
}

/** The derivative of {@link digamma} for x > 0 (Abramowitz & Stegun 6.4.12 and 6.4.6). */
export function trigamma(x: number): number {
  let sum = 0;
  for (; x < LARGE; x++) sum += 1 / (x * x);
  const r = 1 / (x * x);
  const series = r * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66 - r * (691 / 2730 - (7 / 6) * r))))));
  return sum + (1 + 0.5 / x + series) / x;
}

/**
 * The logarithm of a gamma variate of scale 1 (Marsaglia & Tsang 2000): finite where the variate itself would underflow.
 *
 * @param shape - above 0; below 1 their boost is used, log gamma(shape + 1) + log(uniform) / shape
 * @param random - drawn from until a proposal is accepted, almost always at once
 */
export function sampleLogGamma(shape: number, random: Random): number {
  const boost = shape < 1 ? log64(1 - random.uniform()) / shape : 0;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const logV = log64(v);
    if (log64(1 - random.uniform()) < 0.5 * x * x + d * (1 - v + logV)) return boost + log64(d) + logV;
  }
}
