import { expectThing } from '../expected/expected.ts';
import type { FollowerClass, TieRule } from '../game/descriptor.ts';
import type { Game } from '../game/game.ts';
import type { Policy } from '../policy/policy.ts';
import type { Random } from '../random/random.ts';
import type { Space, Value } from '../spaces/spaces.ts';

/** What an oracle asks: leader observations, answered one action each, in order. */
export interface Query {
  /** The observations, one or a whole batch. */
  readonly observations: readonly Value[];
  /** What the leader earned by its answers to the previous query, where queries are moves of simulated games. */
  readonly reward?: number;
  /** What the oracle remembers while it asks, a value of its `memory` space: for critics that see more than the leader. */
  readonly memory?: Value;
}

/** How the followers respond. */
export interface Response {
  /** One policy per follower, in the order of the players. One with memory must be new in each run, since runs are played side by side. */
  readonly policies: readonly Policy[];
  /** What the leader earned by its answers to the last query. */
  readonly reward?: number;
  /** What the oracle remembers at the end, a value of its `memory` space. */
  readonly memory?: Value;
  /** What the oracle wants to find again in the next episode when it is not restarted. */
  readonly carry?: unknown;
}

/** A running oracle: yields queries, receives the leader's answers, returns the followers' policies. */
export type OracleRun = Generator<Query, Response, readonly Value[]>;

/**
 * A follower oracle: given query access to a leader, how the followers respond (Gerstgrasser & Parkes, ICML 2023, Definition 3).
 * A run is a deterministic function of its random stream and the answers it got. Oracles compose with `yield*`.
 */
export interface FollowerOracle {
  /** What it is called in output. */
  readonly name: string;
  /** The game whose followers it plays. */
  readonly game: Game;
  /** The class of policies that its followers choose from. */
  readonly followerClass: FollowerClass;
  /** How followers break ties; `unspecified` where a learned follower breaks them as it happens. */
  readonly ties: TieRule | 'unspecified';
  /** What its policies approximate or are. */
  readonly equilibrium: string;
  /** How many leader queries a run makes. */
  readonly queries: number | 'adaptive';
  /** Whether queries are moves of simulated games in which the leader earns rewards. */
  readonly earnsRewards: boolean;
  /** Whether a run can continue from what an earlier one carried over. */
  readonly carriesOver: boolean;
  /** What it shows of its memory (weights, tables) to a critic with each query and response; left out where it shows nothing. */
  readonly memory?: Space;
  /** Starts a run. */
  respond(episode: OracleEpisode): OracleRun;
}

/** What a run of an oracle is given. */
export interface OracleEpisode {
  /** The run's own random stream. */
  readonly random: Random;
  /** What the previous run carried over; undefined when the oracle was restarted. */
  readonly carried?: unknown;
}

/**
 * Answers an oracle's queries from a policy until it returns: an oracle outside the leader problem, for evaluation.
 *
 * @param oracle - the oracle
 * @param leader - the leader's policy
 * @param random - for the oracle and, if it randomises, the leader
 */
export function respondTo(oracle: FollowerOracle, leader: Policy, random: Random): Response {
  expectThing(oracle, 'an oracle', 'respondTo');
  expectThing(leader, 'a policy', 'respondTo');
  const run = oracle.respond({ random });
  let turn = run.next();
  while (turn.done !== true) turn = run.next(turn.value.observations.map((observation) => leader.act(observation, random)));
  return turn.value;
}
