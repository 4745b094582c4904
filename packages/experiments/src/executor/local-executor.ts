import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { InputError, show } from '@firstmover/core';
import type { RunConfig } from '../config/experiment.ts';
import type { Executor, RunEnd } from './executor.ts';
import type { TrainingProcess } from './training-process.ts';
import { trainingProcess } from './training-process.ts';

/** How often a run is tried before it is reported as failed. */
const ATTEMPTS = 3;

/** Milliseconds before another attempt: a process whose parent was killed needs some to notice, and holds the lock of its run till then. */
const PAUSE = 500;

/**
 * Trains runs in processes of this machine.
 *
 * @param folder - where the run folders are
 * @param workers - how many processes (default one per core)
 * @throws InputError for a number of workers that is no positive integer
 */
export function localExecutor(folder: string, workers: number = availableParallelism()): Executor {
  if (!(Number.isSafeInteger(workers) && workers >= 1 && workers <= 1024))
    throw new InputError(`workers is ${show(workers)}: expected an integer from 1 to 1024`);
  const idle: TrainingProcess[] = Array.from({ length: workers }, () => trainingProcess());
  const all = [...idle];
  const waiting: (() => void)[] = [];
  let stopped = false;

  const take = async (): Promise<TrainingProcess> => {
    while (idle.length === 0) await new Promise<void>((free) => waiting.push(free));
    return idle.pop()!;
  };

  const attempt = async (config: RunConfig, process_: TrainingProcess): Promise<RunEnd> => {
    for (let count = 1; ; count++) {
      if (stopped) return { kind: 'stopped' };
      const end = await process_.train({ config, out: folder, seconds: null });
      if (end.kind === 'finished') return end;
      if (stopped) continue;
      if (count >= ATTEMPTS) return { kind: 'failed', message: end.kind === 'failed' ? end.message : 'it was stopped by a signal' };
      await setTimeout(PAUSE);
    }
  };

  return {
    async run(config) {
      const process_ = await take();
      try {
        return await attempt(config, process_);
      } finally {
        idle.push(process_);
        waiting.shift()?.();
      }
    },
    stop() {
      stopped = true;
      for (const process_ of all) process_.stop();
    },
    close() {
      for (const process_ of all) process_.kill();
      return Promise.resolve();
    },
  };
}
