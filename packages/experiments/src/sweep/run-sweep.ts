import { InputError } from '@firstmover/core';
import type { RunConfig } from '../config/experiment.ts';
import type { Executor, RunEnd } from '../executor/executor.ts';
import { localExecutor } from '../executor/local-executor.ts';
import { lockRun } from '../run-folder/lock.ts';
import { resolveSweep } from './resolve-sweep.ts';
import type { SweepResults, SweepRun } from './results.ts';
import { sweepResults, sweepRun, worthOf } from './results.ts';
import { createSearch } from './search.ts';
import type { Trial } from './search.ts';
import { finishedRun, openSweepFolder, writeResults } from './sweep-folder.ts';

/** How to run a sweep. */
export interface SweepOptions {
  /** The folder of sweeps (default `runs`). */
  readonly out?: string;
  /** How many processes train at once (default one per core); with an executor of your own, that says. */
  readonly workers?: number;
  /** Where runs are trained, given the sweep's folder (default processes of this machine). */
  readonly executor?: (folder: string) => Executor | Promise<Executor>;
  /** Stops the sweep: runs under way leave a checkpoint. */
  readonly signal?: AbortSignal;
  /** Called after every run: its row, and how many have ended of those asked for so far. */
  readonly onRun?: (run: SweepRun, ended: number, known: number) => void;
}

/** How a sweep ended. */
export interface SweepOutcome {
  /** Its folder. */
  readonly folder: string;
  /** What it found, as in `results.json`. */
  readonly results: SweepResults;
  /** How many runs had ended before and were only read. */
  readonly read: number;
}

/**
 * Runs a sweep into its folder, or what is missing of it: runs that have ended are read, others go on from their checkpoints. A run that fails again
 * and again is reported, and the others end.
 *
 * @param given - a sweep; it is checked, all settings before the first run
 * @throws InputError for a sweep that does not fit, or a folder that holds another or is in use
 */
export async function runSweep(given: unknown, options: SweepOptions = {}): Promise<SweepOutcome> {
  const { out = 'runs', workers, signal, onRun } = options;
  if (options.executor && workers !== undefined) throw new InputError('workers has no effect with an executor: that says how many');
  const sweep = resolveSweep(given);
  const folder = openSweepFolder(out, sweep);
  const unlock = lockRun(folder);
  const search = createSearch(sweep);
  const rows: SweepRun[] = [];
  let known = 0;
  let read = 0;
  let executor: Executor | undefined;
  const stop = (): void => executor?.stop();
  try {
    executor = await (options.executor ? options.executor(folder) : localExecutor(folder, workers));
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();

    const runOne = async (trial: Trial, config: RunConfig): Promise<SweepRun> => {
      let end: RunEnd;
      try {
        const before = finishedRun(folder, config);
        if (before) read++;
        end = before ? { kind: 'finished', result: before } : await executor!.run(config);
      } catch (error) {
        end = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
      }
      const row = sweepRun(trial, config, end);
      rows.push(row);
      onRun?.(row, rows.length, known);
      return row;
    };

    const advance = async (): Promise<void> => {
      const trials: Trial[] = [];
      for (let trial = search.ask(); trial; trial = search.ask()) trials.push(trial);
      known += trials.reduce((sum, { runs }) => sum + runs.length, 0);
      await Promise.all(
        trials.map(async (trial) => {
          const ended = await Promise.all(trial.runs.map((config) => runOne(trial, config)));
          if (ended.some(({ status }) => status === 'stopped')) return; // the rung stays open, and nothing is judged by half
          search.tell(trial, worthOf(ended));
          await advance();
        }),
      );
    };
    await advance();
    const results = sweepResults(sweep, inOrder(rows, sweep.experiment.seeds));
    writeResults(folder, sweep, results);
    return { folder, results, read };
  } finally {
    signal?.removeEventListener('abort', stop);
    await executor?.close();
    unlock();
  }
}

/** Runs end in any order; seeds are listed as the experiment has them. */
function inOrder(rows: readonly SweepRun[], seeds: readonly number[] = []): SweepRun[] {
  return rows.toSorted((a, b) => seeds.indexOf(a.seed) - seeds.indexOf(b.seed));
}
