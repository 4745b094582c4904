import type { MethodRun } from '@firstmover/methods';
import type { BudgetPart } from '../config/experiment.ts';
import type { LoopState } from './loop-state.ts';
import type { TrainProgress } from './progress.ts';
import { wallClock } from './wall-clock.ts';

/** Measures how far a run is and how fast. */
export interface ProgressMeter {
  /** How much of the leader's budget is spent; 1 or more ends the run. */
  share(): number;
  /** Seconds since 1970. */
  time(): number;
  /** Where the run stands. */
  progress(
    phase: TrainProgress['phase'],
    update: number,
    meanReturn: number | undefined,
    bestResponseGap: number | undefined,
  ): TrainProgress;
}

/** Makes the meter of a run at its start or at a checkpoint. */
export function progressMeter(
  run: MethodRun,
  { leaderSteps, updates }: BudgetPart,
  state: Pick<LoopState, 'leaderUpdates'>,
): ProgressMeter {
  const share = (): number =>
    Math.max(leaderSteps === undefined ? 0 : run.steps.leader / leaderSteps, updates === undefined ? 0 : state.leaderUpdates / updates);
  let since = { phase: '', time: 0, steps: 0, share: 0 };
  return {
    share,
    time: wallClock,
    progress(phase, update, meanReturn, bestResponseGap) {
      const time = performance.now() / 1000;
      const steps = run.steps[phase];
      if (since.phase !== phase) since = { phase, time, steps, share: share() };
      const seconds = time - since.time;
      const speed = phase === 'leader' && seconds > 0 ? (share() - since.share) / seconds : 0;
      return {
        phase,
        update,
        steps,
        share: Math.min(1, share()),
        stepsPerSecond: seconds > 0 ? (steps - since.steps) / seconds : 0,
        secondsLeft: speed > 0 ? Math.max(0, 1 - share()) / speed : undefined,
        meanReturn: meanReturn !== undefined && Number.isFinite(meanReturn) ? meanReturn : undefined,
        bestResponseGap,
      };
    },
  };
}
