import type { Target } from './targets.ts';

/** An optimal coverage of identical units. */
export interface CoverageOptimum {
  /** The defender's return when an indifferent attacker chooses for it. */
  readonly leaderReturn: number;
  /** Whether an attacker that chooses against it changes nothing, in the limit: the attacked target can be made the only best one. */
  readonly holdsWeakly: boolean;
  /** The probability that each target is covered. */
  readonly coverage: readonly number[];
  /** The target that is attacked. */
  readonly attacked: number;
}

/**
 * The optimal commitment of identical units that cover one target each, against one type of attacker (ORIGAMI, Kiekintveld et al., AAMAS
 * 2009). The attacker's payoff is pushed to the lowest level that the units can pay for, which is best at every target at once; the best
 * target at that level is attacked. O(n log n).
 *
 * @param targets - what they pay
 * @param resources - the number of units
 */
export function origami(targets: readonly Target[], resources: number): CoverageOptimum {
  // Nothing pushes the attacker below what a covered target pays.
  const floor = targets.reduce((highest, { attackerCovered }) => Math.max(highest, attackerCovered), -Infinity);
  const order = targets.map((_target, t) => t).sort((a, b) => targets[b]!.attackerUncovered - targets[a]!.attackerUncovered);
  let level = targets[order[0]!]!.attackerUncovered;
  // Sums of (uncovered - level) / (uncovered - covered) over the targets above the level.
  let [constant, slope] = [0, 0];
  for (let k = 0; k < order.length; k++) {
    const { attackerCovered: low, attackerUncovered: high } = targets[order[k]!]!;
    if (high > low) {
      constant += high / (high - low);
      slope += 1 / (high - low);
    }
    const next = k + 1 < order.length ? targets[order[k + 1]!]!.attackerUncovered : -Infinity;
    const affordable = slope > 0 ? (constant - resources) / slope : -Infinity;
    level = Math.max(floor, next, Math.min(level, affordable));
    if (level > next || level === floor) break;
  }
  const coverage = targets.map(({ attackerCovered: low, attackerUncovered: high }) =>
    high > level ? Math.min(1, (high - level) / (high - low)) : 0,
  );
  const left = Math.max(0, resources - coverage.reduce((sum, each) => sum + each, 0));
  let best = -1;
  let leaderReturn = -Infinity;
  targets.forEach((target, t) => {
    if (target.attackerUncovered < level - 1e-12 * (1 + Math.abs(level))) return;
    // What does not deter the attacker can be covered with what is left over.
    const flat = target.attackerUncovered === target.attackerCovered;
    const share = flat ? Math.min(1, left) : coverage[t]!;
    const worth = target.defenderUncovered + share * (target.defenderCovered - target.defenderUncovered);
    if (worth > leaderReturn) [best, leaderReturn] = [t, worth];
  });
  const { attackerCovered, attackerUncovered } = targets[best]!;
  const holdsWeakly = coverage[best]! > 0 && attackerUncovered > attackerCovered;
  if (attackerUncovered === attackerCovered) coverage[best] = Math.min(1, left);
  return { leaderReturn, holdsWeakly, coverage, attacked: best };
}
