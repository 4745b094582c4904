import { SAME_VALUE } from '../regions/regions.ts';
import { largest } from '@firstmover/programmes';
import { attackerAt, defenderAt, type Payoffs } from './payoffs.ts';
import { unsafe } from './coverage-regions.ts';
import { effortTo, lowestLevel } from './water-level.ts';

/** The lowest payoff to which identical units can push the attacker. */
export interface Level {
  /** The game, scaled. */
  readonly payoffs: Payoffs;
  /** How many units there are, at most one per target. */
  readonly units: number;
  /** The attacker's payoff, on the 0..1 scale. */
  readonly value: number;
  /** The least coverage that pushes it there, per target. */
  readonly needed: readonly number[];
  /** Units left over. */
  readonly left: number;
  /** Targets that pay at least this much when uncovered: those that can be attacked. */
  readonly reached: readonly number[];
  /** Whether coverage changes what a target pays the attacker. */
  isMovable(target: number): boolean;
}

/** The coverages at which some targets are attacked for their best value: at least `coverage`, and no more units than there are. */
export interface Face {
  /** The attacked target, or with weak ties all that no coverage tells apart. */
  readonly members: readonly number[];
  /** The defender's value, on the 0..1 scale. */
  readonly value: number;
  /** The least coverage of every target. */
  readonly coverage: readonly number[];
  /** Units left over. */
  readonly left: number;
}

/** Units of coverage below this are rounding errors. */
const NEGLIGIBLE = 1e-9;
/** A difference of attacker payoffs below this is no preference. */
const NO_PREFERENCE = 1e-12;

/**
 * Finds the level and checks that it is the lowest: the units are used up, or a fully covered target pays as much.
 *
 * @throws NumericalError when the check fails
 */
export function levelOf(payoffs: Payoffs, resources: number): Level {
  const { attacker, targets } = payoffs;
  const units = Math.min(resources, targets);
  const floor = units === 0 ? largest(attacker.uncovered) : largest(attacker.uncovered.map((_unused, t) => attackerAt(payoffs, t, 1)));
  const value = lowestLevel(attacker.uncovered, attacker.gap, units, floor);
  const needed = effortTo(attacker.uncovered, attacker.gap, value);
  const left = units - needed.reduce((sum, c) => sum + c, 0);
  if (left < -NEGLIGIBLE || (value > floor && left > NEGLIGIBLE)) throw unsafe();
  return {
    payoffs,
    units,
    value,
    needed,
    left: Math.max(left, 0),
    reached: Array.from({ length: targets }, (_unused, t) => t).filter((t) => attacker.uncovered[t]! >= value - SAME_VALUE),
    isMovable: (target) => units > 0 && attacker.gap[target]! > 0,
  };
}

/** The best value at which the members are attacked. */
export function faceOf({ payoffs, value: level, needed, left, isMovable }: Level, members: readonly number[]): Face {
  const { defender } = payoffs;
  const first = members[0]!;
  if (isMovable(first)) return { members, value: defenderAt(payoffs, first, needed[first]!), coverage: needed, left };
  // No coverage moves the attacker away from the members, so that what is left over serves them: the worst of them first.
  const low = members.map((t) => -defender.uncovered[t]!);
  const gaps = members.map((t) => defender.gap[t]!);
  const worst = lowestLevel(low, gaps, left, largest(members.map((t) => -defenderAt(payoffs, t, 1))));
  const coverage = needed.slice();
  effortTo(low, gaps, worst).forEach((effort, i) => {
    coverage[members[i]!] = effort;
  });
  const used = members.reduce((sum, t) => sum + coverage[t]!, 0);
  if (used > left + NEGLIGIBLE || members.some((t) => needed[t]! > 0) || level > payoffs.attacker.uncovered[first]! + NEGLIGIBLE)
    throw unsafe();
  return { members, value: -worst, coverage, left: Math.max(left - used, 0) };
}

/** A coverage at which the members are the only best targets, or null: they uncovered, and all that would pay as much covered enough. */
export function interiorFor({ payoffs, units }: Level, members: readonly number[]): readonly number[] | null {
  const { attacker, targets } = payoffs;
  const payoff = attacker.uncovered[members[0]!]!;
  const inside = new Set(members);
  const coverage = new Array<number>(targets).fill(0);
  const rivals: number[] = [];
  let sum = 0;
  let room = 0;
  for (let t = 0; t < targets; t++) {
    if (inside.has(t)) continue;
    if (attackerAt(payoffs, t, units > 0 ? 1 : 0) >= payoff - NO_PREFERENCE) return null;
    if (attacker.uncovered[t]! < payoff) continue;
    rivals.push(t);
    coverage[t] = (attacker.uncovered[t]! - payoff) / attacker.gap[t]!;
    sum += coverage[t]!;
    room += 1 - coverage[t]!;
  }
  if (rivals.length > 0 && sum >= units - NO_PREFERENCE) return null;
  const share = Math.min(1, (units - sum) / room);
  for (const t of rivals) coverage[t]! += share * (1 - coverage[t]!);
  return coverage;
}

/**
 * A coverage of a face at which every best target is worth at least its value to the defender, or null. What is left over makes movable
 * ones unattractive, however little, and must lift the others.
 */
export function attainingOn(level: Level, { members, value, coverage: least, left }: Face): readonly number[] | null {
  const { payoffs, isMovable, reached } = level;
  const { defender } = payoffs;
  const first = members[0]!;
  // The defender does not care how much this target is covered: leave it uncovered, and the attacker prefers it.
  if (isMovable(first) && defender.gap[first] === 0) return interiorFor(level, members);
  const coverage = least.slice();
  const avoided: number[] = [];
  let budget = left;
  for (const t of reached) {
    if (members.includes(t) || defenderAt(payoffs, t, coverage[t]!) >= value - SAME_VALUE) continue;
    if (isMovable(t)) {
      if (attackerAt(payoffs, t, 1) >= level.value - NO_PREFERENCE) return null;
      avoided.push(t);
      continue;
    }
    const effort = (value - defender.uncovered[t]!) / defender.gap[t]!;
    if (!(effort <= 1 + NEGLIGIBLE)) return null;
    coverage[t] = Math.min(effort, 1);
    budget -= coverage[t]!;
  }
  if (budget < -NEGLIGIBLE || (avoided.length > 0 && budget <= NEGLIGIBLE)) return null;
  for (const t of avoided) coverage[t] = Math.min(1, coverage[t]! + budget / avoided.length);
  return coverage;
}

/** Whether all optimal coverages are one. */
export function isOnlyFace(level: Level, faces: readonly Face[]): boolean {
  const { defender } = level.payoffs;
  const first = faces[0]!.coverage;
  return faces.every(({ members, coverage, left }) => {
    const pinned = level.isMovable(members[0]!) ? members[0]! : -1;
    // Not told by the defender's value: the attacked target may be covered less, and then the others too.
    if (pinned >= 0 && defender.gap[pinned] === 0 && coverage[pinned]! > NEGLIGIBLE) return false;
    const full = left <= NEGLIGIBLE || coverage.every((c, t) => t === pinned || c >= 1 - NEGLIGIBLE);
    return full && coverage.every((c, t) => Math.abs(c - first[t]!) <= 1e-6);
  });
}
