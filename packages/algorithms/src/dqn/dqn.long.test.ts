import { expect, it } from 'vitest';
import { cartPole } from '../problems/cart-pole.ts';
import { describeReturns, lowerBoundOfTen, meanReturn } from '../problems/evaluate.fixture.ts';
import { dqn } from './dqn.ts';

/** A machine that is shared takes longer than usual. */
const HALF_AN_HOUR = { timeout: 1_800_000 };

it('balances the pole at 475 of 500 by the greedy policy after 100,000 steps, on the lower 95% bound over ten seeds', HALF_AN_HOUR, () => {
  const returns: number[] = [];
  for (let seed = 0; seed < 10; seed++) {
    const learner = dqn(cartPole({ copies: 1, seed }), {
      seed,
      steps: 1,
      loss: 'squared',
      learningRate: { from: 1e-3, to: 0, steps: 100_000 },
      nStep: 3,
    });
    while (learner.environment.steps < 100_000) learner.update();
    returns.push(meanReturn(cartPole({ copies: 20, seed: 1000 }), learner.policy()));
  }
  console.info(`dqn on the cart-pole: ${describeReturns(returns)}`);
  expect(lowerBoundOfTen(returns)).toBeGreaterThanOrEqual(475);
});
