import type { BestResponseClass, FiniteModel, FollowerOracle, TablePolicy } from '@firstmover/core';
import { RefusedError, checkedClass, deterministicPolicy, randomStream, respondTo } from '@firstmover/core';
import type { ContextEncoding, Pair } from '@firstmover/followers';
import { decodeContext, encodeContext } from '@firstmover/followers';
import { bestDeterministicCommitment, createResponder, evaluatePolicies, verifyCommitment } from '@firstmover/solvers';
import type { SolveResult } from './result.ts';

/** The leader's greedy policy after an update. */
export interface Snapshot {
  /** Environment steps executed so far. */
  readonly steps: number;
  /** An action per observation. */
  readonly choices: readonly number[];
}

/** A contextual follower's greedy policy after an update. */
export interface PretrainingSnapshot {
  /** Environment steps executed so far. */
  readonly steps: number;
  /** An action per context and observation. */
  readonly choices: Int32Array;
  /** What the contexts are. */
  readonly encoding: ContextEncoding & Pair;
}

/** More contexts than this are not checked one by one. */
export const CHECKED_CONTEXTS = 4096;

/** What the proof adds to an answer. */
export type Proof = Pick<
  SolveResult,
  'leaderReturn' | 'leaderRegret' | 'followerReturn' | 'bestResponseGap' | 'exact' | 'stepsToExact' | 'exactContexts'
>;

/**
 * Proves an answer after training: the commitment's value by the verifier, the follower's gap, the exact optimum by enumeration, and from the
 * snapshots since when the answer was exact. Ties are weak throughout.
 */
export function prove(
  model: FiniteModel,
  oracle: FollowerOracle,
  policy: TablePolicy,
  snapshots: readonly Snapshot[],
  pretraining: readonly PretrainingSnapshot[],
  seed: number,
): Proof {
  const followerClass = checkedClass(oracle.followerClass);
  const respond = createResponder(model, { followerClass, ties: 'weak' });
  const trained = pretraining.at(-1);
  const choices = snapshots.at(-1)!.choices;
  const follower = trained ? boundFollower(trained, choices) : respondTo(oracle, policy, randomStream(seed, 'proof').at(0, 0)).policies[0]!;
  const verified = verifyCommitment(
    model,
    policy,
    'table' in follower ? { followerClass, follower: follower as TablePolicy } : { followerClass },
  );
  const bestResponseGap = oracle.name === 'exact' ? verified.followerValue - respond(policy).followerValue : verified.followerGain;

  const optimum = exactOptimum(model, followerClass);
  const contexts = trained && trained.encoding.contexts <= CHECKED_CONTEXTS ? checkContexts(model, pretraining) : undefined;
  const tolerance = optimum ? 1e-9 * Math.max(1, Math.abs(optimum.leaderReturn)) : 0;
  const values = new Map<string, number>();
  const isOptimal = (table: readonly number[]): boolean => {
    const key = table.join();
    const value = values.get(key) ?? respond(deterministicPolicy(table, policy.actions)).leaderValue;
    values.set(key, value);
    return optimum !== null && value >= optimum.leaderReturn - tolerance;
  };
  const since = optimum ? firstLasting(snapshots, ({ choices: table }) => isOptimal(table)) : undefined;
  const regret = optimum ? optimum.leaderReturn - verified.leaderValue.weak : null;
  return {
    leaderReturn: verified.leaderValue.weak,
    leaderRegret: regret !== null && Math.abs(regret) <= tolerance ? 0 : regret,
    followerReturn: verified.followerValue,
    bestResponseGap,
    exact: optimum,
    stepsToExact: since === undefined ? null : { pretraining: contexts?.since ?? null, leader: since },
    exactContexts: contexts ? { optimal: contexts.optimal, of: contexts.of } : null,
  };
}

/** The steps of the first snapshot from which on a property holds to the end; undefined if it does not hold at the end. */
function firstLasting<TSnapshot extends { readonly steps: number }>(
  snapshots: readonly TSnapshot[],
  holds: (snapshot: TSnapshot) => boolean,
): number | undefined {
  let since: number | undefined;
  for (let i = snapshots.length - 1; i >= 0 && holds(snapshots[i]!); i--) since = snapshots[i]!.steps;
  return since;
}

function exactOptimum(model: FiniteModel, followerClass: BestResponseClass): SolveResult['exact'] {
  try {
    const { leaderValue, followerValue } = bestDeterministicCommitment(model, { followerClass, ties: 'weak' });
    return { leaderReturn: leaderValue, followerReturn: followerValue };
  } catch (error) {
    if (error instanceof RefusedError) return null;
    throw error;
  }
}

/** The learned follower's policy against a deterministic leader. */
function boundFollower({ choices, encoding }: PretrainingSnapshot, leader: readonly number[]): TablePolicy {
  const context = encodeContext(
    encoding,
    encoding.queries.map((query) => leader[query]),
  );
  const { observations, actions } = encoding;
  return deterministicPolicy(choices.subarray(context * observations, (context + 1) * observations), actions);
}

/** In how many contexts the follower ended exactly optimal, and since when it is in all. */
function checkContexts(
  model: FiniteModel,
  snapshots: readonly PretrainingSnapshot[],
): { since: number | undefined; optimal: number; of: number } {
  const { encoding } = snapshots[0]!;
  const respond = createResponder(model, { followerClass: 'stationary', ties: 'weak' });
  const answers = new Int32Array(encoding.queries.length);
  const known = new Map<string, boolean>();
  const targets: number[] = [];
  const leaders: TablePolicy[] = [];
  for (let context = 0; context < encoding.contexts; context++) {
    decodeContext(encoding, context, answers);
    leaders.push(deterministicPolicy(answers, encoding.leaderActions));
    targets.push(respond(leaders[context]!).followerValue);
  }
  const isOptimal = (choices: Int32Array, context: number): boolean => {
    const table = choices.subarray(context * encoding.observations, (context + 1) * encoding.observations);
    const key = `${context}:${table.join('')}`;
    let optimal = known.get(key);
    if (optimal === undefined) {
      const policies: TablePolicy[] = [];
      policies[encoding.leader] = leaders[context]!;
      policies[encoding.follower] = deterministicPolicy(table, encoding.actions);
      const value = evaluatePolicies(model, policies)[encoding.follower]!;
      known.set(key, (optimal = value >= targets[context]! - 1e-9 * Math.max(1, Math.abs(targets[context]!))));
    }
    return optimal;
  };
  const contexts = leaders.map((_leader, context) => context);
  const last = snapshots.at(-1)!.choices;
  return {
    since: firstLasting(snapshots, ({ choices }) => contexts.every((context) => isOptimal(choices, context))),
    optimal: contexts.filter((context) => isOptimal(last, context)).length,
    of: encoding.contexts,
  };
}
