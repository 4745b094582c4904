/**
 * Probabilities and log-probabilities of rows of logits (softmax).
 *
 * @param logits - `rows` x `actions`
 * @param probabilities - written, `rows` x `actions`
 * @param logProbabilities - written, `rows` x `actions`
 */
export function softmaxRows(
  logits: Float32Array,
  rows: number,
  actions: number,
  probabilities: Float32Array,
  logProbabilities: Float32Array,
): void {
  for (let start = 0; start < rows * actions; start += actions) {
    let highest = -Infinity;
    for (let k = start; k < start + actions; k++) if (logits[k]! > highest) highest = logits[k]!;
    let sum = 0;
    for (let k = start; k < start + actions; k++) {
      const weight = Math.exp(logits[k]! - highest);
      probabilities[k] = weight;
      sum += weight;
    }
    const logSum = Math.log(sum);
    for (let k = start; k < start + actions; k++) {
      probabilities[k] = probabilities[k]! / sum;
      logProbabilities[k] = logits[k]! - highest - logSum;
    }
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
