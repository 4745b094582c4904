import { InputError, RefusedError } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveBimatrix } from '../bimatrix/bimatrix.ts';
import type { PayoffMatrices } from '../bimatrix/game.ts';
import { parseGame, publicGames } from '../bimatrix/public-games.fixture.ts';
import { solveBayesian } from './bayesian.ts';
import { solveDobss } from './dobss.ts';
import type { BayesianGame, BayesianOptions } from './game.ts';
import { PROFILE_LIMIT, solveReplyProfiles } from './profiles.ts';

const mixedStrong: BayesianOptions = { commitment: 'mixed', ties: 'strong' };
const mixedWeak: BayesianOptions = { commitment: 'mixed', ties: 'weak' };

/** Types from texts as in `parseGame`, with their probabilities. */
const bayesian = (...types: readonly (readonly [probability: number, game: string])[]): BayesianGame => ({
  types: types.map(([probability, text]) => ({ probability, ...parseGame(text) })),
});

const range = ({ types }: BayesianGame): number => {
  const payoffs = types.flatMap(({ leaderPayoff }) => leaderPayoff.flat());
  return Math.max(...payoffs) - Math.min(...payoffs);
};
const close = (a: number, b: number, size: number): void => {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * size);
};

const entries = fc.constantFrom(
  fc.integer({ min: 0, max: 1 }),
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -9, max: 9 }).map((payoff) => payoff / 3),
  fc.integer({ min: -1e6, max: 1e6 }).map((payoff) => payoff / 1e6),
);
const games = (types: number, size: number): fc.Arbitrary<BayesianGame> =>
  fc
    .record({ rows: fc.integer({ min: 1, max: size }), entry: entries, count: fc.integer({ min: 1, max: types }) })
    .chain(({ rows, entry, count }) =>
      fc.array(
        fc.integer({ min: 1, max: size }).chain((columns) => {
          const matrix = fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
          return fc.record({ weight: fc.integer({ min: 1, max: 5 }), leaderPayoff: matrix, followerPayoff: matrix });
        }),
        { minLength: count, maxLength: count },
      ),
    )
    .map((list) => {
      const total = list.reduce((sum, { weight }) => sum + weight, 0);
      return { types: list.map(({ weight, ...payoffs }) => ({ probability: weight / total, ...payoffs })) };
    });

/** The two-player game in which one follower chooses a column for every type. */
function harsanyi({ types }: BayesianGame): PayoffMatrices {
  let profiles: number[][] = [[]];
  for (const { leaderPayoff } of types) profiles = profiles.flatMap((head) => leaderPayoff[0]!.map((_unused, j) => [...head, j]));
  const mean = (matrix: 'leaderPayoff' | 'followerPayoff'): number[][] =>
    types[0]!.leaderPayoff.map((_row, i) =>
      profiles.map((profile) => profile.reduce((sum, j, t) => sum + types[t]!.probability * types[t]![matrix][i]![j]!, 0)),
    );
  return { leaderPayoff: mean('leaderPayoff'), followerPayoff: mean('followerPayoff') };
}

