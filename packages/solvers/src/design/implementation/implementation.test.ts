import { randomStream } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import type { NormalForm } from '../../matrix/normal-form/normal-form.ts';
import { bestImplementation, implementProfile, implementationCostByPrograms } from './implementation.ts';

/** The matrix design game: the leader wants the sum of both payoffs. */
const design: NormalForm = { strategies: [2, 2], payoffs: [[3, 6, 4, 2], [3, 4, 6, 2]], leaderPayoff: [6, 10, 10, 4] }; // prettier-ignore

describe('k-implementation', () => {
  it('gets both equilibria of the matrix design game for nothing', () => {
    const best = bestImplementation(design);
    expect(best).toMatchObject({ leaderValue: 10, cost: 0, reply: 1, optimalReplies: [1, 2] });
    // 1 to the row player at (0,0) and 4 to the column player at (1,1); scaled by 1/6 in the reference code.
    expect(best.commitment).toEqual([[1, 0, 0, 0], [0, 0, 0, 4]]); // prettier-ignore
    expect(implementProfile(design, 0)).toMatchObject({ cost: 2 });
  });

  it('costs the same by the formula and by linear programmes, and its promises make the profile dominant', () => {
    for (let seed = 0; seed < 1000; seed++) {
      const random = randomStream(seed, 'test/implementation');
      const strategies = Array.from({ length: 1 + random.integer(3) }, () => 1 + random.integer(3));
      const profiles = strategies.reduce((product, count) => product * count, 1);
      const game = {
        strategies,
        payoffs: strategies.map(() => Array.from({ length: profiles }, () => random.integer(10))),
        leaderPayoff: Array.from({ length: profiles }, () => random.integer(10)),
      };
      const profile = random.integer(profiles);
      const { cost, payments } = implementProfile(game, profile);
      expect(implementationCostByPrograms(game, profile), `seed ${seed}`).toBeCloseTo(cost, 9);
      strategies.forEach((count, player) => {
        const stride = strategies.slice(player + 1).reduce((product, other) => product * other, 1);
        const chosen = Math.floor(profile / stride) % count;
        const paid = game.payoffs[player]!.map((payoff, at) => payoff + payments[player]![at]!);
        paid.forEach((value, at) => {
          const own = Math.floor(at / stride) % count;
          expect(paid[at + (chosen - own) * stride]).toBeGreaterThanOrEqual(value);
        });
      });
      expect(bestImplementation(game, 0).leaderValue).toBe(Math.max(...game.leaderPayoff));
    }
  });

  it('names what is wrong', () => {
    expect(() => implementProfile(design, 4)).toThrow('profile 4: expected a whole number from 0 to 3');
    expect(() => bestImplementation(design, -1)).toThrow('payment weight -1');
  });
});
