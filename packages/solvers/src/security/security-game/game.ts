import type { OptionsOf, ProvedAnswer } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import type { Resources, WeightedAllocation } from '../allocation/resources.ts';
import { checkResources } from '../allocation/resources.ts';

/** A security game: a defender covers targets with limited resources, an attacker sees the probabilities and attacks one target. */
export interface SecurityGame {
  /** What the defender gets when a covered target is attacked, per target. */
  readonly defenderCovered: readonly number[];
  /** What the defender gets when an uncovered target is attacked: at most as much. */
  readonly defenderUncovered: readonly number[];
  /** What the attacker gets at a covered target. */
  readonly attackerCovered: readonly number[];
  /** What the attacker gets at an uncovered target: at least as much. */
  readonly attackerUncovered: readonly number[];
  /** A number of identical units that cover one target each, or for each unit the schedules (lists of targets) that it can take. */
  readonly resources: Resources;
}

/** The options of `solveSecurity`, `solveOrigami` and `solveEraser`. */
export const SECURITY_PARAMETERS = {
  ties: {
    kind: 'choice',
    options: ['strong', 'weak'],
    about: 'how an indifferent attacker chooses: for the defender (strong) or against it (weak)',
  },
} as const;

/** Which problem to solve. */
export type SecurityOptions = OptionsOf<typeof SECURITY_PARAMETERS>;

/**
 * An optimal coverage, the probability that each target is covered, and the target that is attacked. The upper bound is within 1e-9 of the payoff range of the value;
 * `unique` holds up to 1e-6 and for the coverage: mixtures that implement it may still differ.
 */
export interface SecuritySolution extends ProvedAnswer<readonly number[], number> {
  /** Mixtures of allocations. */
  readonly commitmentClass: 'mixed';
  /** All targets that are attacked at some optimal coverage (or on the way to some optimal limit). */
  readonly optimalReplies: readonly number[];
  /** Allocations that the defender draws from: they implement `commitment`. */
  readonly mixture: readonly WeightedAllocation[];
  /** All targets that are best for the attacker at `commitment`. */
  readonly attackSet: readonly number[];
  /** What the defender gets at `commitment` when an indifferent attacker chooses against it. */
  readonly weakValue: number;
  /**
   * A coverage at which `reply`, or a target that no coverage tells from it, is the only best one. A small step from `commitment` towards
   * it makes the reply robust. Null where there is none.
   */
  readonly interior: readonly number[] | null;
}

/** Payoffs beyond this would overflow when subtracted. */
const LARGEST_PAYOFF = 1e300;
const PAYOFF_NAMES = ['defenderCovered', 'defenderUncovered', 'attackerCovered', 'attackerUncovered'] as const;

/**
 * Checks a security game. It must have four lists of one length, finite numbers, coverage that never hurts the defender nor helps the
 * attacker (Kiekintveld et al., AAMAS 2009), and resources that name existing targets.
 *
 * @param game - as read from a file or given by a caller
 * @returns the same game, typed
 * @throws InputError with one line that names the field and the target
 */
export function validateSecurityGame(game: { readonly [Key in keyof SecurityGame]: unknown }): SecurityGame {
  const [defenderCovered, defenderUncovered, attackerCovered, attackerUncovered] = PAYOFF_NAMES.map((name) =>
    checkPayoffs(name, game[name]),
  );
  const lists = [defenderCovered!, defenderUncovered!, attackerCovered!, attackerUncovered!];
  const targets = defenderCovered!.length;
  lists.forEach((list, k) => {
    if (list.length !== targets)
      throw new InputError(`${PAYOFF_NAMES[k]} has ${list.length} entries but defenderCovered has ${targets}: give one per target`);
  });
  for (let t = 0; t < targets; t++) {
    if (defenderCovered![t]! < defenderUncovered![t]!)
      throw new InputError(
        `defenderCovered[${t}] is ${defenderCovered![t]} but defenderUncovered[${t}] is ${defenderUncovered![t]}: coverage must not hurt the defender`,
      );
    if (attackerCovered![t]! > attackerUncovered![t]!)
      throw new InputError(
        `attackerCovered[${t}] is ${attackerCovered![t]} but attackerUncovered[${t}] is ${attackerUncovered![t]}: coverage must not help the attacker`,
      );
  }
  return {
    defenderCovered: defenderCovered!,
    defenderUncovered: defenderUncovered!,
    attackerCovered: attackerCovered!,
    attackerUncovered: attackerUncovered!,
    resources: checkResources(game.resources, targets),
  };
}

function checkPayoffs(name: string, list: unknown): readonly number[] {
  if (!Array.isArray(list)) throw new InputError(`${name} is ${show(list)}: expected an array of numbers, one per target`);
  if (list.length === 0) throw new InputError(`${name} is empty: there are no targets, give at least one`);
  for (let t = 0; t < list.length; t++) {
    const payoff: unknown = list[t];
    if (typeof payoff === 'number' && Math.abs(payoff) <= LARGEST_PAYOFF) continue;
    throw new InputError(`${name}[${t}] is ${show(payoff)}: expected a finite number`);
  }
  return list as readonly number[];
}
