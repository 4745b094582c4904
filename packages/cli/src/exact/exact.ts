import type { FollowerClass, Game, Parameters, Policy, TablePolicy, TieRule } from '@firstmover/core';
import { InputError, createEnvironment, finiteModel, labelAt, policyRows, randomStream, soleLeader } from '@firstmover/core';
import { FREE, bestDeterministicCommitment, solveBimatrix } from '@firstmover/solvers';
import type { BimatrixInput, ExactInput, IteratedInput } from './exact-input.ts';
import type { ReplyTable } from './optimal-replies.ts';
import { optimalReplies } from './optimal-replies.ts';

/** Which exact answer is asked for; what is not given takes the default of the kind of problem. */
export interface ExactOptions {
  /** What the leader may commit to (default: mixed for a bimatrix game, memory-1 for an iterated one). */
  readonly commitment?: 'mixed' | 'pure' | 'memory-1';
  /** How an indifferent follower chooses (default strong, for the leader). */
  readonly ties?: TieRule;
  /** What the follower may depend on (default stationary; iterated games only). */
  readonly follower?: FollowerClass;
}

/** An exact answer, by kind of problem. */
export type ExactAnswer = BimatrixAnswer | IteratedAnswer;

/** The optimal commitment of a bimatrix game. */
export interface BimatrixAnswer {
  /** What the user typed. */
  readonly input: string;
  /** The kind of problem. */
  readonly kind: 'bimatrix';
  /** The parameters of a registered game; null for a file. */
  readonly params: Parameters | null;
  /** The leader's value. */
  readonly leaderValue: number;
  /** The follower's payoff at the commitment. */
  readonly followerValue: number;
  /** What the leader may commit to. */
  readonly commitmentClass: 'mixed' | 'pure';
  /** The probability of each row. */
  readonly commitment: readonly number[];
  /** The column the follower replies with. */
  readonly response: number;
  /** How an indifferent follower chooses. */
  readonly ties: TieRule;
  /** In one round all followers are the same. */
  readonly followerClass: null;
  /** False for a supremum that no commitment reaches; `commitment` is then the limit of those that come close. */
  readonly attained: boolean;
  /** All columns that are the reply to some optimal commitment. */
  readonly allOptimalReplies: readonly number[];
  /** Whether no other commitment is optimal. */
  readonly leaderStrategyUnique: boolean;
  /** A commitment towards which a small step makes the reply the only best one; null where there is none. */
  readonly interior: readonly number[] | null;
  /** The names of the rows; null where they have none. */
  readonly leaderActions: readonly string[] | null;
  /** The names of the columns; null where they have none. */
  readonly followerActions: readonly string[] | null;
}

/** The best deterministic commitment of an iterated game. Returns are sums of rewards over the game. */
export interface IteratedAnswer {
  /** What the user typed. */
  readonly input: string;
  /** The kind of problem. */
  readonly kind: 'iterated';
  /** The parameters of the game. */
  readonly params: Parameters;
  /** The leader's return. */
  readonly leaderValue: number;
  /** The follower's return. */
  readonly followerValue: number;
  /** What the leader may commit to: a deterministic table on its memory of that many rounds. */
  readonly commitmentClass: `memory-${number}`;
  /** An optimal table as probabilities, [observation][action]. */
  readonly commitment: readonly (readonly number[])[];
  /** The reply as probabilities: [observation][action] of a stationary follower, [round][action] of a rational one. */
  readonly response: readonly (readonly number[])[];
  /** How an indifferent follower chooses. */
  readonly ties: TieRule;
  /** What the follower may depend on. */
  readonly followerClass: FollowerClass;
  /** A maximum over finitely many tables is always reached. */
  readonly attained: true;
  /** All replies to `commitment` that are best, differ in play and are allowed by the tie rule; null when there are too many ways to play. */
  readonly allOptimalReplies: readonly ReplyTable[] | null;
  /** Whether no other table is optimal. */
  readonly leaderStrategyUnique: boolean;
  /** All optimal tables: an action per observation, null where every action is optimal. */
  readonly optimalCommitments: readonly (readonly (number | null)[])[];
  /** How many complete tables these are; null beyond 2^53. */
  readonly optimalTables: number | null;
  /** What the leader can observe, the rows of `commitment`. */
  readonly observations: readonly string[];
  /** What the rows of `response` stand for. */
  readonly responseObservations: readonly string[];
  /** The names of the leader's actions. */
  readonly leaderActions: readonly string[];
  /** The names of the follower's actions. */
  readonly followerActions: readonly string[];
  /** The leader's and the follower's action in every round. */
  readonly play: readonly (readonly [number, number])[];
}

