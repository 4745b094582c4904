import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, show } from '@firstmover/core';
import type { TrainOutcome } from '../train/train.ts';
import { train } from '../train/train.ts';
import { resolveSweep, runsOf } from './resolve-sweep.ts';
import { openSweepFolder } from './sweep-folder.ts';

/** How a single run of a sweep is trained. */
export interface SweepRunOptions {
  /** The folder of sweeps (default `runs`). */
  readonly out?: string;
  /** Removes the lock of the run first: only where a scheduler says that whoever held it is gone (default false). */
  readonly takeover?: boolean;
  /** Stops after the update under way, with a checkpoint. */
  readonly signal?: AbortSignal;
}

/**
 * Trains one run of a sweep in this process: a task of a job array. When all have ended, `runSweep` only reads them.
 *
 * @param given - a sweep without halving, whose runs are known from the start
 * @param index - of the run: settings in order, and seeds within each
 * @throws InputError for a sweep that does not fit, or an index that it does not have
 */
export async function trainSweepRun(given: unknown, index: number, options: SweepRunOptions = {}): Promise<TrainOutcome> {
  const { out = 'runs', takeover = false, signal } = options;
  const sweep = resolveSweep(given);
  const count = sweepSize(sweep);
  if (!(Number.isSafeInteger(index) && index >= 0 && index < count))
    throw new InputError(`run ${show(index)} of the sweep: expected an integer from 0 to ${count - 1}`);
  const seeds = sweep.experiment.seeds?.length ?? 1;
  const config = runsOf(sweep, Math.floor(index / seeds), 0)[index % seeds]!;
  const folder = openSweepFolder(out, sweep);
  if (takeover) rmSync(join(folder, config.name, 'lock'), { force: true });
  return train(config, { out: folder, resume: true, ...(signal ? { signal } : {}) });
}

/**
 * How many runs a sweep has.
 *
 * @throws InputError for one with halving, where later runs depend on earlier ones
 */
export function sweepSize(sweep: ReturnType<typeof resolveSweep>): number {
  if (sweep.halving)
    throw new InputError(`the sweep ${sweep.name} has halving, whose runs depend on earlier ones: leave it out, or use a queue of workers`);
  return sweep.settings.length * (sweep.experiment.seeds?.length ?? 1);
}
