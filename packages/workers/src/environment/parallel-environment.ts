import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError, checkSeed, savable, savedList, show } from '@firstmover/core';
import type { Column, Savable, SavedState, Space, VectorEnvironment } from '@firstmover/core';
import type { Crew } from '../crew/crew.ts';
import { checkWorkers, startCrew } from '../crew/crew.ts';
import { sharedColumn, sharedFlags, sharedNumbers } from './shared-column.ts';

/** The copies that one worker runs. */
export interface Shard {
  /**
   * The index of its first copy in the whole environment. Pass it on as `firstCopy`, so that the copies draw what they would in one
   * batch.
   */
  readonly first: number;
  /** How many copies. */
  readonly size: number;
  /** The seed of the whole environment. */
  readonly seed: number;
}

/** Makes the copies of a shard from the caller's arguments: what the module of a {@link parallelEnvironment} exports. */
export type ShardFactory<TArguments> = (given: TArguments, shard: Shard) => VectorEnvironment | Promise<VectorEnvironment>;

/** What to spread over threads. */
export interface ParallelEnvironmentOptions {
  /** The module that makes the copies: a URL, or a path from the working directory. */
  readonly module: URL | string;
  /** The name of its export, a {@link ShardFactory} (default `default`). */
  readonly export?: string;
  /** What the factory is given; anything that can be cloned, so no functions. */
  readonly arguments?: unknown;
  /** How many copies, all workers together. */
  readonly size: number;
  /** How many threads run them, at most one per copy; from 1 to 256. The calling thread only waits. */
  readonly workers: number;
  /** The seed that the factories are given (default 0). */
  readonly seed?: number;
}

/** An environment whose copies run in several threads. */
export interface WorkerEnvironment extends VectorEnvironment {
  /** How many threads run its copies. */
  readonly workers: number;
  /** Ends the threads; the environment cannot be used any more. */
  close(): Promise<void>;
}

/** The commands of environment-worker.js, by number. */
const ATTACH = 0;
const RESET = 1;
const STEP = 2;
const STEP_UNROUNDED = 3;
const SAVE = 4;
const RESTORE = 5;

/** What a worker tells of its environment. */
interface Told {
  readonly spaces: { readonly observation: Space; readonly action: Space; readonly privileged: Space | undefined };
  readonly savable: boolean;
}

/**
 * Spreads the copies of an environment over threads: any algorithm uses it as it would the whole. Functions cannot be sent to a thread, so each
 * one imports a module, whose factory makes its part of the copies. If the factory passes `first` on, results are equal bit for bit for any
 * number of workers, because all numbers are drawn by the index of the copy.
 *
 * The calling thread waits while the others work. They run nothing asynchronous between two calls, and do not keep the process alive. What a
 * copy throws reaches the caller with its name and message.
 *
 * It can be saved if the environments of the factory can, and is restored into one with as many workers.
 *
 * @throws InputError for options out of range, and what importing the module or its factory throws; later also when a thread has ended
 */
export function parallelEnvironment(options: ParallelEnvironmentOptions): WorkerEnvironment {
  const { export: exportName = 'default', arguments: given, size } = options;
  if (!Number.isSafeInteger(size) || size < 1)
    throw new InputError(`size ${show(size)} of parallelEnvironment: expected an integer of at least 1`);
  const workers = Math.min(checkWorkers(options.workers, 'parallelEnvironment'), size);
  const seed = checkSeed(options.seed ?? 0);
  const module = moduleUrl(options.module);
  try {
    structuredClone(given);
  } catch {
    throw new InputError(`arguments ${show(given)} of parallelEnvironment: expected data that threads can be sent, without functions`);
  }
  const bounds = Array.from({ length: workers + 1 }, (_unused, i) => Math.floor((i * size) / workers));
  const shards = bounds.slice(0, -1).map((first, i): Shard => ({ first, size: bounds[i + 1]! - first, seed }));
  const crew = startCrew({
    name: 'parallelEnvironment',
    entry: new URL('./environment-worker.js', import.meta.url),
    execArgv: process.execArgv.filter((option) => !option.startsWith('--input-type=')), // which is for what is no file
    jobs: shards.map((shard) => ({ module, exportName, given, shard })),
  });
  try {
    return assemble(crew, shards, size, { arguments: given, size, workers, seed });
  } catch (error) {
    void crew.close();
    throw error;
  }
}

