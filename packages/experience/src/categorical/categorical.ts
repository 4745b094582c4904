import { expInPlace, logInPlace } from '@firstmover/networks';

// Per row, the highest logit and the sum of the weights, then its log; replaced by larger ones on demand.
let tops = new Float32Array(64);
let sums = new Float32Array(64);

/**
 * Probabilities and log-probabilities of rows of logits (softmax), in single precision.
 *
 * @param logits - `rows` rows of `stride` numbers, the logits first
 * @param probabilities - written, `rows` x `actions`
 * @param logProbabilities - written, `rows` x `actions`
 */
export function softmaxRows(
  logits: Float32Array,
  rows: number,
  actions: number,
  probabilities: Float32Array,
  logProbabilities: Float32Array,
  stride: number = actions,
): void {
  if (sums.length < rows) [tops, sums] = [new Float32Array(2 * rows), new Float32Array(2 * rows)];
  for (let row = 0; row < rows; row++) {
    const from = row * stride;
    const start = row * actions;
    let highest = -Infinity;
    for (let k = 0; k < actions; k++) if (logits[from + k]! > highest) highest = logits[from + k]!;
    for (let k = 0; k < actions; k++) probabilities[start + k] = logits[from + k]! - highest;
    tops[row] = highest;
  }
  expInPlace(probabilities, rows * actions);
  for (let row = 0; row < rows; row++) {
    const start = row * actions;
    let sum = 0;
    for (let k = start; k < start + actions; k++) sum += probabilities[k]!;
    for (let k = start; k < start + actions; k++) probabilities[k] = probabilities[k]! / sum;
    sums[row] = sum;
  }
  logInPlace(sums, rows);
  for (let row = 0; row < rows; row++) {
    const from = row * stride;
    for (let k = 0; k < actions; k++) logProbabilities[row * actions + k] = logits[from + k]! - tops[row]! - sums[row]!;
  }
}

/** The entropy of one row of a categorical distribution, in nats. */
export function entropy(probabilities: Float32Array, logProbabilities: Float32Array, start: number, actions: number): number {
  let sum = 0;
  for (let k = start; k < start + actions; k++) if (probabilities[k]! > 0) sum -= probabilities[k]! * logProbabilities[k]!;
  return sum;
}

/**
 * Adds `weight` times the gradient of log p(action) with respect to one row of logits: onehot(action) - p.
 *
 * @param out - added to at `outStart`
 */
export function addLogProbabilityGradient(
  out: Float32Array,
  outStart: number,
  probabilities: Float32Array,
  start: number,
  actions: number,
  action: number,
  weight: number,
): void {
  for (let k = 0; k < actions; k++) out[outStart + k]! -= weight * probabilities[start + k]!;
  out[outStart + action]! += weight;
}

/**
 * Adds `weight` times the gradient of the entropy H with respect to one row of logits: -p_k (log p_k + H).
 *
 * @param out - added to at `outStart`
 */
export function addEntropyGradient(
  out: Float32Array,
  outStart: number,
  probabilities: Float32Array,
  logProbabilities: Float32Array,
  start: number,
  actions: number,
  weight: number,
): void {
  const h = entropy(probabilities, logProbabilities, start, actions);
  for (let k = 0; k < actions; k++) {
    const p = probabilities[start + k]!;
    if (p > 0) out[outStart + k]! -= weight * p * (logProbabilities[start + k]! + h);
  }
}
