/**
 * The soft value of one row of a categorical policy (Christodoulou 2019, equation 10): sum over a of p(a) (q(a) - alpha log p(a)). Minus this
 * is the loss of the policy (equation 12).
 *
 * @param values - holds q from `at`
 * @param probabilities - p, from `at`
 * @param logProbabilities - log p, from `at`
 * @param actions - how many actions there are
 * @param temperature - alpha
 */
export function softValue(
  values: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  logProbabilities: ArrayLike<number>,
  at: number,
  actions: number,
  temperature: number,
): number {
  let sum = 0;
  for (let k = at; k < at + actions; k++) {
    if (probabilities[k]! > 0) sum += probabilities[k]! * (values[k]! - temperature * logProbabilities[k]!);
  }
  return sum;
}

/**
 * Adds `weight` times the gradient of {@link softValue} with respect to the logits, the values held fixed:
 * p(k) (q(k) - alpha log p(k) - soft value).
 *
 * @param out - added to from `at`
 */
export function addSoftValueGradient(
  out: Float32Array,
  values: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  logProbabilities: ArrayLike<number>,
  at: number,
  actions: number,
  temperature: number,
  weight: number,
): void {
  const mean = softValue(values, probabilities, logProbabilities, at, actions, temperature);
  for (let k = at; k < at + actions; k++) {
    if (probabilities[k]! > 0) out[k]! += weight * probabilities[k]! * (values[k]! - temperature * logProbabilities[k]! - mean);
  }
}

/**
 * The derivative of the loss of the temperature (Haarnoja et al. 2018, "Algorithms and Applications", equation 18), alpha times the entropy
 * above its target, with respect to log alpha.
 *
 * @param temperature - alpha
 * @param entropy - of the policy, in nats
 * @param target - the entropy wanted
 */
export function temperatureGradient(temperature: number, entropy: number, target: number): number {
  return temperature * (entropy - target);
}
