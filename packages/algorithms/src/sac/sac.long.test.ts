import { expect, it } from 'vitest';
import { describeReturns, lowerBoundOfTen, meanReturn } from '../problems/evaluate.fixture.ts';
import { pendulum } from '../problems/pendulum.ts';
import { sac } from './sac.ts';

/** A machine that is shared takes longer than usual. */
const HALF_AN_HOUR = { timeout: 1_800_000 };

it(
  'swings the pendulum up: better than -200 by the greedy policy after 10,000 steps, on the lower 95% bound over ten seeds',
  HALF_AN_HOUR,
  () => {
    const returns: number[] = [];
    for (let seed = 0; seed < 10; seed++) {
      const learner = sac(pendulum({ copies: 1, seed }), { seed, batchSize: 128, learningRate: 1e-3 });
      while (learner.environment.steps < 10_000) learner.update();
      returns.push(meanReturn(pendulum({ copies: 100, seed: 1000 }), learner.policy('greedy')));
    }
    console.info(`sac on the pendulum: ${describeReturns(returns)}`);
    expect(lowerBoundOfTen(returns)).toBeGreaterThan(-200);
  },
);
