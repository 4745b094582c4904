import { RefusedError } from '@firstmover/core';
import { solveWithHighs } from '../highs/highs.ts';
import { NumericalError } from '../linear-program/numerical-error.ts';
import { commitmentProgram } from './mixed-integer.ts';
import type { PlanOptimum } from './plan-program.ts';
import { bestAgainstPlan, isUniqueRealization } from './plan-program.ts';
import type { Plan } from './plans.ts';
import { countPlans, plansOf } from './plans.ts';
import type { SequenceForm } from './sequences.ts';

/** The most pairs of sequences at which play can end. */
const PAIR_LIMIT = 2_000;
/** The most plans of the follower that are gone through to tell whether an optimum is unique. */
const UNIQUE_LIMIT = 256;
/** HiGHS computes to about this, on the scale 0..1. */
const accuracy = 1e-6;
/** Values closer than this on the scale 0..1 are equal. */
const same = 1e-9;

/**
 * The optimal mixture of plans with ties for the leader: HiGHS finds the follower's plan, and the certified simplex method the commitment to it.
 *
 * @param timeLimit - seconds
 * @throws RefusedError beyond the sizes or the time; NumericalError when the two disagree
 */
export async function strongMixture(game: SequenceForm, timeLimit: number): Promise<PlanOptimum> {
  if (game.cells.length > PAIR_LIMIT) {
    throw new RefusedError(
      `the game tree can end after ${game.cells.length} pairs of sequences of moves: an optimal mixture is limited to ${PAIR_LIMIT}; ask for a pure commitment or prune the tree`,
    );
  }
  const { program, follower: start } = commitmentProgram(game);
  const outcome = await solveWithHighs(program, timeLimit);
  if (outcome.status === 'too-large')
    throw new RefusedError(`no optimal mixture was proved within ${timeLimit} seconds: raise the time limit or prune the tree`);
  if (outcome.status === 'infeasible') throw unsafe();
  const played = outcome.solution.slice(start, start + game.follower.parents.length);
  const plan = game.follower.sets.map(({ sequence, first, actions }): number => {
    if (played[sequence]! < 0.5) return -1;
    return actions.reduce((most, _action, a) => (played[first + a]! > played[first + most]! ? a : most), 0);
  });
  const found = bestAgainstPlan(game, plan);
  if (found === null || Math.abs(found.value - outcome.value) > accuracy) throw unsafe();
  return found;
}

/** Whether an optimal mixture is the only one; null where the follower has too many plans to tell. */
export function isOnlyMixture(game: SequenceForm, found: PlanOptimum): boolean | null {
  if (!isUniqueRealization(found)) return false;
  if (countPlans(game.follower) > UNIQUE_LIMIT) return null;
  for (const plan of plansOf(game.follower)) {
    if (samePlan(plan, found.plan)) continue;
    const other = bestAgainstPlan(game, plan);
    if (other === null || other.value < found.value - same) continue;
    const equal = other.realization.every((probability, s) => Math.abs(probability - found.realization[s]!) <= 1e-8);
    if (!equal || !isUniqueRealization(other)) return false;
  }
  return true;
}

function samePlan(a: Plan, b: Plan): boolean {
  return a.every((action, k) => action === b[k]);
}

function unsafe(): NumericalError {
  return new NumericalError(
    'the optimal mixture cannot be certified: the search and the linear programme of its plan disagree by more than 1e-6 of the payoff range; bring payoffs and probabilities to similar sizes',
  );
}
