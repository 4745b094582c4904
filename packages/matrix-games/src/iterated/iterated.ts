import type { Descriptor, Discrete, FiniteChance, GameDefinition, GameId, KnownOptimum, ParametersOf, Rules } from '@firstmover/core';
import { InputError, defineRules, discrete } from '@firstmover/core';
import type { Bimatrix } from '../bimatrix/bimatrix.ts';
import { actionNames, describeRewards, readBimatrix } from '../bimatrix/bimatrix.ts';
import { drawPayoffs } from '../matrix-game/draw-payoffs.ts';
import { defineMatrixGame } from '../matrix-game/matrix-game.ts';
import { memoryIndex, memoryLabels, memorySize } from './memory.ts';

/** The most observations that an iterated game may give one player. */
export const OBSERVATION_LIMIT = 100_000;

interface NumericParameter<TKind extends 'integer' | 'number'> {
  readonly kind: TKind;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly about: string;
}

// A type and not an interface: only types have the index signature that a schema needs.
type SharedParameters = {
  readonly steps: NumericParameter<'integer'>;
  readonly memory: {
    readonly kind: 'choice';
    readonly options: readonly ['joint', 'other'];
    readonly default: 'joint';
    readonly about: string;
  };
  readonly memoryLength: NumericParameter<'integer'>;
};

const shared: SharedParameters = {
  steps: { kind: 'integer', min: 1, max: 1000, default: 10, about: 'how many rounds are played' },
  memory: {
    kind: 'choice',
    options: ['joint', 'other'],
    default: 'joint',
    about: "what both remember of a round: joint, both actions; other, the other player's action",
  },
  memoryLength: { kind: 'integer', min: 1, max: 3, default: 1, about: 'how many past rounds both remember' },
};

const offset = (initial: number): NumericParameter<'number'> => ({
  kind: 'number',
  min: -Infinity,
  max: Infinity,
  default: initial,
  about: "what is added to both players' payoffs in every round",
});

/** The values of the parameters that all iterated games have. */
export type IteratedParameters = ParametersOf<SharedParameters & { readonly rewardOffset: NumericParameter<'number'> }>;

/** The state of an iterated game: no more than the rules need. */
export interface IteratedState {
  /** How many rounds have been played. */
  readonly round: number;
  /** The joint actions, leader + rows * follower, of the last `memoryLength` rounds, the most recent first. */
  readonly recent: readonly number[];
}

/** What an iterated game is made from. */
export interface IteratedGameSpec {
  /** The versioned id. */
  readonly id: GameId;
  /** The name of one round, for the descriptor's summary. */
  readonly stage: string;
  /** The payoffs of one round; rows are the leader's actions. */
  readonly payoffs: Bimatrix;
  /** The default of the parameter `rewardOffset` (default 0). */
  readonly rewardOffset?: number;
  /** Exact optima that are known for given parameters (default: none). */
  optima?(parameters: IteratedParameters): readonly KnownOptimum[];
  /** Where the game comes from. */
  readonly source: string;
}

/**
 * An iterated bimatrix game from the payoffs of one round. Players `leader` and `follower` choose at once, `steps` times; both are paid
 * payoff + `rewardOffset` and remember the last `memoryLength` rounds. After one round with m x n actions the observation is
 * `1 + leader + m * follower` for both (`memory` joint) or 1 + the other player's action (`memory` other), and 0 at the start; longer
 * memories come in blocks by the number of rounds remembered, inside a block the most recent round least significant. The same
 * encoding as in the experiments of Gerstgrasser & Parkes (ICML 2023).
 *
 * @throws InputError for payoffs that do not fit, and on creation for more than {@link OBSERVATION_LIMIT} observations
 */
export function iteratedGame(spec: IteratedGameSpec): GameDefinition {
  const payoffs = readBimatrix(spec.payoffs, spec.id);
  return defineMatrixGame({
    id: spec.id,
    parameters: { ...shared, rewardOffset: offset(spec.rewardOffset ?? 0) },
    payoffs: () => payoffs,
    rules: (_payoffs, parameters) => iteratedRules(payoffs, parameters, spec.id),
    descriptor: (_payoffs, parameters) => describe(payoffs, parameters, spec.stage, spec.optima?.(parameters) ?? [], spec.source),
  });
}

