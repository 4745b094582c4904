import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@firstmover/core';
import type { RunConfig } from '../config/experiment.ts';
import { nodeFiles } from '../files/files.ts';
import { describeFileError } from '../files/read.ts';
import { bundledRegistry } from '@firstmover/pipeline';
import type { BuiltRun } from '../parts/build.ts';
import { buildRun } from '../parts/build.ts';
import { provenance } from '../provenance/provenance.ts';
import { lockRun } from '../run-folder/lock.ts';
import { readRun } from '../run-folder/read-run.ts';
import type { RunResult } from '../run-folder/run-folder.ts';
import { RUN_FILES, RUN_FORMAT, checkSameRun, createRunFolder, isRunFolder } from '../run-folder/run-folder.ts';
import { trainingLoop } from './loop.ts';
import type { TrainOptions } from './options.ts';
import { wallClock } from './wall-clock.ts';

/** How training ended. */
export interface TrainOutcome {
  /** The run folder. */
  readonly folder: string;
  /** The result; undefined where it was stopped by the signal. */
  readonly result: RunResult | undefined;
}

/** The run had to stop: what is on the disk is whole, and it can go on from its last checkpoint. */
export class RunStoppedError extends InputError {
  override readonly name: string = 'RunStoppedError';
}

/**
 * Trains one run into its folder. It can be interrupted at any instant and resumed bit for bit: metrics, checkpoints and result are those of an
 * undisturbed run. A run that is finished is not trained again: its result is read.
 *
 * @param config - one that `resolveExperiment` returned
 * @throws InputError for a config that does not fit its game, a folder that exists (without `resume`), is of another run or in use
 * @throws RunStoppedError where the disk is full, read-only or failing
 */
export async function train(config: RunConfig, options: TrainOptions = {}): Promise<TrainOutcome> {
  const { out = 'runs', resume = false, registry = bundledRegistry() } = options;
  const folder = join(out, config.name);
  if (lstatSync(folder, { throwIfNoEntry: false }) && !(resume && isRunFolder(folder)))
    throw new InputError(
      `${folder} exists already: ${isRunFolder(folder) ? 'continue it with --resume, or ' : ''}choose another name or --out`,
    );
  return trainBuilt(folder, config, await buildRun(config, registry), options);
}

/** Trains what was made of a config, in its run folder. */
export async function trainBuilt(folder: string, config: RunConfig, built: BuiltRun, options: TrainOptions): Promise<TrainOutcome> {
  const { files = nodeFiles } = options;
  const at: { update: number; saved: number | undefined } = { update: 0, saved: undefined };
  try {
    if (isRunFolder(folder)) checkSameRun(folder, config, built.game);
    else {
      const started = wallClock();
      createRunFolder(
        folder,
        config,
        built.game,
        {
          format: 'firstmover.run',
          version: RUN_FORMAT,
          started,
          ...provenance('.'),
          ...(built.sources.length > 0 ? { sources: built.sources } : {}),
        },
        files,
      );
    }
    const unlock = lockRun(folder, files);
    try {
      if (existsSync(join(folder, RUN_FILES.result))) return { folder, result: readRun(folder).result };
      return { folder, result: await trainingLoop(folder, config, built, at, options) };
    } finally {
      unlock();
    }
  } catch (error) {
    if (!isFileError(error)) throw error;
    const left = at.saved === undefined ? 'no checkpoint was written yet' : `its checkpoint of update ${at.saved} is whole`;
    const where = error.path === undefined ? '' : ` (${error.path})`;
    throw new RunStoppedError(
      `the run in ${folder} stopped after update ${at.update}: ${describeFileError(error)}${where}; ${left}; once that is repaired, go on with --resume`,
    );
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
