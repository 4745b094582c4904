import { InputError } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { solveBimatrix } from './bimatrix.ts';
import { solveCorrelatedCommitment } from './correlated-commitment.ts';
import { exactWeakValue } from './exact-answers.fixture.ts';
import { validateBimatrix, type PayoffMatrices } from './game.ts';
import { parseGame, publicGames } from './public-games.fixture.ts';

const mixedStrong = { commitment: 'mixed', ties: 'strong' } as const;
const mixedWeak = { commitment: 'mixed', ties: 'weak' } as const;
const pureStrong = { commitment: 'pure', ties: 'strong' } as const;
const pureWeak = { commitment: 'pure', ties: 'weak' } as const;

describe('public games', () => {
  it.each(publicGames)('$name has the published values', ({ game, strong, pure, weak }) => {
    const range = Math.max(...game.leaderPayoff.flat()) - Math.min(...game.leaderPayoff.flat());
    expect(Math.abs(solveBimatrix(game, mixedStrong).leaderValue - strong)).toBeLessThan(1e-12 * range);
    expect(Math.abs(solveBimatrix(game, mixedWeak).leaderValue - (weak ?? strong))).toBeLessThan(1e-12 * range);
    expect(Math.abs(solveCorrelatedCommitment(game).leaderValue - strong)).toBeLessThan(1e-11 * range);
    if (pure !== undefined) expect(solveBimatrix(game, pureStrong).leaderValue).toBe(pure);
  });

  it.each(publicGames.filter(({ commitment }) => commitment !== undefined))(
    '$name has the published commitment and reply, and no other',
    ({ game, commitment, response }) => {
      const solution = solveBimatrix(game, mixedStrong);
      solution.commitment.forEach((probability, i) => expect(probability).toBeCloseTo(commitment![i]!, 14));
      expect(solution.reply).toBe(response);
      expect(solution.optimalReplies).toEqual([response]);
      expect(solution.unique).toBe(true);
    },
  );
});

