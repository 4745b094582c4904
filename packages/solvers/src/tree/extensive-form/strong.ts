import { RefusedError } from '@firstmover/core';
import { NumericalError } from '@firstmover/programmes';
import { commitmentProgram } from './mixed-integer.ts';
import type { PlanOptimum } from './plan-program.ts';
import { bestAgainstPlan, isUniqueRealization } from './plan-program.ts';
import { countPlans, plansOf } from './plans.ts';
import type { SequenceForm } from './sequences.ts';

/** The most pairs of sequences at which play can end. */
const PAIR_LIMIT = 2_000;
/** The most plans of the follower that are gone through one by one. */
const ONE_BY_ONE = 256;
/** HiGHS computes to about this, on the scale 0..1. */
const ACCURACY = 1e-6;
/** Values closer than this on the scale 0..1 are equal. */
const SAME = 1e-9;

/** An optimal mixture of plans with ties for the leader, or the best that was found. */
export interface StrongOptimum extends PlanOptimum {
  /** No mixture is worth more, on the scale 0..1. */
  readonly bound: number;
  /** Whether no other mixture is optimal; null where that was not decided. */
  readonly unique: boolean | null;
}

/**
 * The optimal mixture of plans. It takes one certified linear programme per plan of the follower where these are at most 256, beyond that
 * the search of HiGHS.
 *
 * @param timeLimit - seconds for HiGHS
 * @throws RefusedError beyond the sizes, or when the time ends before anything is found; NumericalError when the answer cannot be certified
 */
export async function strongOptimum(game: SequenceForm, timeLimit: number): Promise<StrongOptimum> {
  if (game.cells.length > PAIR_LIMIT) {
    throw new RefusedError(
      `the game tree can end after ${game.cells.length} pairs of sequences of moves: an optimal mixture is limited to ${PAIR_LIMIT}; ask for a pure commitment or prune the tree`,
    );
  }
  return countPlans(game.follower) <= ONE_BY_ONE ? optimumOfPlans(game) : searchMixture(game, timeLimit);
}

/**
 * The best over all plans of the follower, each with a certificate (the multiple-LP algorithm of Conitzer & Sandholm, EC 2006, on sequences).
 *
 * @throws NumericalError when a plan's value cannot be certified
 */
export function optimumOfPlans(game: SequenceForm): StrongOptimum {
  let best: PlanOptimum[] = [];
  let bound = -Infinity;
  for (const plan of plansOf(game.follower)) {
    const found = bestAgainstPlan(game, plan);
    if (found === null || found.value < bound - SAME) continue;
    bound = Math.max(bound, found.value);
    best.push(found);
  }
  best = best.filter(({ value }) => value >= bound - SAME);
  const first = best.find(({ value }) => value === bound);
  if (first === undefined) throw unsafe();
  const isOne = best.every(({ realization }) =>
    realization.every((probability, s) => Math.abs(probability - first.realization[s]!) <= 1e-8),
  );
  return { ...first, bound, unique: isOne ? areUnique(best) : false };
}

/**
 * The optimum by one mixed-integer programme: HiGHS finds the follower's plan, and the certified simplex method the commitment to it.
 *
 * @param timeLimit - seconds, after which the best mixture so far is returned with a bound
 * @throws RefusedError when none was found in time; NumericalError when the two disagree
 */
export async function searchMixture(game: SequenceForm, timeLimit: number): Promise<StrongOptimum> {
  const { program, follower: start } = commitmentProgram(game);
  const { solveWithHighs } = await import('@firstmover/programmes/highs');
  const outcome = await solveWithHighs(program, timeLimit);
  if (outcome.status === 'too-large')
    throw new RefusedError(`no mixture was found within ${timeLimit} seconds: raise the time limit or prune the tree`);
  if (outcome.status === 'infeasible') throw unsafe();
  const played = outcome.solution.slice(start, start + game.follower.parents.length);
  const plan = game.follower.sets.map(({ sequence, first, actions }): number => {
    if (played[sequence]! < 0.5) return -1;
    return actions.reduce((most, _action, a) => (played[first + a]! > played[first + most]! ? a : most), 0);
  });
  const found = bestAgainstPlan(game, plan);
  const isProved = outcome.status === 'optimal';
  if (found === null || found.value < outcome.value - ACCURACY || (isProved && found.value > outcome.value + ACCURACY)) throw unsafe();
  const bound = Math.max(outcome.bound, found.value) + ACCURACY;
  return { ...found, bound, unique: isProved && isUniqueRealization(found) === false ? false : null };
}

/** Whether all optimal solutions of all programmes are one. */
function areUnique(optima: readonly PlanOptimum[]): boolean | null {
  const answers = optima.map(isUniqueRealization);
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

function unsafe(): NumericalError {
  return new NumericalError(
    'the optimal mixture cannot be certified: the search and the linear programme of its plan disagree by more than 1e-6 of the payoff range; bring payoffs and probabilities to similar sizes',
  );
}
