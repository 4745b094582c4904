import type { GameDefinition, KnownOptimum } from '@firstmover/core';
import { defineGame, simplex } from '@firstmover/core';
import { origami } from './origami.ts';
import type { AttackerType } from './targets.ts';
import { coverageRules, isZeroSum, payoffBounds, readAttackers } from './targets.ts';

/** The five targets of the test-scheduling game of Kukreja, Halfond & Tambe (ASE 2013). */
const TESTS = [
  [2, -10, -7, 4],
  [7, -4, -1, 3],
  [6, -1, -6, 5],
  [9, -9, -3, 7],
  [9, -9, -10, 3],
];

/**
 * The probability that a target is covered when identical units divide their time over the targets. What is more than 1 at a target is
 * wasted. Every coverage that the units can implement and that leaves none of them idle is reached by dividing it by their number.
 *
 * @param shares - of the units' time, a point of the simplex
 * @param target - which one
 * @param resources - the number of units
 */
export function unitCoverage(shares: readonly number[], target: number, resources: number): number {
  return Math.min(1, resources * shares[target]!);
}

/** The optima of identical units, where they are known: against one type of attacker. */
export function unitOptima(attackers: readonly AttackerType[], resources: number): KnownOptimum[] {
  const [only, ...others] = attackers;
  if (others.length > 0) return [];
  const { leaderReturn, holdsWeakly } = origami(only!.targets, resources);
  return (['strong', 'weak'] as const)
    .filter((ties) => ties === 'strong' || holdsWeakly || isZeroSum(attackers))
    .map((ties) => ({
      leaderReturn,
      commitment: 'mixed',
      followerClass: 'stationary',
      ties,
      source: 'ORIGAMI (Kiekintveld et al., AAMAS 2009): the attacker pushed to the lowest level that the units can pay for',
    }));
}

/**
 * `security/SecurityGame-v1`: identical units cover targets, one each; an attacker sees the probabilities and attacks one target. The commitment is
 * the coverage itself, given as shares of the units' time. With several types of attacker it is a Bayesian game.
 */
export const securityGame: GameDefinition = defineGame({
  id: 'security/SecurityGame-v1',
  parameters: {
    payoffs: {
      kind: 'matrix',
      default: TESTS,
      about:
        'one row per target, for each type of attacker: what the defender gets when it is attacked covered and uncovered, then the attacker',
    },
    types: { kind: 'matrix', default: [[1]], about: 'one row: the weights of the types of attacker' },
    resources: { kind: 'integer', min: 0, max: 100_000, default: 1, about: 'units that cover one target each' },
  },
  rules: ({ payoffs, types, resources }) => {
    const attackers = readAttackers(payoffs, types, 'security/SecurityGame-v1');
    return coverageRules(attackers, simplex(attackers[0]!.targets.length), (shares, target) => unitCoverage(shares, target, resources));
  },
  descriptor: ({ payoffs, types, resources }) => {
    const attackers = readAttackers(payoffs, types, 'security/SecurityGame-v1');
    return {
      summary: 'Identical units cover targets, and an attacker who sees the probabilities attacks one.',
      utility: isZeroSum(attackers) ? 'zero-sum' : 'general-sum',
      commitment: 'mixed',
      rewardBounds: payoffBounds(attackers),
      horizon: 1,
      optima: unitOptima(attackers, resources),
      source: 'Kiekintveld et al., AAMAS 2009; payoffs of the default: Kukreja, Halfond & Tambe, ASE 2013',
    };
  },
});
