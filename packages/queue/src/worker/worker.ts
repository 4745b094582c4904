import { Queue, Worker } from 'bullmq';
import { InputError, show } from '@firstmover/core';
import { trainingProcess } from '@firstmover/experiments';
import { openRedis, redactedUrl, redisAddress, withoutSecrets } from '../redis/redis.ts';
import type { SegmentJob } from '../segments/job.ts';
import { JOB_OPTIONS, QUEUE, STALLED_LIMIT, jobId } from '../segments/job.ts';
import { segmentsOf } from '../segments/segments.ts';
import { perform } from './perform.ts';

/** How a worker works. */
export interface WorkerOptions {
  /** The URL of the Redis. */
  readonly url: string;
  /** The folder of sweeps, shared with whoever runs them. */
  readonly out: string;
  /** How many runs are trained at once, each in a process of its own (default 1). */
  readonly processes?: number;
  /** Seconds after which a run is handed back to the queue (default 60). */
  readonly segmentSeconds?: number;
  /** Seconds after which a worker that no longer answers loses its jobs (default 30). */
  readonly lockSeconds?: number;
  /** Uses a Redis that may evict or forget jobs (default false). */
  readonly unsafe?: boolean;
  /** Ends the worker: segments under way end with a checkpoint and are committed. */
  readonly signal: AbortSignal;
  /** Called with a line per segment. */
  readonly onLine?: (line: string) => void;
  /** Called with what goes wrong on the way. */
  readonly onWarning?: (message: string) => void;
}

/** Milliseconds in which segments have to end after a request to terminate; then their processes are killed, and others train them. */
const GRACE = 8000;

/**
 * Trains segments of runs from the queue until the signal ends it. Training happens in child processes: this one only talks to Redis, so that locks are
 * renewed however long an update takes.
 *
 * @throws InputError for a Redis that cannot be reached, evicts or forgets; for options out of range
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { url, out, processes = 1, segmentSeconds = 60, lockSeconds = 30, unsafe = false, signal } = options;
  const { onLine = () => undefined, onWarning = () => undefined } = options;
  for (const [name, value, most] of [
    ['processes', processes, 1024],
    ['segment seconds', segmentSeconds, 86_400],
    ['lock seconds', lockSeconds, 3600],
  ] as const)
    // prettier-ignore
    if (!(value > 0 && value <= most && (name !== 'processes' || Number.isSafeInteger(value))))
      throw new InputError(`${name} is ${show(value)}: expected a number above 0, at most ${most}`);
  const address = redisAddress(url);
  const redis = await openRedis(address, unsafe, onWarning);
  const queue = new Queue<SegmentJob>(QUEUE, { connection: { ...address } });
  const idle = Array.from({ length: processes }, () => trainingProcess());
  const all = [...idle];
  const warn = (error: Error): void => {
    onWarning(`queue at ${redactedUrl(address)}: ${withoutSecrets(error.message || error.name, address)}`);
  };
  queue.on('error', warn);

  const worker = new Worker<SegmentJob>(
    QUEUE,
    async ({ data }) => {
      const process_ = idle.pop() ?? trainingProcess();
      try {
        if (signal.aborted) throw new Error('the worker was ended');
        const end = await perform(data, segmentsOf(redis, data.sweep), process_, out, segmentSeconds);
        const name = `${data.folder}/${data.config.name} segment ${data.segment}`;
        onLine(`${name}: ${end.kind}${'message' in end ? `, ${end.message.replaceAll(/\s+/g, ' ')}` : ''}`);
        if (end.kind === 'again') throw new Error(end.message);
        if (end.kind === 'accepted' && end.next) {
          const next = { ...data, segment: data.segment + 1 };
          await queue.add(next.config.name, next, { ...JOB_OPTIONS, jobId: jobId(next) });
        }
      } finally {
        idle.push(process_);
      }
    },
    {
      connection: { ...address },
      concurrency: processes,
      lockDuration: 1000 * lockSeconds,
      stalledInterval: 1000 * lockSeconds,
      maxStalledCount: STALLED_LIMIT,
    },
  );
  worker.on('error', warn);
  onLine(`waiting for runs at ${redactedUrl(address)}, ${processes} at once, in ${out}`);

  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  for (const process_ of all) process_.stop();
  const late = setTimeout(() => {
    for (const process_ of all) process_.kill();
  }, GRACE);
  const closing = (async (): Promise<void> => {
    await worker.close();
    await queue.close();
  })();
  // A Redis that is away at the same time must not hold the process: its jobs stall, and others train them.
  let given: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([closing.catch(warn), new Promise<void>((resolve) => (given = setTimeout(resolve, GRACE + 1000)))]);
  clearTimeout(late);
  clearTimeout(given);
  for (const process_ of all) process_.kill();
  redis.disconnect();
}