/**
 * The exact answer to a problem.
 *
 * @param problem - a game or the content of a file
 * @param options - commitment class, tie rule and follower class
 * @throws InputError for an option that does nothing for this kind of problem; RefusedError beyond the sizes of exact methods
 */
export function answerExactly(problem: ExactInput, options: ExactOptions = {}): ExactAnswer {
  return problem.kind === 'bimatrix' ? answerBimatrix(problem, options) : answerIterated(problem, options);
}

function answerBimatrix({ input, payoffs, params }: BimatrixInput, options: ExactOptions): BimatrixAnswer {
  const { commitment = 'mixed', ties = 'strong', follower } = options;
  if (commitment === 'memory-1') {
    throw new InputError(`--commitment memory-1 does not apply to ${input}, a game of one round: expected mixed or pure`);
  }
  if (follower !== undefined) {
    throw new InputError(
      `--follower ${follower} does nothing for ${input}: in a game of one round all followers are the same; leave it out`,
    );
  }
  const solution = solveBimatrix(payoffs, { commitment, ties });
  return {
    input,
    kind: 'bimatrix',
    params,
    leaderValue: solution.value,
    followerValue: solution.followerValue,
    commitmentClass: commitment,
    commitment: solution.commitment,
    response: solution.response,
    ties,
    followerClass: null,
    attained: solution.attained,
    allOptimalReplies: solution.allOptimalReplies,
    leaderStrategyUnique: solution.uniqueCommitment,
    interior: solution.interior,
    leaderActions: payoffs.leaderActions ?? null,
    followerActions: payoffs.followerActions ?? null,
  };
}

function answerIterated({ input, game }: IteratedInput, options: ExactOptions): IteratedAnswer {
  const { commitment = 'memory-1', ties = 'strong', follower: followerClass = 'stationary' } = options;
  if (commitment !== 'memory-1') {
    throw new InputError(
      `--commitment ${commitment} does not apply to ${input}, an iterated game: expected memory-1, a deterministic table`,
    );
  }
  const memory = Number(game.parameters['memoryLength'] ?? 1);
  if (options.commitment !== undefined && memory !== 1) {
    throw new InputError(`--commitment memory-1 contradicts --param memoryLength=${memory} of ${input}: leave one of them out`);
  }
  const model = finiteModel(game);
  const found = bestDeterministicCommitment(model, { followerClass, ties });
  const leader = soleLeader(game);
  const players = { leader: game.players[leader]!, follower: game.players[1 - leader]! };
  const labels = (space: (typeof players)['leader']['action'], count: number): string[] =>
    Array.from({ length: count }, (_label, index) => labelAt(space, index));
  const followerActions = model.actionCounts[1 - leader]!;
  const play = playOut(game, leader, found.policy, found.response);
  const isRational = followerClass === 'rational';
  return {
    input,
    kind: 'iterated',
    params: game.parameters,
    leaderValue: found.leaderValue,
    followerValue: found.followerValue,
    commitmentClass: `memory-${memory}`,
    commitment: policyRows(found.policy),
    response: isRational
      ? play.map(([, action]) => Array.from({ length: followerActions }, (_entry, other) => (other === action ? 1 : 0)))
      : policyRows(found.response as TablePolicy),
    ties,
    followerClass,
    attained: true,
    allOptimalReplies: optimalReplies(
      model,
      leader,
      found.commitments[0]!.map((action) => Math.max(action, 0)),
      { followerClass, ties },
    ),
    leaderStrategyUnique: found.optimalTables === 1,
    optimalCommitments: found.commitments.map((table) => table.map((action) => (action === FREE ? null : action))),
    optimalTables: Number.isSafeInteger(found.optimalTables) ? found.optimalTables : null,
    observations: labels(players.leader.observation, model.observationCounts[leader]!),
    responseObservations: isRational
      ? play.map((_actions, round) => `round ${round + 1}`)
      : labels(players.follower.observation, model.observationCounts[1 - leader]!),
    leaderActions: labels(players.leader.action, model.actionCounts[leader]!),
    followerActions: labels(players.follower.action, followerActions),
    play,
  };
}

/** What happens round by round, when neither the policies nor the game leave anything to chance. */
function playOut(game: Game, leader: number, commitment: Policy, response: Policy): [number, number][] {
  const environment = createEnvironment(game);
  const policies = leader === 0 ? [commitment, response] : [response, commitment];
  const random = randomStream(0, 'play');
  const played: [number, number][] = [];
  response.reset?.();
  let { observations } = environment.reset();
  for (let over = false; !over;) {
    const actions = policies.map((policy, player) => policy.act(observations[player]!, random));
    played.push([actions[leader] as number, actions[1 - leader] as number]);
    const result = environment.step(actions);
    observations = result.observations;
    over = result.terminated || result.truncated;
  }
  return played;
}