describe('worked by hand', () => {
  // Against the first type the leader wants to mix 1/2, 1/2; the second is indifferent only at probability 1/4 of row 0.
  const game = bayesian([1 / 2, '2,1 4,0 / 1,0 3,1'], [1 / 2, '0,3 4,0 / 0,0 2,1']);

  it('the mixture that keeps both types where the leader wants them', () => {
    // Type 0 plays column 1 up to p = 1/2, type 1 up to p = 1/4: at 1/4 the leader gets (3 + 1/4) / 2 + (2 + 2/4) / 2 = 23/8;
    // at 1/2 with type 1 in column 0, (7/2) / 2 + 0.
    for (const solution of [solveReplyProfiles(game, 'strong'), solveDobss(game)]) {
      expect(solution.leaderValue).toBeCloseTo(23 / 8, 13);
      expect(solution.commitment[0]).toBeCloseTo(1 / 4, 13);
      expect(solution).toMatchObject({ reply: [1, 1], attained: true });
      expect(solution.bestResponses).toEqual([[1], [0, 1]]);
    }
    expect(solveReplyProfiles(game, 'strong')).toMatchObject({ optimalReplies: [[1, 1]], unique: true, method: 'profiles' });
    expect(solveDobss(game)).toMatchObject({ optimalReplies: null, unique: null, method: 'dobss' });
  });

  it('with weak ties the same value is a supremum, and the pure value is attained', () => {
    expect(solveBayesian(game, mixedWeak)).toMatchObject({ attained: false, reply: [1, 1] });
    close(solveBayesian(game, mixedWeak).leaderValue, 23 / 8, 4);
    // Row 1: both types reply with column 1, (3 + 2) / 2.
    expect(solveBayesian(game, { commitment: 'pure', ties: 'weak' })).toMatchObject({ leaderValue: 5 / 2, commitment: [0, 1], reply: [1, 1], method: 'scan' }); // prettier-ignore
  });

  it('two security guards: who may come matters (Paruchuri et al. 2008, the opening example as one of two types)', () => {
    // The second type does not care, and gives the leader 1 whatever happens.
    const indifferent = bayesian([3 / 4, '2,1 4,0 / 1,0 3,2'], [1 / 4, '1,0 1,0 / 1,0 1,0']);
    for (const { leaderValue: value } of [
      solveReplyProfiles(indifferent, 'strong'),
      solveReplyProfiles(indifferent, 'weak'),
      solveDobss(indifferent),
    ])
      expect(value).toBeCloseTo((3 / 4) * (11 / 3) + 1 / 4, 13);
  });

  it('a leader that is paid the same whatever happens gets that, rounded sums over the types or not', () => {
    for (const [first, payoff] of [
      [0.8, 1e-5],
      [1 / 3, 133333333.33333333],
      [4 / 7, 1e-6],
    ] as const) {
      const same = { leaderPayoff: [[payoff]], followerPayoff: [[0]] };
      const types = { types: [{ probability: first, ...same }, { probability: 1 - first, ...same }] }; // prettier-ignore
      for (const { leaderValue: value, upperBound: bound } of [solveDobss(types), solveReplyProfiles(types, 'strong')]) {
        close(value, payoff, payoff);
        expect(bound).toBeGreaterThanOrEqual(value);
      }
    }
  });

  it('types may have different numbers of columns, and one row is enough', () => {
    const mixed = bayesian([1 / 2, '3,1 7,1'], [1 / 2, '5,0']);
    expect(solveBayesian(mixed, mixedStrong)).toMatchObject({ leaderValue: 6, reply: [1, 0], bestResponses: [[0, 1], [0]] });
    expect(solveBayesian(mixed, mixedWeak)).toMatchObject({ leaderValue: 4, reply: [0, 0], attained: true });
  });
});

