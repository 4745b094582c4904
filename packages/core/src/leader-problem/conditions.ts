import { InputError, show, unknownName } from '../errors/errors.ts';
import type { FollowerOracle } from '../oracle/oracle.ts';

/**
 * The conditions under which the leader's problem has the Stackelberg policies as its optima (Gerstgrasser & Parkes 2023, Theorem 1). All hold by
 * default; each is an option, so that what it is good for can be seen.
 */
export interface Conditions {
  /**
   * Query steps are in the learner's trajectory, so that credit flows to the answers; a number is the probability, drawn anew for each outer
   * episode (the response probability of Brero et al. 2022).
   */
  readonly queriesInTrajectory: boolean | number;
  /** The leader does not see whether it is queried or plays: it must play one policy in both. */
  readonly leaderCannotSeePhase: boolean;
  /** What the leader earns in the oracle's simulated games does not count. */
  readonly queriesEarnNothing: boolean;
  /** The oracle starts afresh in every episode. */
  readonly oracleRestarts: boolean;
  /**
   * The leader's action at an observation stays the same throughout an outer episode, so that followers respond to what is played. Only
   * its first visit is learned from. Default true, unless the game's commitment is `sampled` or `mixed`.
   */
  readonly consistentAnswers: boolean;
}

/** The conditions in words. */
export const CONDITIONS: { readonly [name in keyof Conditions]: string } = {
  queriesInTrajectory: "query steps are in the leader's learning trajectory",
  leaderCannotSeePhase: 'the leader cannot tell queries from play',
  queriesEarnNothing: 'queries earn the leader nothing',
  oracleRestarts: 'the oracle starts afresh for every outer episode',
  consistentAnswers: 'the leader keeps to its answers within an outer episode',
};

/**
 * The conditions in force.
 *
 * @throws InputError for one that the oracle cannot make a difference to
 */
export function resolveConditions(oracle: FollowerOracle, given: Partial<Conditions>): Conditions {
  const conditions: Conditions = {
    queriesInTrajectory: true,
    leaderCannotSeePhase: true,
    queriesEarnNothing: true,
    oracleRestarts: true,
    consistentAnswers: oracle.game.descriptor.commitment === 'pure',
    ...given,
  };
  const names: readonly string[] = Object.keys(CONDITIONS);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownName('condition of the leader problem', unknown, names);
  if (!conditions.queriesEarnNothing && !oracle.earnsRewards) {
    throw new InputError(`queriesEarnNothing: false has no effect: queries of oracle ${oracle.name} earn no rewards; leave it true`);
  }
  if (!conditions.oracleRestarts && !oracle.carriesOver) {
    throw new InputError(`oracleRestarts: false has no effect: oracle ${oracle.name} carries nothing over; leave it true`);
  }
  const shown = Number(conditions.queriesInTrajectory);
  if (!(shown >= 0 && shown <= 1)) {
    throw new InputError(`queriesInTrajectory ${show(conditions.queriesInTrajectory)}: expected true, false or a probability`);
  }
  if (!conditions.queriesEarnNothing && shown === 0) {
    throw new InputError(
      'queriesEarnNothing: false has no effect with queriesInTrajectory: false: nothing is learned from query rows; leave one at its default',
    );
  }
  for (const [name, changed] of [
    ['queriesInTrajectory', shown < 1],
    ['leaderCannotSeePhase', !conditions.leaderCannotSeePhase],
  ] as const) {
    if (changed && oracle.queries === 0)
      throw new InputError(`${name}: ${conditions[name]} has no effect: oracle ${oracle.name} asks no queries; leave it true`);
  }
  return conditions;
}