describe('the 144 strict ordinal 2x2 games (Robinson & Goforth)', () => {
  const permutations = (items: readonly number[]): number[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
  const square = ([a, b, c, d]: readonly number[]): number[][] => [
    [a!, b!],
    [c!, d!],
  ];
  // Up to swapping rows and columns the leader's 4 is in the first cell.
  const games = permutations([1, 2, 3]).flatMap((rest) =>
    permutations([1, 2, 3, 4]).map((follower): PayoffMatrices => ({
      leaderPayoff: square([4, ...rest]),
      followerPayoff: square(follower),
    })),
  );
  const strong = games.map((game) => solveBimatrix(game, mixedStrong));
  const pure = games.map((game) => solveBimatrix(game, pureStrong).leaderValue);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('have mean strong value 1987/576 and mean pure value 10/3', () => {
    expect(games).toHaveLength(144);
    expect(mean(strong.map(({ leaderValue: value }) => value))).toBeCloseTo(1987 / 576, 13);
    expect(mean(pure)).toBeCloseTo(10 / 3, 13);
  });

  it('have the known distribution of values, and mixing helps in 26', () => {
    const counts: Record<string, number> = {};
    for (const { leaderValue: value } of strong) counts[value] = (counts[value] ?? 0) + 1;
    expect(counts).toEqual({ 4: 72, 3: 38, 2: 12, 3.5: 10, 2.5: 5, 3.25: 4, 3.75: 2, 2.75: 1 });
    expect(strong.filter(({ leaderValue: value }, g) => value > pure[g]! + 1e-9)).toHaveLength(26);
  });

  it('have equal strong value and weak supremum, attained as the definition says, and always where mixing does not help', () => {
    games.forEach((game, g) => {
      const weak = solveBimatrix(game, mixedWeak);
      expect(weak.leaderValue).toBeCloseTo(strong[g]!.leaderValue, 13);
      expect(weak.attained).toBe(exactWeakValue(game).attained);
      if (strong[g]!.leaderValue < pure[g]! + 1e-9) expect(weak.attained).toBe(true);
    });
  });
});

describe('ties', () => {
  it('a supremum comes with its limit, the reply on the way, and a direction that makes it robust', () => {
    const solution = solveBimatrix(parseGame('2,1 4,0 / 1,0 3,1'), mixedWeak);
    expect(solution).toMatchObject({ attained: false, reply: 1, bestResponses: [0, 1], optimalReplies: [1], commitment: [0.5, 0.5] });
    expect(solution.leaderValue).toBe(3.5);
    expect(solution.interior![1]).toBeGreaterThan(0.5);
  });

  it('weak: equivalent columns hurt together, so the leader hedges between them', () => {
    // The follower does not distinguish the columns; max min over them is the value of matching pennies.
    const game = parseGame('1,5 0,5 / 0,3 1,3');
    expect(solveBimatrix(game, mixedStrong)).toMatchObject({
      leaderValue: 1,
      bestResponses: [0, 1],
      optimalReplies: [0, 1],
      unique: false,
    });
    expect(solveBimatrix(game, mixedWeak)).toMatchObject({
      leaderValue: 0.5,
      attained: true,
      commitment: [0.5, 0.5],
      optimalReplies: [0, 1],
      unique: true,
    });
    expect(solveBimatrix(game, pureWeak)).toMatchObject({ leaderValue: 0, attained: true });
  });

  it('weak: a weakly dominated column, best only on a boundary, counts for strong ties alone', () => {
    const game = parseGame('9,0 0,0 / 1,0 2,1');
    expect(solveBimatrix(game, mixedStrong)).toMatchObject({
      leaderValue: 9,
      commitment: [1, 0],
      reply: 0,
      bestResponses: [0, 1],
      interior: null,
    });
    expect(solveBimatrix(game, mixedWeak)).toMatchObject({ leaderValue: 2, commitment: [0, 1], reply: 1, attained: true });
  });

  it('weak: the value is attained on an edge of optimal mixtures although the first vertex found is spoilt by a tie', () => {
    // Rows 0 and 1 give 1 against column 0; at row 0 the follower is indifferent to column 1, which costs the leader everything.
    for (const text of ['1,1 0,1 / 1,1 0,0 / 0,0 0,0', '1,1 0,0 / 1,1 0,1 / 0,0 0,0']) {
      const solution = solveBimatrix(parseGame(text), mixedWeak);
      expect(solution).toMatchObject({ leaderValue: 1, attained: true, bestResponses: [0], unique: false });
    }
  });

  it('ties are ties of the data: rounding errors make none, and are ties where a tolerance is asked for', () => {
    const game = { leaderPayoff: [[0, 1, 5]], followerPayoff: [[0.1 + 0.2, 0.3, -1]] };
    for (const options of [mixedStrong, pureStrong, mixedWeak, pureWeak])
      expect(solveBimatrix(game, options)).toMatchObject({ leaderValue: 0, bestResponses: [0] });
    for (const [options, leaderValue] of [
      [mixedStrong, 1],
      [pureStrong, 1],
      [mixedWeak, 0],
      [pureWeak, 0],
    ] as const)
      // prettier-ignore
      expect(solveBimatrix(game, { ...options, tolerance: 1e-12 })).toMatchObject({ leaderValue, bestResponses: [0, 1] });
  });

  it('payoffs may be texts of decimals and fractions, which are read as they are', () => {
    const game = { leaderPayoff: [['1/3', '2']], followerPayoff: [['0.3', '3e-1']] };
    const { exact, bestResponses } = solveBimatrix(game, mixedWeak);
    expect(exact).toEqual({ leaderValue: '1/3', followerValue: '3/10', commitment: ['1'] });
    expect(bestResponses).toEqual([0, 1]);
  });

  it('no payoff is too large or too small beside others', () => {
    const offset = { leaderPayoff: [[0, 1], [1, 0]], followerPayoff: [[1e9, 1e9 + 1e-6], [1e9 + 5e-6, 1e9]] }; // prettier-ignore
    expect(solveBimatrix(offset, pureWeak)).toMatchObject({ leaderValue: 1, reply: 1 });
    const penalty = { leaderPayoff: [[0, 1], [1, 0]], followerPayoff: [[-1e17, 0], [2, 1]] }; // prettier-ignore
    expect(solveBimatrix(penalty, mixedStrong)).toMatchObject({ leaderValue: 1, exact: { leaderValue: '1' } });
    const far = { leaderPayoff: [[2e300, 4e300], [1e300, 3e300]], followerPayoff: [[1, 0], [0, 2]] }; // prettier-ignore
    expect(solveBimatrix(far, mixedStrong).leaderValue / 1e300).toBeCloseTo(11 / 3, 14);
    const least = solveBimatrix({ leaderPayoff: [[5, -1e11], [-1, -3]], followerPayoff: [[1, -1e11], [-3, 1]] }, mixedStrong); // prettier-ignore
    expect(least.exact.leaderValue).toBe('5');
  });

  it('solves a game with penalties of a billion beside differences of a thousandth', () => {
    // Column 0 is best up to the probability 1e-12 / (1 + 1e-12) of row 0.
    const solution = solveBimatrix(parseGame('5,-1000000000 0,0 / 1,0.002 0,0.001'), mixedStrong);
    expect(solution.leaderValue).toBeCloseTo(1, 11);
    expect(solution.commitment[0]! / 1e-12).toBeCloseTo(1, 9);
  });
});

describe('small shapes', () => {
  it('solves games with one action on a side', () => {
    expect(solveBimatrix(parseGame('3,7'), mixedStrong)).toMatchObject({
      leaderValue: 3,
      followerValue: 7,
      commitment: [1],
      reply: 0,
      attained: true,
      unique: true,
    });
    expect(solveBimatrix(parseGame('1,0 / 4,0 / 2,0'), mixedWeak)).toMatchObject({
      leaderValue: 4,
      commitment: [0, 1, 0],
      interior: [1 / 3, 1 / 3, 1 / 3],
    });
    expect(solveBimatrix(parseGame('1,2 5,3 6,3'), mixedStrong)).toMatchObject({ leaderValue: 6, bestResponses: [1, 2] });
    expect(solveBimatrix(parseGame('1,2 5,3 6,3'), mixedWeak)).toMatchObject({ leaderValue: 5, reply: 1, bestResponses: [1, 2] });
  });

  it('solves games in which everything is the same', () => {
    const game = parseGame('0,0 0,0 / 0,0 0,0');
    for (const options of [mixedStrong, mixedWeak, pureStrong, pureWeak]) {
      expect(solveBimatrix(game, options)).toMatchObject({
        leaderValue: 0,
        followerValue: 0,
        bestResponses: [0, 1],
        optimalReplies: [0, 1],
        attained: true,
        unique: false,
      });
    }
  });

  it('never returns a negative zero', () => {
    const { leaderValue: value, followerValue } = solveBimatrix(parseGame('-0,-0'), mixedStrong);
    expect(Object.is(value, 0) && Object.is(followerValue, 0)).toBe(true);
  });
});

describe('malformed games', () => {
  const good = [
    [1, 2],
    [3, 4],
  ];

  it.each([
    [{ leaderPayoff: [], followerPayoff: good }, 'leaderPayoff has no rows: the leader has no actions, give at least one'],
    [{ leaderPayoff: [[], []], followerPayoff: good }, 'leaderPayoff[0] is empty: the follower has no actions, give at least one'],
    [
      { leaderPayoff: good, followerPayoff: [[1, 2], [3]] },
      'followerPayoff[1] has 1 entries but followerPayoff[0] has 2: every row needs the same length',
    ],
    [
      { leaderPayoff: good, followerPayoff: [[1, 2, 3]] },
      'followerPayoff is 1x3 but leaderPayoff is 2x2: give both matrices the same shape',
    ],
    [
      {
        leaderPayoff: [
          [1, 2],
          [NaN, 4],
        ],
        followerPayoff: good,
      },
      'leaderPayoff[1][0] is NaN: expected a finite number',
    ],
    [
      {
        leaderPayoff: good,
        followerPayoff: [
          [1, -Infinity],
          [3, 4],
        ],
      },
      'followerPayoff[0][1] is -Infinity: expected a finite number',
    ],
    [
      {
        leaderPayoff: [
          [true, 2],
          [3, 4],
        ],
        followerPayoff: good,
      },
      'leaderPayoff[0][0] is true: expected a finite number',
    ],
    [{ leaderPayoff: undefined, followerPayoff: good }, 'leaderPayoff is undefined: expected an array of rows, one per leader action'],
    [{ leaderPayoff: good, followerPayoff: [1, 2] }, 'followerPayoff[0] is 1: expected an array of numbers, one per follower action'],
  ])('%j', (game, message) => {
    expect(() => validateBimatrix(game)).toThrow(new InputError(message));
    expect(() => solveBimatrix(game as PayoffMatrices, mixedStrong)).toThrow(message);
    expect(() => solveCorrelatedCommitment(game as PayoffMatrices)).toThrow(message);
  });

  it('unknown options are named', () => {
    expect(() => solveBimatrix(parseGame('1,1'), { commitment: 'mix' as 'mixed', ties: 'weak' })).toThrow(
      new InputError('commitment of solveBimatrix is "mix": expected mixed or pure'),
    );
    expect(() => solveBimatrix(parseGame('1,1'), { commitment: 'pure', ties: 'any' as 'weak' })).toThrow(
      new InputError('ties of solveBimatrix is "any": expected strong or weak'),
    );
  });

  it('the correlated programme refuses games that are too large for it', () => {
    const rows = Array.from({ length: 33 }, () => new Array<number>(32).fill(0));
    expect(() => solveCorrelatedCommitment({ leaderPayoff: rows, followerPayoff: rows })).toThrow(
      /^correlated commitment: a 33x32 game has more than 1024 cells/,
    );
  });
});