describe('one type', () => {
  it.each(publicGames)('$name: the published value', ({ game, strong, weak }) => {
    const alone = { types: [{ probability: 1, ...game }] };
    const size = range(alone);
    expect(Math.abs(solveBayesian(alone, mixedStrong).leaderValue - strong)).toBeLessThan(1e-11 * size);
    expect(Math.abs(solveDobss(alone).leaderValue - strong)).toBeLessThan(1e-11 * size);
    expect(Math.abs(solveBayesian(alone, mixedWeak).leaderValue - (weak ?? strong))).toBeLessThan(1e-11 * size);
  });

  it('equals the bimatrix solver in every part (200 games, both commitments, both tie rules)', () => {
    fc.assert(
      fc.property(games(1, 4), (game) => {
        for (const commitment of ['mixed', 'pure'] as const) {
          for (const ties of ['strong', 'weak'] as const) {
            const solution = solveBayesian(game, { commitment, ties });
            const alone = solveBimatrix(game.types[0]!, { commitment, ties });
            close(solution.leaderValue, alone.leaderValue, range(game));
            expect(solution.reply).toEqual([alone.reply]);
            expect(solution.optimalReplies).toEqual(alone.optimalReplies.map((reply) => [reply]));
            expect([solution.attained, solution.unique]).toEqual([alone.attained, alone.unique]);
          }
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('independent methods', () => {
  it('reply profiles and DOBSS agree on 1,000 games to 1e-9 of the range', () => {
    fc.assert(
      fc.property(games(3, 3), (game) => close(solveReplyProfiles(game, 'strong').leaderValue, solveDobss(game).leaderValue, range(game))),
      { seed: 2, numRuns: 1000 },
    );
  });

  it('profiles and the bimatrix solver on the Harsanyi transform agree, for both tie rules (100 games)', () => {
    fc.assert(
      fc.property(games(3, 3), (game) => {
        const transformed = harsanyi(game);
        for (const ties of ['strong', 'weak'] as const) {
          const solution = solveReplyProfiles(game, ties);
          const other = solveBimatrix(transformed, { commitment: 'mixed', ties });
          close(solution.leaderValue, other.leaderValue, range(game));
          expect(solution.attained).toBe(other.attained);
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

describe('relations', () => {
  it('best pure <= value <= the sum over types of p times the value against that type; weak <= strong (150 games)', () => {
    fc.assert(
      fc.property(games(3, 4), (game) => {
        const slack = 1e-9 * range(game);
        const strong = solveBayesian(game, mixedStrong).leaderValue;
        const weak = solveBayesian(game, mixedWeak).leaderValue;
        const informed = game.types.reduce((sum, type) => sum + type.probability * solveBimatrix(type, mixedStrong).leaderValue, 0);
        expect(strong).toBeLessThanOrEqual(informed + slack);
        expect(weak).toBeLessThanOrEqual(strong + slack);
        expect(solveBayesian(game, { commitment: 'pure', ties: 'strong' }).leaderValue).toBeLessThanOrEqual(strong + slack);
        expect(solveBayesian(game, { commitment: 'pure', ties: 'weak' }).leaderValue).toBeLessThanOrEqual(weak + slack);
      }),
      { seed: 4, numRuns: 150 },
    );
  });

  it('unchanged by the scale of a type, amounts per row, the order of types and actions; a type may be split in two (100 games)', () => {
    const amounts = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        games(2, 4),
        amounts,
        fc.constantFrom(1e-9, 0.5, 3, 1e9),
        fc.integer({ min: -9, max: 9 }),
        (game, added, scale, power) => {
          for (const ties of ['strong', 'weak'] as const) {
            const { leaderValue: value } = solveReplyProfiles(game, ties);
            const [first, ...rest] = game.types;
            const same = (types: BayesianGame['types']): void => close(solveReplyProfiles({ types }, ties).leaderValue, value, range(game));
            same([{ ...first!, followerPayoff: first!.followerPayoff.map((row) => row.map((payoff) => payoff * scale)) }, ...rest]);
            const whole = game.types.map((type) => ({ ...type, followerPayoff: type.followerPayoff.map((row) => row.map((payoff) => Math.round(payoff * 1e6))) })); // prettier-ignore
            close(
              solveReplyProfiles({ types: whole.map((type) => ({ ...type, followerPayoff: type.followerPayoff.map((row, i) => row.map((payoff) => payoff + added[i]!)) })) }, ties).leaderValue, // prettier-ignore
              solveReplyProfiles({ types: whole }, ties).leaderValue,
              range(game),
            );
            same(game.types.toReversed());
            same(game.types.map((type) => ({ ...type, leaderPayoff: type.leaderPayoff.map((row) => row.toReversed()), followerPayoff: type.followerPayoff.map((row) => row.toReversed()) }))); // prettier-ignore
            same([{ ...first!, probability: first!.probability / 4 }, { ...first!, probability: (first!.probability * 3) / 4 }, ...rest]);
            const unit = 10 ** power;
            close(
              solveReplyProfiles({ types: game.types.map((type) => ({ ...type, leaderPayoff: type.leaderPayoff.map((row) => row.map((payoff) => (payoff + 2) * unit)) })) }, ties).leaderValue, // prettier-ignore
              (value + 2) * unit,
              range(game) * unit,
            );
          }
        },
      ),
      { seed: 5, numRuns: 100 },
    );
  });

  it('solutions say what they claim: best replies, values, and no random mixture is worth more (300 games)', () => {
    const weights = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(games(3, 4), weights, (game, random) => {
        const { leaderValue: value, upperBound: bound, commitment, reply: responses, followerValues } = solveBayesian(game, mixedStrong);
        const expected = (matrix: readonly (readonly number[])[], mixture: readonly number[], j: number): number =>
          mixture.reduce((sum, p, i) => sum + p * matrix[i]![j]!, 0);
        expect(commitment.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 13);
        close(game.types.reduce((sum, { probability, leaderPayoff }, t) => sum + probability * expected(leaderPayoff, commitment, responses[t]!), 0), value, range(game)); // prettier-ignore
        game.types.forEach(({ followerPayoff }, t) => {
          const best = Math.max(...followerPayoff[0]!.map((_unused, j) => expected(followerPayoff, commitment, j)));
          expect(followerValues[t]).toBeGreaterThanOrEqual(best - 1e-9);
        });
        const rows = random.slice(0, commitment.length);
        const mixture = rows.map((weight) => weight / rows.reduce((sum, other) => sum + other, 0));
        const anywhere = game.types.reduce((sum, { probability, leaderPayoff, followerPayoff }) => {
          const payoffs = followerPayoff[0]!.map((_unused, j) => expected(followerPayoff, mixture, j));
          const best = Math.max(...payoffs);
          return sum + probability * Math.max(...payoffs.map((payoff, j) => (payoff >= best - 1e-12 ? expected(leaderPayoff, mixture, j) : -Infinity))); // prettier-ignore
        }, 0);
        expect(anywhere).toBeLessThanOrEqual(bound + 1e-9 * range(game));
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});

describe('sizes', () => {
  const many = {
    types: Array.from({ length: 7 }, (_unused, t) => ({
      probability: 1 / 7,
      leaderPayoff: Array.from({ length: 3 }, (_row, i) => Array.from({ length: 4 }, (_entry, j) => ((t * 7 + i * 5 + j * 3) * 11) % 13)),
      followerPayoff: Array.from({ length: 3 }, (_row, i) => Array.from({ length: 4 }, (_entry, j) => ((t * 3 + i * 7 + j * 5) * 5) % 11)),
    })),
  };

  it('too many profiles are a typed refusal, and DOBSS answers', () => {
    expect(4 ** 7).toBeGreaterThan(PROFILE_LIMIT);
    expect(() => solveReplyProfiles(many, 'strong')).toThrow(RefusedError);
    expect(() => solveReplyProfiles(many, 'strong')).toThrow('the types have 16384 profiles of replies, more than the 4096 that are enumerated: use solveDobss'); // prettier-ignore
    expect(() => solveBayesian(many, mixedWeak)).toThrow(RefusedError);
    const solution = solveBayesian(many, mixedStrong);
    expect(solution.method).toBe('dobss');
    expect(solution.leaderValue).toBeGreaterThanOrEqual(solveBayesian(many, { commitment: 'pure', ties: 'strong' }).leaderValue);
    const informed = many.types.reduce((sum, type) => sum + type.probability * solveBimatrix(type, mixedStrong).leaderValue, 0);
    expect(solution.leaderValue).toBeLessThanOrEqual(informed + 1e-9);
  });

  it('so is a search that passes its limit', () => {
    expect(() => solveDobss(many, { nodeLimit: 1 })).toThrow(RefusedError);
  });
});

describe('malformed games', () => {
  const good = { probability: 1, leaderPayoff: [[1, 2]], followerPayoff: [[1, 2]] };
  it.each([
    [[], 'types is []: expected a list of types, at least one'],
    [[7], 'types[0] is 7: expected an object with the keys probability, leaderPayoff, followerPayoff'],
    [[{ ...good, probability: 0 }], 'types[0].probability is 0: expected a number above 0'],
    [[{ ...good, probability: 0.5 }], 'the probabilities of types add up to 0.5: expected 1'],
    [[good, { ...good, followerPayoff: [[1, NaN]] }], 'types[1].followerPayoff[0][1] is NaN: expected a finite number'],
    [[{ ...good, followerPayoff: [[1, 2, 3]] }], 'types[0].followerPayoff is 1x3 but types[0].leaderPayoff is 1x2'],
    [
      [{ ...good, probability: 0.5 }, { probability: 0.5, leaderPayoff: [[1], [2]], followerPayoff: [[1], [2]] }], // prettier-ignore
      'types[1].leaderPayoff has 2 rows but types[0].leaderPayoff has 1',
    ],
  ])('%j', (types, message) => {
    expect(() => solveBayesian({ types: types as BayesianGame['types'] }, mixedStrong)).toThrow(InputError);
    expect(() => solveBayesian({ types: types as BayesianGame['types'] }, mixedStrong)).toThrow(message);
  });

  it('probabilities and payoffs may be texts of fractions', () => {
    const third = { probability: '1/3', leaderPayoff: [['0.1', 0]], followerPayoff: [[1, '1/2']] };
    const { exact } = solveBayesian({ types: [third, { ...third, probability: '2/3' }] }, mixedStrong);
    expect(exact).toEqual({ leaderValue: '1/10', followerValue: '1', commitment: ['1'] });
  });
});
