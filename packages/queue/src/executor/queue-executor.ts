import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Queue } from 'bullmq';
import type { Executor, RunConfig, RunEnd } from '@firstmover/experiments';
import { SWEEP_FILES, finishedRun } from '@firstmover/experiments';
import { openRedis, redactedUrl, redisAddress, withoutSecrets } from '../redis/redis.ts';
import type { SegmentJob } from '../segments/job.ts';
import { JOB_OPTIONS, QUEUE, STALLED_LIMIT, attemptFolder, jobId } from '../segments/job.ts';
import type { RunState } from '../segments/segments.ts';
import { segmentsOf } from '../segments/segments.ts';

/** How runs are handed to workers. */
export interface QueueExecutorOptions {
  /** The URL of the Redis. */
  readonly url: string;
  /** The folder of the sweep, which all workers see as the same folder of their own `out`. */
  readonly folder: string;
  /** Uses a Redis that may evict or forget jobs (default false). */
  readonly unsafe?: boolean;
  /** Called with what goes wrong on the way. */
  readonly onWarning?: (message: string) => void;
}

/** Milliseconds between two looks at a run. */
const LOOK = 250;

/** How many looks in a row may fail. */
const PATIENCE = 100;

/** How many looks between two of whether the job of its segment is still there. */
const LOOKS_PER_CHECK = 8;

/**
 * Hands runs to workers behind a Redis, and takes each result once. What Redis loses is made anew from the sweep: a job that has vanished is added
 * again, and a segment that is done again ends the same.
 *
 * @throws InputError for a Redis that cannot be reached, evicts or forgets
 */
export async function createQueueExecutor(options: QueueExecutorOptions): Promise<Executor> {
  const { url, folder, unsafe = false, onWarning = () => undefined } = options;
  const address = redisAddress(url);
  const redis = await openRedis(address, unsafe, onWarning);
  const queue = new Queue<SegmentJob>(QUEUE, { connection: { ...address } });
  queue.on('error', (error) => {
    onWarning(`queue at ${redactedUrl(address)}: ${withoutSecrets(error.message || error.name, address)}`);
  });
  const content = readFileSync(join(folder, SWEEP_FILES.sweep));
  const sweep = `${basename(folder)}-${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
  const segments = segmentsOf(redis, sweep);
  let stopped = false;

  /** Adds the job of the next segment where it is missing; says why there is none any more. */
  const ensureJob = async (config: RunConfig, segment: number): Promise<string | undefined> => {
    const data: SegmentJob = { sweep, folder: basename(folder), config, segment };
    const job = await queue.getJob(jobId(data));
    if (job && (await job.isFailed())) {
      const reason = job.failedReason;
      await job.remove();
      if (/stalled/.test(reason)) return `its worker was lost ${STALLED_LIMIT} times at segment ${segment}`;
    } else if (job) return undefined;
    await queue.add(config.name, data, { ...JOB_OPTIONS, jobId: jobId(data) });
    return undefined;
  };

  /** Moves the accepted run folder to its place: once, as the rename is all or nothing. */
  const accept = (config: RunConfig, { from }: RunState): RunEnd => {
    const accepted = join(attemptFolder(folder, config.name, from), config.name);
    const place = join(folder, config.name);
    if (existsSync(accepted)) {
      rmSync(place, { recursive: true, force: true });
      renameSync(accepted, place);
    }
    const result = finishedRun(folder, config);
    if (!result) return { kind: 'failed', message: `its result was accepted, but is not in ${folder}: workers must share the folder` };
    rmSync(attemptFolder(folder, config.name), { recursive: true, force: true });
    return { kind: 'finished', result };
  };

  /** Looks at a run once: how it ended, or undefined where it goes on. */
  const lookAt = async (config: RunConfig, check: boolean): Promise<RunEnd | undefined> => {
    let at = await segments.state(config.name);
    if (!at) {
      await segments.open(config.name); // Redis lost it
      at = (await segments.state(config.name))!;
    }
    if (at.state === 'finished') return accept(config, at);
    if (at.state === 'quarantined') return { kind: 'failed', message: at.failure };
    const lost = check ? await ensureJob(config, at.segment) : undefined;
    return lost === undefined ? undefined : { kind: 'failed', message: lost };
  };

  return {
    async run(config) {
      await segments.open(config.name);
      let troubles = 0;
      for (let look = 0; !stopped; look++) {
        try {
          const end = await lookAt(config, look % LOOKS_PER_CHECK === 0);
          if (end) return end;
          troubles = 0;
        } catch (error) {
          // A Redis that restarts answers a call or two with an error: the run goes on all the same.
          if (++troubles > PATIENCE) throw error;
          onWarning(`${config.name}: ${withoutSecrets((error as Error).message, address)}; looking again`);
        }
        await setTimeout(LOOK);
      }
      return { kind: 'stopped' };
    },
    stop() {
      stopped = true;
    },
    async close() {
      await queue.close().catch(() => undefined);
      redis.disconnect();
    },
  };
}