/** The whole environment from its parts, once these are ready. */
function assemble(crew: Crew, shards: readonly Shard[], size: number, settings: object): WorkerEnvironment {
  const workers = shards.length;
  crew.finish(0, workers);
  const told = shards.map((_shard, worker) => crew.receive(worker) as Told);
  const { observation, action, privileged } = told[0]!.spaces;
  const differs = told.findIndex(({ spaces }) => JSON.stringify(spaces) !== JSON.stringify(told[0]!.spaces));
  if (differs > 0)
    throw new InputError(
      `shard ${differs} of parallelEnvironment has other spaces than shard 0: a factory must not make them depend on it`,
    );

  const observations = sharedColumn(observation, size);
  const executed = sharedColumn(action, size);
  const seen = privileged && sharedColumn(privileged, size);
  const actions = sharedColumn(action, size);
  // Actions for a Discrete space that are given as numbers of any kind reach the environment as they are, so that it can refuse them.
  const unrounded = sharedNumbers(actions.length);
  const rewards = sharedNumbers(size);
  const [terminated, truncated, learn, mask] = [sharedFlags(size), sharedFlags(size), sharedFlags(size), sharedFlags(size)];
  const steps = sharedNumbers(workers);
  const part = <TArray extends Column | Uint8Array>(whole: TArray, { first, size: count }: Shard): TArray => {
    const width = whole.length / size;
    return whole.subarray(first * width, (first + count) * width) as TArray;
  };

  const all = (command: number): void => {
    for (let worker = 0; worker < workers; worker++) crew.start(worker, command);
    crew.finish(0, workers);
  };
  shards.forEach((shard, worker) =>
    crew.send(worker, {
      observations: part(observations, shard),
      executed: part(executed, shard),
      privileged: seen && part(seen, shard),
      actions: part(actions, shard),
      unrounded: part(unrounded, shard),
      rewards: part(rewards, shard),
      terminated: part(terminated, shard),
      truncated: part(truncated, shard),
      learn: part(learn, shard),
      mask: part(mask, shard),
      steps: steps.subarray(worker, worker + 1),
    }),
  );
  all(ATTACH);

  const shardOf = (worker: number): Savable => ({
    save() {
      crew.start(worker, SAVE);
      crew.finish(worker, worker + 1);
      return crew.receive(worker) as SavedState;
    },
    restore(state) {
      crew.send(worker, state);
      crew.start(worker, RESTORE);
      crew.finish(worker, worker + 1);
    },
  });

  return {
    ...(told.every((each) => each.savable)
      ? savable('parallel environment', settings, { shards: savedList(shards.map((_shard, worker) => shardOf(worker))) })
      : {}),
    size,
    observation,
    action,
    observations,
    rewards,
    terminated,
    truncated,
    executed,
    learn,
    ...(privileged && seen ? { privileged: { space: privileged, observations: seen } } : {}),
    workers,
    get steps() {
      return steps.reduce((sum, count) => sum + count, 0);
    },
    reset(wanted) {
      if (wanted === undefined) mask.fill(1);
      else if (wanted.includes(1)) mask.set(wanted.subarray(0, size));
      else return;
      all(RESET);
    },
    step(given) {
      if (given.length < actions.length)
        throw new InputError(`${given.length} actions for ${size} copies: expected at least ${actions.length}`);
      const exact = given.constructor === actions.constructor;
      (exact ? actions : unrounded).set(given.subarray(0, actions.length));
      all(exact ? STEP : STEP_UNROUNDED);
    },
    close: () => crew.close(),
  };
}

/** A module as threads import it. */
function moduleUrl(module: URL | string): string {
  if (module instanceof URL) return module.href;
  return /^(file|data):/.test(module) ? module : pathToFileURL(resolve(module)).href;
}
