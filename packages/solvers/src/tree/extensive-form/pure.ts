import type { TieRule } from '@firstmover/core';
import { RefusedError } from '@firstmover/core';
import { respondInTree } from './tree-best-response.ts';
import { countPlans, plansOf } from './plans.ts';
import type { SequenceForm } from './sequences.ts';

/** The most work of a scan of plans: plans times nodes of the tree. */
const SCAN_LIMIT = 50_000_000;
/** Values closer than this on the scale 0..1 are equal. */
const SAME = 1e-9;

/** The leader's best pure plan. */
export interface PureOptimum {
  /** The plan as probabilities; null at information sets that it never comes to. */
  readonly commitment: readonly (readonly number[] | null)[];
  /** Whether no other plan is as good. */
  readonly unique: boolean;
}

/**
 * Scans all pure plans of the leader.
 *
 * @throws RefusedError for too many plans
 */
export function bestPlan(game: SequenceForm, ties: TieRule): PureOptimum {
  const { leader, tree } = game;
  const count = countPlans(leader);
  if (count * tree.nodes.length > SCAN_LIMIT) {
    throw new RefusedError(
      `the leader has ${count} pure plans in a tree of ${tree.nodes.length} nodes: a scan is limited to a product of ${SCAN_LIMIT}; ask for a mixture or prune the tree`,
    );
  }
  let best: { readonly value: number; readonly commitment: PureOptimum['commitment'] } | undefined;
  let optimal = 0;
  for (const plan of plansOf(leader)) {
    const commitment = plan.map((chosen, k) => (chosen < 0 ? null : leader.sets[k]!.actions.map((_action, a) => (a === chosen ? 1 : 0))));
    const value = respondInTree(game, commitment, ties).leader;
    if (best !== undefined && value <= best.value + SAME) {
      if (value >= best.value - SAME) optimal++;
      continue;
    }
    best = { value, commitment };
    optimal = 1;
  }
  return { commitment: best!.commitment, unique: optimal === 1 };
}
