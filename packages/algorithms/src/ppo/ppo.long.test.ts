import { expect, it } from 'vitest';
import type { Policy } from '@firstmover/core';
import { randomStream } from '@firstmover/core';
import { mlpNetwork } from '@firstmover/networks';
import { cartPole } from '../problems/cart-pole.ts';
import { ppo } from './ppo.ts';

/** Mean return of 20 episodes. */
function evaluate(policy: Policy, seed: number): number {
  const environment = cartPole({ copies: 20, seed });
  const random = randomStream(seed, 'evaluation');
  const actions = new Int32Array(20);
  let total = 0;
  environment.reset();
  for (let step = 0; step < 500; step++) {
    for (let copy = 0; copy < 20; copy++) {
      const over = environment.terminated[copy] === 1 || environment.truncated[copy] === 1;
      if (!over) total++;
      actions[copy] = policy.act(Array.from(environment.observations.subarray(4 * copy, 4 * copy + 4)), random) as number;
    }
    environment.step(actions);
  }
  return total / 20;
}

it('balances the cart-pole at 475 of 500 by the greedy policy within 100,000 steps, on the lower 95% bound over ten seeds', () => {
  const returns: number[] = [];
  for (let seed = 0; seed < 10; seed++) {
    const environment = cartPole({ copies: 8, seed });
    const network = (outputs: number, outputScale: number, part: number): ReturnType<typeof mlpNetwork> =>
      mlpNetwork({
        input: { kind: 'vector', width: 4 },
        hidden: [64, 64],
        outputs,
        activation: 'tanh',
        outputScale,
        seed: 2 * seed + part,
      });
    const learner = ppo(environment, {
      network: network(2, 0.01, 0),
      valueNetwork: network(1, 1, 1),
      learningRate: 1e-3,
      collect: { steps: 64 },
      minibatches: 4,
      epochs: 10,
      gamma: 0.99,
      seed,
    });
    while (environment.steps < 99_000) learner.update();
    returns.push(evaluate(learner.policy('greedy'), 1000 + seed));
  }
  const mean = returns.reduce((sum, value) => sum + value, 0) / 10;
  const deviation = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / 9);
  // Student's t with nine degrees of freedom, one-sided.
  const bound = mean - (1.833 * deviation) / Math.sqrt(10);
  console.info(`cart-pole returns ${returns.join(', ')}; lower 95% bound ${bound.toFixed(1)}`);
  expect(bound).toBeGreaterThanOrEqual(475);
});