/** `matrix/Iterated-v1`: an iterated game whose payoffs are parameters. */
export const iterated: GameDefinition = defineMatrixGame({
  id: 'matrix/Iterated-v1',
  parameters: {
    // A game in which committing to a mixture pays in one round: pure value 1, mixed value 3/2.
    leaderPayoff: {
      kind: 'matrix',
      default: [
        [1, 3],
        [2, 0],
      ],
      about: "the leader's payoffs of one round, rows are its own actions",
    },
    followerPayoff: {
      kind: 'matrix',
      default: [
        [1, 0],
        [0, 1],
      ],
      about: "the follower's payoffs of one round, rows are the leader's actions",
    },
    ...shared,
    rewardOffset: offset(0),
  },
  payoffs: ({ leaderPayoff, followerPayoff }) => readBimatrix({ leaderPayoff, followerPayoff }, 'matrix/Iterated-v1'),
  rules: (payoffs, parameters) => iteratedRules(payoffs, parameters, 'matrix/Iterated-v1'),
  descriptor: (payoffs, parameters) => describe(payoffs, parameters, 'A bimatrix game', [], 'payoffs given as parameters'),
});

function iteratedRules(payoffs: Bimatrix, parameters: IteratedParameters, id: string): Rules<IteratedState, FiniteChance> {
  const { steps, memory, memoryLength, rewardOffset } = parameters;
  const names = actionNames(payoffs);
  const rows = names.leader.length;
  const columns = names.follower.length;
  const joint = (): string[] => names.follower.flatMap((follower) => names.leader.map((leader) => `${leader}, ${follower}`));
  const [leaderSees, followerSees] = memory === 'joint' ? [joint(), joint()] : [names.follower, names.leader];
  const leaderPart = (event: number): number => event % rows;
  const followerPart = (event: number): number => Math.floor(event / rows);
  return defineRules({
    players: [
      { name: 'leader', role: 'leader', observation: observationSpace(leaderSees, memoryLength, id), action: discrete(rows, names.leader) },
      {
        name: 'follower',
        role: 'follower',
        observation: observationSpace(followerSees, memoryLength, id),
        action: discrete(columns, names.follower),
      },
    ],
    initial: () => ({ round: 0, recent: [] }),
    step(state: IteratedState, [leader, follower]) {
      const round = state.round + 1;
      const payoffOf = (matrix: Bimatrix['leaderPayoff']): number => (matrix[leader] as readonly number[])[follower] as number;
      return {
        state: { round, recent: [leader + rows * follower, ...state.recent].slice(0, memoryLength) },
        rewards: [payoffOf(payoffs.leaderPayoff) + rewardOffset, payoffOf(payoffs.followerPayoff) + rewardOffset],
        terminated: round === steps,
      };
    },
    observe({ recent }, player) {
      if (memory === 'joint') return memoryIndex(recent, rows * columns);
      return player === 0 ? memoryIndex(recent.map(followerPart), columns) : memoryIndex(recent.map(leaderPart), rows);
    },
    draw: (_state, actions) => drawPayoffs(payoffs, actions),
  });
}

function observationSpace(events: readonly string[], length: number, id: string): Discrete {
  const size = memorySize(events.length, length);
  if (size > OBSERVATION_LIMIT) {
    throw new InputError(
      `memoryLength ${length} of ${id} gives ${size} observations: expected at most ${OBSERVATION_LIMIT}, from fewer actions or a shorter memory`,
    );
  }
  return discrete(size, memoryLabels(length, events));
}

function describe(
  payoffs: Bimatrix,
  parameters: IteratedParameters,
  stage: string,
  optima: readonly KnownOptimum[],
  source: string,
): Descriptor {
  return {
    summary: `${stage}, played ${parameters.steps} ${parameters.steps === 1 ? 'time' : 'times'} with memory of the last ${parameters.memoryLength === 1 ? 'round' : `${parameters.memoryLength} rounds`}.`,
    ...describeRewards(payoffs, parameters.rewardOffset),
    commitment: 'pure',
    gamma: 1,
    optima,
    source,
  };
}
