import type { Training } from '@firstmover/pipeline';
import type { TrainProgress } from './progress.ts';
import { wallClock } from './wall-clock.ts';

/** Measures how far a run is and how fast. */
export interface ProgressMeter {
  /** Seconds since 1970. */
  time(): number;
  /** Where the run stands. */
  progress(phase: TrainProgress['phase'], meanReturn: number | undefined): TrainProgress;
}

/** Makes the meter of a run at its start or at a checkpoint. */
export function progressMeter(training: Training): ProgressMeter {
  let since = { phase: '', time: 0, steps: 0, share: 0 };
  return {
    time: wallClock,
    progress(phase, meanReturn) {
      const time = performance.now() / 1000;
      const steps = training.run.steps[phase];
      const share = training.share();
      if (since.phase !== phase) since = { phase, time, steps, share };
      const seconds = time - since.time;
      const speed = phase === 'leader' && seconds > 0 ? (share - since.share) / seconds : 0;
      return {
        phase,
        update: training.updates,
        steps,
        share: Math.min(1, share),
        stepsPerSecond: seconds > 0 ? (steps - since.steps) / seconds : 0,
        secondsLeft: speed > 0 ? Math.max(0, 1 - share) / speed : undefined,
        meanReturn: meanReturn !== undefined && Number.isFinite(meanReturn) ? meanReturn : undefined,
        bestResponseGap: training.evaluation?.bestResponseGap,
      };
    },
  };
}
