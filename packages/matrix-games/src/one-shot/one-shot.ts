import type { Descriptor, FiniteChance, GameDefinition, GameId, KnownOptimum, Matrix, Rules } from '@firstmover/core';
import { defineRules, discrete, simplex } from '@firstmover/core';
import type { Bimatrix } from '../bimatrix/bimatrix.ts';
import { actionNames, describeRewards, readBimatrix } from '../bimatrix/bimatrix.ts';
import { drawPayoffs } from '../matrix-game/draw-payoffs.ts';
import { defineMatrixGame } from '../matrix-game/matrix-game.ts';

/** The parameter that all one-shot games have. */
export interface CommitmentParameter {
  /** A choice among names. */
  readonly kind: 'choice';
  /** The names. */
  readonly options: readonly ['pure', 'sampled', 'mixed'];
  /** What is chosen unless given. */
  readonly default: 'pure';
  /** What they mean. */
  readonly about: string;
}

/** What the leader commits to, as a parameter. */
export const commitmentParameter: CommitmentParameter = {
  kind: 'choice',
  options: ['pure', 'sampled', 'mixed'],
  default: 'pure',
  about: 'what the leader commits to: pure, a row; sampled, a row drawn afresh at each visit; mixed, a mixture of rows as one action',
};

/** What the leader commits to. */
export type Commitment = CommitmentParameter['options'][number];

/** What a one-shot game is made from. */
export interface OneShotGameSpec {
  /** The versioned id. */
  readonly id: GameId;
  /** One sentence. */
  readonly summary: string;
  /** The payoffs; rows are the leader's actions. */
  readonly payoffs: Bimatrix;
  /** Exact optima that are known (default: none). */
  readonly optima?: readonly KnownOptimum[];
  /** Where the game comes from. */
  readonly source: string;
}

/**
 * A one-shot bimatrix game: `leader` and `follower` choose once and are paid, unnormalised. Neither sees anything (one constant
 * observation); that the follower responds to the commitment is the oracle's business. With `commitment` mixed the leader's action is a
 * probability vector over rows and both rewards are the exact expectation.
 *
 * @throws InputError for payoffs that do not fit
 */
export function oneShotGame(spec: OneShotGameSpec): GameDefinition {
  const payoffs = readBimatrix(spec.payoffs, spec.id);
  return defineMatrixGame({
    id: spec.id,
    parameters: { commitment: commitmentParameter },
    payoffs: () => payoffs,
    rules: (_payoffs, { commitment }) => oneShotRules(payoffs, commitment),
    descriptor: (_payoffs, { commitment }) => describeOneShot(payoffs, commitment, spec),
  });
}

/** `matrix/Bimatrix-v1`: a one-shot game whose payoffs are parameters. */
export const bimatrix: GameDefinition = defineMatrixGame({
  id: 'matrix/Bimatrix-v1',
  parameters: {
    // A game in which mixing pays: pure value 1, mixed value 3/2.
    leaderPayoff: {
      kind: 'matrix',
      default: [
        [1, 3],
        [2, 0],
      ],
      about: "the leader's payoffs, rows are its own actions",
    },
    followerPayoff: {
      kind: 'matrix',
      default: [
        [1, 0],
        [0, 1],
      ],
      about: "the follower's payoffs, rows are the leader's actions",
    },
    commitment: commitmentParameter,
  },
  payoffs: ({ leaderPayoff, followerPayoff }) => readBimatrix({ leaderPayoff, followerPayoff }, 'matrix/Bimatrix-v1'),
  rules: (payoffs, { commitment }) => oneShotRules(payoffs, commitment),
  descriptor: (payoffs, { commitment }) =>
    describeOneShot(payoffs, commitment, { summary: 'A bimatrix game, played once.', source: 'payoffs given as parameters' }),
});

/** The rules of a one-shot game; its state has nothing to remember. */
export function oneShotRules(payoffs: Bimatrix, commitment: Commitment): Rules<Record<never, never>, FiniteChance> {
  const names = actionNames(payoffs);
  const observation = discrete(1, ['start']);
  const mixed = commitment === 'mixed';
  const reward = (matrix: Matrix, action: unknown, column: number): number =>
    mixed ? expectation(matrix, action as readonly number[], column) : ((matrix[action as number] as readonly number[])[column] as number);
  return defineRules({
    players: [
      {
        name: 'leader',
        role: 'leader',
        observation,
        action: mixed ? simplex(names.leader.length) : discrete(names.leader.length, names.leader),
      },
      { name: 'follower', role: 'follower', observation, action: discrete(names.follower.length, names.follower) },
    ],
    initial: () => ({}),
    step: (state, [action, column]) => ({
      state,
      rewards: [reward(payoffs.leaderPayoff, action, column), reward(payoffs.followerPayoff, action, column)],
      terminated: true,
    }),
    observe: () => 0,
    draw: (_state, actions) => drawPayoffs(payoffs, actions),
  });
}

/** Divides by the sum, because a mixture may miss 1 by rounding and must not earn more than its best row. */
function expectation(matrix: Matrix, mixture: readonly number[], column: number): number {
  let total = 0;
  let sum = 0;
  mixture.forEach((probability, row) => {
    total += probability;
    sum += probability * ((matrix[row] as readonly number[])[column] as number);
  });
  return sum / total;
}

/** The descriptor of a one-shot game. */
export function describeOneShot(
  payoffs: Bimatrix,
  commitment: Commitment,
  { summary, source, optima = [] }: Pick<OneShotGameSpec, 'summary' | 'source' | 'optima'>,
): Descriptor {
  return { summary, ...describeRewards(payoffs, 0), commitment, gamma: 1, optima, source };
}
