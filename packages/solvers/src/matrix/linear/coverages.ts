import type { Fraction } from '@firstmover/programmes';
import type { Affine, LinearCommitment, NamedRow, Reply } from './problem.ts';
import { commonDenominator, wholeNumber } from './problem.ts';

/** What an attack on each target pays, in fractions. */
export interface TargetPayoffs {
  /** What the defender gets at a covered target. */
  readonly defenderCovered: readonly Fraction[];
  /** What the defender gets at an uncovered target. */
  readonly defenderUncovered: readonly Fraction[];
  /** What the attacker gets at a covered target. */
  readonly attackerCovered: readonly Fraction[];
  /** What the attacker gets at an uncovered target. */
  readonly attackerUncovered: readonly Fraction[];
}

/** Coverages of targets by some units of which each covers one; variable t is how likely target t is covered. */
export function coverages(payoffs: TargetPayoffs, units: Fraction): LinearCommitment {
  const targets = [...payoffs.defenderCovered.keys()];
  const variables = units.n === 0n ? [] : targets.map(String);
  const only = (t: number, slope: bigint): bigint[] => variables.map((_name, v) => (v === t ? slope : 0n));
  const used: NamedRow = { name: 'units', scale: units.d, slopes: variables.map(() => -units.d), constant: units.n, equal: false };
  const most = variables.map((name, t): NamedRow => ({
    name: `most ${name}`,
    scale: 1n,
    slopes: only(t, -1n),
    constant: 1n,
    equal: false,
  }));
  return attacked(payoffs, variables, [used, ...most], (t, slope) => only(t, slope));
}

/** Mixtures over sets of targets that are covered at once; a variable is how likely just these are. */
export function coveredSets(payoffs: TargetPayoffs, sets: readonly (readonly number[])[]): LinearCommitment {
  const sum: NamedRow = { name: 'sum', scale: 1n, slopes: sets.map(() => -1n), constant: 1n, equal: true };
  const within = (t: number, slope: bigint): bigint[] => sets.map((set) => (set.includes(t) ? slope : 0n));
  return attacked(payoffs, sets.map((set) => set.join()), [sum], within); // prettier-ignore
}

/** The problem of an attacker that takes one target. */
function attacked(
  payoffs: TargetPayoffs,
  variables: readonly string[],
  rows: readonly NamedRow[],
  covering: (target: number, slope: bigint) => readonly bigint[],
): LinearCommitment {
  const leaderScale = commonDenominator([...payoffs.defenderCovered, ...payoffs.defenderUncovered]);
  const scale = commonDenominator([...payoffs.attackerCovered, ...payoffs.attackerUncovered]);
  const paid = (t: number, uncovered: Fraction, covered: Fraction, by: bigint): Affine => {
    const constant = wholeNumber(uncovered, by);
    return { slopes: covering(t, wholeNumber(covered, by) - constant), constant };
  };
  const replies = payoffs.defenderCovered.map((covered, t): Reply => ({
    name: String(t),
    leader: paid(t, payoffs.defenderUncovered[t]!, covered, leaderScale),
    follower: paid(t, payoffs.attackerUncovered[t]!, payoffs.attackerCovered[t]!, scale),
  }));
  return { variables, rows, leaderScale, types: [{ weight: 1n, scale, replies }] };
}
