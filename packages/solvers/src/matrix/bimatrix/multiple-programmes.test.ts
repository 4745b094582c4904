import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solveBimatrix } from './bimatrix.ts';
import { bestMixture, bestMixtureFor, regret } from './multiple-programmes.ts';

it('is the game of Conitzer & Sandholm: the mixture of one half is worth 2.5, more than any row', () => {
  const [leader, follower] = [[[1, 3], [0, 2]], [[1, 0], [0, 1]]]; // prettier-ignore
  expect(bestMixture(leader, follower)).toEqual({ mixture: [0.5, 0.5], reply: 1, value: 2.5, bound: 2.5 });
});

it('has no mixture for a column that is always worse', () => {
  expect(bestMixtureFor([[1, 9]], [[1, 0]], 1)).toBeNull();
});

it('agrees with the solver that it is the short form of, and its bound and reply hold (1,000 games)', () => {
  const entry = fc.integer({ min: -9, max: 9 });
  const games = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) => {
    const matrix = fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
    return fc.tuple(matrix, matrix);
  });
  fc.assert(
    fc.property(games, ([leader, follower]) => {
      const short = bestMixture(leader, follower);
      const { leaderValue: value } = solveBimatrix(
        { leaderPayoff: leader, followerPayoff: follower },
        { commitment: 'mixed', ties: 'strong' },
      );
      expect(short.value).toBeCloseTo(value, 9);
      expect(short.bound).toBeCloseTo(value, 9);
      expect(regret(follower, short)).toBeLessThan(1e-9);
    }),
    { numRuns: 1000 },
  );
});
