/** Where a run stands. */
export interface TrainProgress {
  /** What is being trained. */
  readonly phase: 'pretraining' | 'leader';
  /** Updates so far. */
  readonly update: number;
  /** Environment steps of the phase so far. */
  readonly steps: number;
  /** How much of the leader's budget is spent, from 0 to 1. */
  readonly share: number;
  /** Environment steps per second of this process. */
  readonly stepsPerSecond: number;
  /** Seconds until the leader's budget is spent, at its present speed; undefined before it is known. */
  readonly secondsLeft: number | undefined;
  /** The mean return of whoever is trained in the last update. */
  readonly meanReturn: number | undefined;
  /** The best-response gap at the last evaluation; undefined before one. */
  readonly bestResponseGap: number | undefined;
}

/** Progress as one line. */
export function progressLine(progress: TrainProgress): string {
  const { phase, steps, share, stepsPerSecond, secondsLeft, meanReturn, bestResponseGap } = progress;
  const who = phase === 'pretraining' ? 'pre-training' : `leader ${Math.floor(100 * share)}%`;
  return [
    `${who}: ${grouped(steps)} steps`,
    ...(stepsPerSecond > 0 ? [`${grouped(Math.round(stepsPerSecond))}/s`] : []),
    ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
    ...(meanReturn === undefined ? [] : [`${phase === 'pretraining' ? 'follower' : 'leader'} return ${meanReturn.toFixed(2)}`]),
    ...(bestResponseGap === undefined ? [] : [`best-response gap ${bestResponseGap.toFixed(3)}`]),
  ].join(', ');
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** Seconds in words. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
