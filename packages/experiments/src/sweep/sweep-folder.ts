import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@firstmover/core';
import { configHash, isRunFolder, readConfig, RUN_FILES } from '../run-folder/run-folder.ts';
import type { RunConfig } from '../config/experiment.ts';
import { describeFileError, readFileStrictly } from '../files/read.ts';
import { nodeFiles, syncFolder, writeDurably, writeSynced } from '../files/files.ts';
import { readRun } from '../run-folder/read-run.ts';
import type { RunResult } from '../run-folder/run-folder.ts';
import type { ResolvedSweep } from './resolve-sweep.ts';
import { sweepCsv } from './results.ts';
import type { SweepResults } from './results.ts';

/** The files of a sweep's folder beside its run folders. */
export const SWEEP_FILES: { readonly sweep: string; readonly results: string; readonly table: string } = {
  sweep: 'sweep.json',
  results: 'results.json',
  table: 'results.csv',
};

/**
 * Makes the folder of a sweep, or opens that of the same sweep.
 *
 * @returns its path
 * @throws InputError where there is another sweep of that name
 */
export function openSweepFolder(out: string, sweep: ResolvedSweep): string {
  const folder = join(out, sweep.name);
  const path = join(folder, SWEEP_FILES.sweep);
  const text = `${JSON.stringify({ format: 'firstmover.sweep', version: 1, ...sweep }, null, 2)}\n`;
  try {
    if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink())
      throw new InputError(`${folder} is a symbolic link: expected the folder of the sweep itself; links belong above it`);
    if (!existsSync(path)) {
      if (isRunFolder(folder)) throw new InputError(`${folder} is a run folder: choose another name for the sweep, or --out`);
      mkdirSync(folder, { recursive: true });
      // Tasks of a job array start at once, in containers even with equal process numbers: each writes a file of its own, and the last rename wins.
      const temporary = join(folder, `.${randomUUID()}.tmp`);
      writeSynced(temporary, Buffer.from(text), nodeFiles);
      renameSync(temporary, path);
      syncFolder(folder, nodeFiles);
    }
    if (readFileStrictly(path, 1 << 28).toString('utf8') !== text)
      throw new InputError(`${folder} holds another sweep, or this one as it was before a change: choose another name or --out`);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot use the folder ${folder} for the sweep: ${describeFileError(error)}`);
  }
  return folder;
}

/**
 * The result of a run that has ended.
 *
 * @returns undefined where there is none yet
 * @throws InputError for a run folder that is damaged or of another config
 */
export function finishedRun(folder: string, config: RunConfig): RunResult | undefined {
  const run = join(folder, config.name);
  if (!existsSync(join(run, RUN_FILES.result))) return undefined;
  if (configHash(readConfig(run)) !== configHash(config)) throw new InputError(`${run} has another config: move it away to train it anew`);
  return readRun(run).result;
}

/** Writes what a sweep found: `results.json` and `results.csv`. */
export function writeResults(folder: string, sweep: ResolvedSweep, results: SweepResults): void {
  writeDurably(join(folder, SWEEP_FILES.table), sweepCsv(sweep, results));
  writeDurably(join(folder, SWEEP_FILES.results), `${JSON.stringify(results, null, 2)}\n`);
}
