import { expect, it } from 'vitest';
import type { Network } from '@firstmover/networks';
import { mlpNetwork } from '@firstmover/networks';
import { cartPole } from '../problems/cart-pole.ts';
import { describeReturns, lowerBoundOfTen, meanReturn } from '../problems/evaluate.fixture.ts';
import { pendulum } from '../problems/pendulum.ts';
import { ppo } from './ppo.ts';

/** A machine that is shared takes longer than usual. */
const HALF_AN_HOUR = { timeout: 1_800_000 };

const network = (width: number, outputs: number, outputScale: number, seed: number): Network =>
  mlpNetwork({ input: { kind: 'vector', width }, hidden: [64, 64], outputs, activation: 'tanh', outputScale, seed });

it(
  'balances the cart-pole at 475 of 500 by the greedy policy within 100,000 steps, on the lower 95% bound over ten seeds',
  HALF_AN_HOUR,
  () => {
    const returns: number[] = [];
    for (let seed = 0; seed < 10; seed++) {
      const learner = ppo(cartPole({ copies: 8, seed }), {
        network: network(4, 2, 0.01, 2 * seed),
        valueNetwork: network(4, 1, 1, 2 * seed + 1),
        learningRate: 1e-3,
        collect: { steps: 64 },
        minibatches: 4,
        epochs: 10,
        gamma: 0.99,
        seed,
      });
      while (learner.environment.steps < 99_000) learner.update();
      returns.push(meanReturn(cartPole({ copies: 20, seed: 1000 + seed }), learner.policy('greedy')));
    }
    console.info(`ppo on the cart-pole: ${describeReturns(returns)}`);
    expect(lowerBoundOfTen(returns)).toBeGreaterThanOrEqual(475);
  },
);

it(
  'swings the pendulum up: better than -200 by the greedy policy after 300,000 steps, on the lower 95% bound over ten seeds',
  HALF_AN_HOUR,
  () => {
    const returns: number[] = [];
    for (let seed = 0; seed < 10; seed++) {
      const learner = ppo(pendulum({ copies: 4, seed }), {
        network: network(3, 2, 0.01, 2 * seed),
        valueNetwork: network(3, 1, 1, 2 * seed + 1),
        learningRate: 5e-4,
        collect: { steps: 1024 },
        minibatches: 64,
        epochs: 10,
        gamma: 0.9,
        seed,
      });
      while (learner.environment.steps < 300_000) learner.update();
      returns.push(meanReturn(pendulum({ copies: 100, seed: 1000 }), learner.policy('greedy')));
    }
    console.info(`ppo on the pendulum: ${describeReturns(returns)}`);
    expect(lowerBoundOfTen(returns)).toBeGreaterThan(-200);
  },
);
