import type { Metrics, Savable } from '@firstmover/core';
import { InputError, savedList } from '@firstmover/core';
import type { InterleavedLearner, Learner } from '@firstmover/experience';

/** Several learners at work at the same time. They are saved together, where none is in the middle of an update of its own. */
export interface LearnerGroup extends Savable {
  /** The learners. */
  readonly learners: readonly Learner[];
  /** Lets every learner finish at least one update; returns the metrics of the last one of each. */
  update(): readonly Metrics[];
}

/**
 * Drives several learners in lock-step: each collects until it has stepped its problem, then waits until all have. One that finishes an
 * update begins the next one; where updates have different lengths, those of the others go on with the next call.
 *
 * @param learners - one for each player of a `concurrentProblem`, say
 * @throws InputError for a learner that cannot pause after a step, or none
 */
export function learnTogether(learners: readonly Learner[]): LearnerGroup {
  if (learners.length === 0) throw new InputError('no learners to learn together: expected at least one');
  const turns = learners.map((learner) => ({ learner: interleaved(learner), run: undefined as Run | undefined, stepped: false }));
  return {
    ...savedList(learners),
    learners,
    update() {
      const metrics: (Metrics | undefined)[] = learners.map(() => undefined);
      while (metrics.includes(undefined)) {
        turns.forEach((turn, i) => {
          if (turn.stepped) return;
          turn.run ??= turn.learner.updating();
          const { done, value } = turn.run.next();
          turn.stepped = done !== true;
          if (done !== true) return;
          turn.run = undefined;
          metrics[i] = value;
        });
        if (turns.every(({ stepped }) => stepped)) for (const turn of turns) turn.stepped = false;
      }
      return metrics as Metrics[];
    },
  };
}

type Run = ReturnType<InterleavedLearner['updating']>;

function interleaved(learner: Learner): InterleavedLearner {
  if ('updating' in learner) return learner as InterleavedLearner;
  throw new InputError(
    `${learner.name} cannot learn together with others: expected a learner that pauses after each step; evolution strategies and searches do not`,
  );
}
