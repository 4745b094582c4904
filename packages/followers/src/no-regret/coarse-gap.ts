import { log64 } from '@firstmover/core';
import type { InducedGame } from './induced-game.ts';
import { digits } from './induced-game.ts';
import type { NoRegretAlgorithm } from './learners.ts';
import { regretBound } from './learners.ts';
import type { NoRegretUpdate } from './no-regret.ts';

/** What one type of a follower would gain by always playing another action. */
export interface TypeGap {
  /** The follower, counted from 0. */
  readonly follower: number;
  /** Its type. */
  readonly type: number;
  /** How likely the type is. */
  readonly probability: number;
  /** In how many of the updates it learned. */
  readonly updates: number;
  /** Per action, the expected gain of playing it instead, given the type, in units of return. */
  readonly gains: readonly number[];
  /** The largest gain. */
  readonly gap: number;
}

/** How far averaged play is from a coarse correlated equilibrium. */
export interface CoarseGap {
  /** How many updates were averaged. */
  readonly updates: number;
  /** The largest gain of any type of any follower, in units of return: at most 0 in a (Bayesian) coarse correlated equilibrium. */
  readonly gap: number;
  /** One entry per follower and type that occurs. */
  readonly types: readonly TypeGap[];
}

/** The averaged play of no-regret followers, as recorded. */
export interface PlayRecord {
  /** Adds what was played in an update: for `onUpdate`. */
  readonly add: (update: NoRegretUpdate) => void;
  /** The averaged distribution over joint actions for each type profile of the induced game. */
  distribution(): number[][];
  /** How far the averaged play so far is from a coarse correlated equilibrium. */
  gap(): CoarseGap;
}

/**
 * Records the play of no-regret followers and recomputes how far its average is from a (Bayesian) coarse correlated equilibrium. It does
 * so from the recorded strategies and the exact induced game alone: no learner's regrets, utilities or weights enter.
 *
 * @param induced - the game that the leader induces, which must not change while it is recorded
 */
export function playRecord(induced: InducedGame): PlayRecord {
  const { actions, jointActions, profiles } = induced;
  const joint = Array.from({ length: jointActions }, (_unused, index) => digits(index, actions));
  const sums = profiles.map(() => new Float64Array(jointActions));
  const visits = induced.types.map((count) => new Array<number>(count).fill(0));
  let updates = 0;

  const gainsOf = (follower: number, type: number): Omit<TypeGap, 'updates'> => {
    const gains = new Array<number>(actions[follower]!).fill(0);
    const stride = actions.slice(follower + 1).reduce((product, count) => product * count, 1);
    let probability = 0;
    profiles.forEach((profile, p) => {
      if (profile.types[follower] !== type) return;
      probability += profile.probability;
      const utilities = profile.utilities[follower]!;
      for (let index = 0; index < jointActions; index++) {
        const weight = (profile.probability * sums[p]![index]!) / updates;
        const own = joint[index]![follower]!;
        for (let other = 0; other < gains.length; other++) {
          gains[other]! += weight * (utilities[index + (other - own) * stride]! - utilities[index]!);
        }
      }
    });
    const given = gains.map((gain) => gain / probability);
    return { follower, type, probability, gains: given, gap: Math.max(...given) };
  };

  return {
    add({ types, strategies }) {
      updates++;
      types.forEach((type, f) => visits[f]![type]!++);
      profiles.forEach((profile, p) => {
        for (let index = 0; index < jointActions; index++) {
          let probability = 1;
          for (let f = 0; f < actions.length; f++) probability *= strategies[f]![profile.types[f]! * actions[f]! + joint[index]![f]!]!;
          sums[p]![index]! += probability;
        }
      });
    },
    distribution: () => sums.map((row) => Array.from(row, (sum) => sum / updates)),
    gap() {
      const types = visits.flatMap((counts, follower) =>
        counts.flatMap((count, type) =>
          profiles.some((profile) => profile.types[follower] === type) ? [{ ...gainsOf(follower, type), updates: count }] : [],
        ),
      );
      return { updates, gap: Math.max(...types.map(({ gap }) => gap)), types };
    },
  };
}

/** What {@link coarseGapBound} depends on beside the gap. */
export interface CoarseGapSettings {
  /** How the followers learned. */
  readonly algorithm: NoRegretAlgorithm;
  /** The rate of multiplicative weights or EXP3. */
  readonly rate: number;
  /** The highest less the lowest return of a follower in one game. */
  readonly range: number;
  /** Whether others' actions, types or chance were drawn, so that learners saw samples of their utilities. */
  readonly sampled: boolean;
  /** The probability that the bound may fail, over all types and actions of the points at which it is compared; used where `sampled`. */
  readonly failure: number;
  /** How many points are compared (default 1). */
  readonly points?: number;
}

/**
 * What theory allows each type's gap to be, in units of return and in the order of `gap.types`. A type of probability p that learned n of T
 * updates has an average gain of at most (R(n) + D) / (p T): R is the regret that {@link regretBound} allows, and D = sqrt(2 T ln(N / failure)) what
 * N comparisons of samples with their expectations can deviate by (Azuma 1967; differences have width 2). EXP3's bound is for the mean over runs of
 * the gain of any fixed action, and has no D.
 */
export function coarseGapBound(gap: CoarseGap, settings: CoarseGapSettings): number[] {
  const { algorithm, rate, range, sampled, failure, points = 1 } = settings;
  const { updates } = gap;
  const comparisons = points * gap.types.reduce((sum, { gains }) => sum + gains.length, 0);
  const deviation = sampled && algorithm !== 'exp3' ? Math.sqrt(2 * updates * log64(comparisons / failure)) : 0;
  return gap.types.map((type) => {
    const regret = regretBound(algorithm, { actions: type.gains.length, updates: type.updates, rate });
    return (range * (regret + deviation)) / (type.probability * updates);
  });
}
