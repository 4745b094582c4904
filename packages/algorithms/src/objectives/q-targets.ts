/** The position, from 0, of the largest of `count` numbers from `at`; the first of equals. */
export function argmax(values: ArrayLike<number>, at: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[at + k]! > values[at + best]!) best = k;
  return best;
}

/**
 * The target of Q-learning (Watkins 1989; Mnih et al. 2015): r + d max_a q(s', a).
 *
 * @param reward - r
 * @param discount - d, 0 after the end of an episode
 * @param next - holds q(s', .) from `at`
 * @param actions - how many actions there are
 */
export function qTarget(reward: number, discount: number, next: ArrayLike<number>, at: number, actions: number): number {
  return reward + discount * next[at + argmax(next, at, actions)]!;
}

/**
 * The target of double Q-learning (van Hasselt, Guez & Silver 2016, equation 4): r + d q(s', argmax_a c(s', a)).
 *
 * @param reward - r
 * @param discount - d, 0 after the end of an episode
 * @param next - holds q(s', .), the values that evaluate, from `at`
 * @param chooser - holds c(s', .), the values that choose, from `at`
 * @param actions - how many actions there are
 */
export function doubleQTarget(
  reward: number,
  discount: number,
  next: ArrayLike<number>,
  chooser: ArrayLike<number>,
  at: number,
  actions: number,
): number {
  return reward + discount * next[at + argmax(chooser, at, actions)]!;
}

/**
 * The expected value of an epsilon-greedy action, (1 - epsilon) max_a q(a) + epsilon mean_a q(a): what expected SARSA puts after the reward
 * (van Seijen et al. 2009, equation 5).
 *
 * @param values - holds q from `at`
 * @param actions - how many actions there are
 */
export function epsilonGreedyValue(values: ArrayLike<number>, at: number, actions: number, epsilon: number): number {
  let sum = 0;
  for (let k = 0; k < actions; k++) sum += values[at + k]!;
  return (1 - epsilon) * values[at + argmax(values, at, actions)]! + (epsilon * sum) / actions;
}
