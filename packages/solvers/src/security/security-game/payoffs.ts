import { largest, smallest } from '@firstmover/programmes';
import type { SecurityGame } from './game.ts';

/** The payoffs of one player on the scale 0..1: an attack on a target covered with probability c pays uncovered + slope c. */
export interface Side {
  /** What an uncovered target pays, per target. */
  readonly uncovered: readonly number[];
  /** How much full coverage takes (attacker) or gives (defender), at least 0, per target. */
  readonly gap: readonly number[];
  /** In original units: scaled payoff * range + low. */
  readonly range: number;
  /** The smallest payoff in original units. */
  readonly low: number;
}

/** A game on the scale the solvers compute in. */
export interface Payoffs {
  /** How many targets there are. */
  readonly targets: number;
  /** The defender's payoffs. */
  readonly defender: Side;
  /** The attacker's payoffs. */
  readonly attacker: Side;
}

/** Attacker payoffs within this of the best, in units of the range, are best. */
export const INDIFFERENT = 1e-9;

/** Shifts and scales a checked game. */
export function scaleGame({ defenderCovered, defenderUncovered, attackerCovered, attackerUncovered }: SecurityGame): Payoffs {
  return {
    targets: defenderCovered.length,
    defender: scaleSide(defenderUncovered, defenderCovered),
    attacker: scaleSide(attackerUncovered, attackerCovered),
  };
}

function scaleSide(uncovered: readonly number[], covered: readonly number[]): Side {
  const low = Math.min(smallest(uncovered), smallest(covered));
  const range = Math.max(largest(uncovered), largest(covered)) - low;
  const scale = range > 0 ? 1 / range : 1;
  return {
    uncovered: uncovered.map((payoff) => (payoff - low) * scale),
    gap: uncovered.map((payoff, t) => Math.abs(covered[t]! - payoff) * scale),
    range,
    low,
  };
}

/** What an attack on a target pays the defender, on the 0..1 scale. */
export function defenderAt({ defender }: Payoffs, target: number, coverage: number): number {
  return defender.uncovered[target]! + defender.gap[target]! * coverage;
}

/** What an attack on a target pays the attacker, on the 0..1 scale. */
export function attackerAt({ attacker }: Payoffs, target: number, coverage: number): number {
  return attacker.uncovered[target]! - attacker.gap[target]! * coverage;
}

/** The targets that are best for the attacker, within {@link INDIFFERENT} of the range. */
export function attackSetAt(payoffs: Payoffs, coverage: readonly number[]): number[] {
  const values = coverage.map((c, t) => attackerAt(payoffs, t, c));
  const best = largest(values);
  return values.flatMap((value, t) => (value >= best - INDIFFERENT ? [t] : []));
}

/** In original units, given the lists a payoff comes from. */
export function inUnits({ low, range }: Side, value: number): number {
  return low + range * value;
}

/** The defender's payoff when the attacker breaks ties against it, on the 0..1 scale. */
export function adverseAt(payoffs: Payoffs, coverage: readonly number[]): number {
  return smallest(attackSetAt(payoffs, coverage).map((t) => defenderAt(payoffs, t, coverage[t]!)));
}
