import type { GameDefinition } from '@firstmover/core';
import { defineGame, simplex } from '@firstmover/core';
import { listAllocations } from './allocations.ts';
import { coverageRules, isZeroSum, payoffBounds, readAttackers } from './targets.ts';

const ID = 'security/ScheduledSecurityGame-v1';

/** Four targets, all alike: the attacker gets 1 where nobody is. */
const ALIKE = [
  [0, -1, 0, 1],
  [0, -1, 0, 1],
  [0, -1, 0, 1],
  [0, -1, 0, 1],
];

/** One unit takes the first or the last two targets, the other the even or the odd ones: together never all four. */
const PAIRS = [
  [0, 1, 1, 0, 0],
  [0, 0, 0, 1, 1],
  [1, 1, 0, 1, 0],
  [1, 0, 1, 0, 1],
];

/**
 * `security/ScheduledSecurityGame-v1`: units take schedules, each of which covers several targets at once. The commitment is a mixture of what all
 * units do together: probabilities per unit are not enough, since they may not fit together (Korzhyk, Conitzer & Parr, AAAI 2010).
 */
export const scheduledSecurityGame: GameDefinition = defineGame({
  id: ID,
  parameters: {
    payoffs: {
      kind: 'matrix',
      default: ALIKE,
      about:
        'one row per target, for each type of attacker: what the defender gets when it is attacked covered and uncovered, then the attacker',
    },
    types: { kind: 'matrix', default: [[1]], about: 'one row: the weights of the types of attacker' },
    schedules: {
      kind: 'matrix',
      default: PAIRS,
      about: 'one row per schedule: the number of the unit that can take it, then for each target 1 if it covers it, else 0',
    },
  },
  rules: ({ payoffs, types, schedules }) => {
    const attackers = readAttackers(payoffs, types, ID);
    const { length } = attackers[0]!.targets;
    const allocations = listAllocations(schedules, length, ID);
    const covering = Array.from({ length }, (_unused, target) =>
      allocations.flatMap((covered, i) => (covered.includes(target) ? [i] : [])),
    );
    const coverage = (mixture: readonly number[], target: number): number =>
      covering[target]!.reduce((sum, allocation) => sum + mixture[allocation]!, 0);
    return coverageRules(attackers, simplex(allocations.length), coverage);
  },
  descriptor: ({ payoffs, types, schedules }) => {
    const attackers = readAttackers(payoffs, types, ID);
    const known = [payoffs, types, schedules].every((matrix, i) => JSON.stringify(matrix) === JSON.stringify([ALIKE, [[1]], PAIRS][i]));
    return {
      summary: 'Units take schedules that cover several targets at once, and an attacker who sees the probabilities attacks one.',
      utility: isZeroSum(attackers) ? 'zero-sum' : 'general-sum',
      commitment: 'mixed',
      rewardBounds: payoffBounds(attackers),
      horizon: 1,
      optima: known
        ? (['strong', 'weak'] as const).map((ties) => ({
            leaderReturn: -0.25,
            commitment: 'mixed' as const,
            followerClass: 'stationary' as const,
            ties,
            source:
              'every allocation leaves one of four targets, so that some target is left at least a quarter of the time; drawing all four alike leaves each just that',
          }))
        : [],
      source: 'Kiekintveld et al., AAMAS 2009; the default after Korzhyk, Conitzer & Parr, AAAI 2010',
    };
  },
});
