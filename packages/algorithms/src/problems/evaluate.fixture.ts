import type { Policy, VectorEnvironment } from '@firstmover/core';
import { columnOf, flatten, randomStream, unflatten, width } from '@firstmover/core';

/** The mean undiscounted return of a policy over one episode of every copy of a problem. */
export function meanReturn(environment: VectorEnvironment, policy: Policy): number {
  const { size, observation, observations, action, rewards, terminated, truncated } = environment;
  const actions = columnOf(action, size);
  const random = randomStream(0, 'evaluation');
  const over = new Uint8Array(size);
  let total = 0;
  environment.reset();
  for (let t = 0; over.includes(0); t++) {
    for (let copy = 0; copy < size; copy++) {
      const seen = unflatten(observation, observations, copy * width(observation));
      flatten(action, policy.act(seen, random.at(copy, t)), actions, copy * width(action));
    }
    environment.step(actions);
    for (let copy = 0; copy < size; copy++) {
      if (over[copy] === 0) total += rewards[copy]!;
      over[copy]! |= terminated[copy]! | truncated[copy]!;
    }
  }
  return total / size;
}

/** The lower end of the one-sided 95% confidence interval of the mean of ten numbers (Student's t, 9 degrees of freedom). */
export function lowerBoundOfTen(values: readonly number[]): number {
  if (values.length !== 10) throw new Error(`${values.length} numbers: expected ten`);
  const variance = values.reduce((sum, value) => sum + (value - mean(values)) * (value - mean(values)), 0) / 9;
  return mean(values) - 1.833 * Math.sqrt(variance / 10);
}

/** The returns of ten seeds in words. */
export function describeReturns(returns: readonly number[]): string {
  const bound = lowerBoundOfTen(returns).toFixed(1);
  return `${returns.map(Math.round).join(', ')}; mean ${mean(returns).toFixed(1)}, lower 95% bound ${bound}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
