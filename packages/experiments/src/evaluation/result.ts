import type { FiniteModel, BestResponseClass, FollowerOracle, Game, Player, Policy, TablePolicy } from '@firstmover/core';
import {
  RefusedError,
  cardinality,
  checkedClass,
  followersOf,
  labelAt,
  leadersOf,
  policyRows,
  randomStream,
  respondTo,
  soleLeader,
} from '@firstmover/core';
import { bestDeterministicCommitment, verifyCommitment } from '@firstmover/solvers';
import type { Evaluation } from './evaluate.ts';

/** A leader's table with names. */
export interface LabelledTable {
  /** A name per observation. */
  readonly observations: readonly string[];
  /** A name per action. */
  readonly actions: readonly string[];
  /** Probabilities, [observation][action]. */
  readonly probabilities: readonly (readonly number[])[];
}

/** A commitment verified by brute force, with the class of follower and the tie rules that its values hold for. */
export interface VerifiedValue {
  /** What the follower may depend on. */
  readonly followerClass: BestResponseClass;
  /** The leader's return where ties are broken for it (strong) and against it (weak). */
  readonly leaderReturn: { readonly strong: number; readonly weak: number };
  /** The follower's return of a best response. */
  readonly followerReturn: number;
  /** What the run's own follower falls short of it; null where it is no table. */
  readonly bestResponseGap: number | null;
}

/** An exact optimum to compare with: the leader's return with weak ties against the same class of follower. */
export interface Optimum {
  /** The leader's return. */
  readonly leaderReturn: number;
  /** Where it is from: enumeration of deterministic commitments, or the source that the game names. */
  readonly source: string;
}

/** What a run ended with. */
export interface FinalValue {
  /** The leader's greedy policy; null where it is no table, or one of more than 4096 rows. */
  readonly leaderPolicy: LabelledTable | null;
  /** Its verified value; null where it is beyond verification. */
  readonly verified: VerifiedValue | null;
  /** Why there is none; null where there is. */
  readonly notVerified: string | null;
  /** The last evaluation; null where there was none. */
  readonly evaluation: Evaluation | null;
  /** The exact optimum; null where it is not known. */
  readonly optimum: Optimum | null;
  /** The optimum minus the verified return with weak ties; null without both. */
  readonly leaderRegret: number | null;
}

/** The most rows of a table that a result lists. */
const LISTED_ROWS = 4096;

/**
 * Verifies what a run ended with. No search that learned or evaluated it takes part.
 *
 * @param policy - the leader's greedy policy
 * @param oracle - the run's oracle
 */
export function finalValue(
  game: Game,
  model: FiniteModel | undefined,
  policy: Policy,
  oracle: FollowerOracle | undefined,
  evaluation: Evaluation | undefined,
  seed: number,
): FinalValue {
  const table = 'table' in policy ? (policy as TablePolicy) : undefined;
  const followerClass = checkedClass(oracle?.followerClass ?? 'stationary');
  const outcome = verify(game, model, table, oracle, followerClass, seed);
  const verified = typeof outcome === 'string' ? null : outcome;
  const optimum = optimumOf(game, model, followerClass);
  return {
    leaderPolicy: table && table.observations <= LISTED_ROWS ? labelled(game, table) : null,
    verified,
    notVerified: typeof outcome === 'string' ? outcome : null,
    evaluation: evaluation ?? null,
    optimum,
    leaderRegret: verified && optimum ? snap(optimum.leaderReturn - verified.leaderReturn.weak, optimum.leaderReturn) : null,
  };
}

function verify(
  game: Game,
  model: FiniteModel | undefined,
  table: TablePolicy | undefined,
  oracle: FollowerOracle | undefined,
  followerClass: BestResponseClass,
  seed: number,
): VerifiedValue | string {
  if (!model) return `${game.id} has no finite model`;
  if (!table) return 'the leader is no table of observations';
  if (leadersOf(game).length !== 1 || followersOf(game).length !== 1) return `${game.id} does not have one leader and one follower`;
  try {
    const response = oracle && respondTo(oracle, table, randomStream(seed, 'verification').at(0, 0)).policies[0];
    const follower = response && 'table' in response ? (response as TablePolicy) : undefined;
    const found = verifyCommitment(model, table, { followerClass, ...(follower ? { follower } : {}) });
    return { followerClass, leaderReturn: found.leaderValue, followerReturn: found.followerValue, bestResponseGap: found.followerGain };
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}

function optimumOf(game: Game, model: FiniteModel | undefined, followerClass: BestResponseClass): Optimum | null {
  if (model) {
    try {
      const { leaderValue } = bestDeterministicCommitment(model, { followerClass, ties: 'weak' });
      return { leaderReturn: leaderValue, source: 'best deterministic commitment, by enumeration' };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
    }
  }
  const mixed = game.descriptor.commitment === 'mixed';
  const known = game.descriptor.optima.find(
    (optimum) => optimum.followerClass === followerClass && optimum.ties === 'weak' && (optimum.commitment === 'mixed') === mixed,
  );
  return known ? { leaderReturn: known.leaderReturn, source: `${known.commitment} commitment: ${known.source}` } : null;
}

function labelled(game: Game, table: TablePolicy): LabelledTable {
  const { observation, action } = game.players[soleLeader(game)] as Player;
  return {
    observations: Array.from({ length: table.observations }, (_unused, i) => labelAt(observation, i)),
    actions: Array.from({ length: cardinality(action) }, (_unused, i) => labelAt(action, i)),
    probabilities: policyRows(table),
  };
}

/** A difference that is rounding is none. */
function snap(difference: number, scale: number): number {
  return Math.abs(difference) <= 1e-9 * Math.max(1, Math.abs(scale)) ? 0 : difference;
}
