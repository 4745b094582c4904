import type { ExactAnswer, OptionsOf, ProvedAnswer } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import { compareFractions, fractionOf, type Fraction } from '@firstmover/programmes';
import { readPayoff } from '../../matrix/linear/payoff.ts';
import type { Schedules, WeightedAllocation } from '../allocation/resources.ts';
import { checkResources } from '../allocation/resources.ts';

/** A security game: a defender covers targets with limited resources, an attacker sees the probabilities and attacks one target. */
export interface SecurityGame<TPayoff = number> {
  /** What the defender gets when a covered target is attacked, per target. */
  readonly defenderCovered: readonly TPayoff[];
  /** What the defender gets when an uncovered target is attacked: at most as much. */
  readonly defenderUncovered: readonly TPayoff[];
  /** What the attacker gets at a covered target. */
  readonly attackerCovered: readonly TPayoff[];
  /** What the attacker gets at an uncovered target: at least as much. */
  readonly attackerUncovered: readonly TPayoff[];
  /** How many identical units cover one target each on average, or for each unit the schedules (lists of targets) that it can take. */
  readonly resources: TPayoff | readonly Schedules[];
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
  /** Values and commitment as texts of fractions, where they were computed so. */
  readonly exact?: ExactAnswer<readonly string[]>;
}

/** Payoffs beyond this would overflow when subtracted. */
const LARGEST_PAYOFF = 1e300;
const PAYOFF_NAMES = ['defenderCovered', 'defenderUncovered', 'attackerCovered', 'attackerUncovered'] as const;

/** How entries are read, and compared. */
interface Entries<T> {
  read(payoff: unknown, path: string): T;
  isLess(a: T, b: T): boolean;
}

const NUMBERS: Entries<number> = {
  read(payoff, path) {
    if (typeof payoff === 'number' && Math.abs(payoff) <= LARGEST_PAYOFF) return payoff;
    throw new InputError(`${path} is ${show(payoff)}: expected a finite number`);
  },
  isLess: (a, b) => a < b,
};
const FRACTIONS: Entries<Fraction> = { read: readPayoff, isLess: (a, b) => compareFractions(a, b) < 0 };

/**
 * Checks a security game. It must have four lists of one length, finite numbers, coverage that never hurts the defender nor helps the
 * attacker (Kiekintveld et al., AAMAS 2009), and resources that name existing targets.
 *
 * @param game - as read from a file or given by a caller
 * @returns the same game, typed
 * @throws InputError with one line that names the field and the target
 */
export function validateSecurityGame(game: UntypedGame): SecurityGame {
  return { ...payoffsOf(game, NUMBERS), resources: checkResources(game.resources, (game.defenderCovered as unknown[]).length) };
}

/** As {@link validateSecurityGame}, in fractions, of numbers or texts. */
export function readSecurityGame(game: UntypedGame): SecurityGame<Fraction> {
  const payoffs = payoffsOf(game, FRACTIONS);
  const { resources } = game;
  if (resources === undefined) checkResources(resources, 0);
  if (typeof resources === 'object' && typeof (resources as Fraction | null)?.n !== 'bigint')
    return { ...payoffs, resources: checkResources(resources, payoffs.defenderCovered.length) as readonly Schedules[] };
  const units = typeof resources === 'number' ? fractionOf(checkResources(resources, 0) as number) : readPayoff(resources, 'resources');
  if (units.n < 0n) throw new InputError(`resources is ${show(resources)}: expected at least 0 units`);
  return { ...payoffs, resources: units };
}

type UntypedGame = { readonly [Key in keyof SecurityGame]: unknown };

function payoffsOf<T>(game: UntypedGame, entries: Entries<T>): Omit<SecurityGame<T>, 'resources'> {
  const [defenderCovered, defenderUncovered, attackerCovered, attackerUncovered] = PAYOFF_NAMES.map((name) =>
    checkPayoffs(name, game[name], entries),
  ) as [T[], T[], T[], T[]];
  const lists = [defenderCovered, defenderUncovered, attackerCovered, attackerUncovered];
  const targets = defenderCovered.length;
  lists.forEach((list, k) => {
    if (list.length !== targets)
      throw new InputError(`${PAYOFF_NAMES[k]} has ${list.length} entries but defenderCovered has ${targets}: give one per target`);
  });
  const given = (name: (typeof PAYOFF_NAMES)[number], t: number): string => `${name}[${t}] is ${show((game[name] as unknown[])[t])}`;
  for (let t = 0; t < targets; t++) {
    if (entries.isLess(defenderCovered[t]!, defenderUncovered[t]!))
      throw new InputError(`${given('defenderCovered', t)} but ${given('defenderUncovered', t)}: coverage must not hurt the defender`);
    if (entries.isLess(attackerUncovered[t]!, attackerCovered[t]!))
      throw new InputError(`${given('attackerCovered', t)} but ${given('attackerUncovered', t)}: coverage must not help the attacker`);
  }
  return { defenderCovered, defenderUncovered, attackerCovered, attackerUncovered };
}

function checkPayoffs<T>(name: string, list: unknown, { read }: Entries<T>): T[] {
  if (!Array.isArray(list)) throw new InputError(`${name} is ${show(list)}: expected an array of numbers, one per target`);
  if (list.length === 0) throw new InputError(`${name} is empty: there are no targets, give at least one`);
  return Array.from(list as unknown[], (payoff, t) => read(payoff, `${name}[${t}]`));
}
