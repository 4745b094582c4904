import type { Savable, SavedState } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Evaluation } from '../evaluation/evaluate.ts';

/** What the training loop remembers beside what it trains. */
export interface LoopState {
  /** Updates of the leader so far. */
  leaderUpdates: number;
  /** The last evaluation. */
  evaluation: Evaluation | null;
  /** The best evaluation so far. */
  best: { readonly update: number; readonly leaderReturn: number } | null;
  /** Takes an evaluation; true where it is the best so far. */
  take(evaluation: Evaluation, update: number): boolean;
  /** Everything, with what is trained. */
  save(training: Savable): SavedState;
}

/** The state at the start of a run. */
export function loopState(): LoopState {
  const state: LoopState = {
    leaderUpdates: 0,
    evaluation: null,
    best: null,
    take(evaluation, update) {
      state.evaluation = evaluation;
      const { leaderReturn } = evaluation;
      if (!Number.isFinite(leaderReturn) || (state.best && leaderReturn <= state.best.leaderReturn)) return false;
      state.best = { update, leaderReturn };
      return true;
    },
    save: (training) => ({
      leaderUpdates: state.leaderUpdates,
      evaluation: state.evaluation && { ...state.evaluation },
      best: state.best,
      training: training.save(),
    }),
  };
  return state;
}

/**
 * Goes on from a checkpoint.
 *
 * @param training - what is trained, at its start: gets its state back
 * @throws InputError for a checkpoint of something else
 */
export function readLoopState({ state: saved, info }: Checkpoint, training: Savable): LoopState {
  if (typeof saved !== 'object' || saved === null || Object.keys(saved).sort().join() !== 'best,evaluation,leaderUpdates,training')
    throw new InputError(`the checkpoint of update ${info.update} holds ${show(saved)}: expected the state of a run`);
  const { leaderUpdates, evaluation, best, training: trained } = saved as { readonly [name: string]: SavedState };
  if (!Number.isSafeInteger(leaderUpdates) || (leaderUpdates as number) < 0)
    throw new InputError(`leaderUpdates of the checkpoint of update ${info.update} is ${show(leaderUpdates)}: expected a count`);
  training.restore(trained);
  const state = loopState();
  state.leaderUpdates = leaderUpdates as number;
  state.evaluation = evaluation as unknown as Evaluation | null;
  state.best = best as unknown as LoopState['best'];
  return state;
}
