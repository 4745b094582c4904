import { resolve } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '@firstmover/core';
import type { Io } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';
import { writeError } from '../main/command-errors.ts';
import { loadQueue } from './load-queue.ts';
import { stopOnSignals } from './signals.ts';

interface WorkerFlags {
  readonly redis?: string;
  readonly out?: string;
  readonly processes: string;
  readonly segment: string;
  readonly unsafeRedis?: boolean;
}

/** Adds `firstmover worker`. */
export function addWorkerCommand(program: Command, io: Io): void {
  program
    .command('worker')
    .summary('train the runs of sweeps that wait in a Redis queue')
    .description(
      'Takes runs of `firstmover sweep --redis` from the queue and trains them in processes of their own, one segment after another: what a lost machine\n' +
        'loses is at most its segment. All workers and the sweep share the folder --out, on a network file system for instance. A request to terminate\n' +
        'ends the segment with a checkpoint. Whoever can write to the Redis can say what is trained here, modules of games included.',
    )
    .option(
      '--redis <url>',
      'the Redis of the queue, for example redis://127.0.0.1:6379 (or FIRSTMOVER_REDIS, which hides a password from ps)',
    )
    .option('--out <folder>', 'the folder of sweeps, shared by all (default runs)')
    .option('--processes <n>', 'how many runs are trained at once', '1')
    .option('--segment <seconds>', 'how long a run is trained before it is handed back to the queue', '60')
    .option('--unsafe-redis', 'use a Redis that may evict or forget jobs')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover worker --redis redis://127.0.0.1:6379
  $ FIRSTMOVER_REDIS=rediss://user:password@queue.example firstmover worker --processes 8 --out /shared/runs`,
    )
    .action(async (flags: WorkerFlags) => {
      const url = flags.redis ?? process.env['FIRSTMOVER_REDIS'];
      if (url === undefined) throw new InputError('no Redis: expected --redis redis://host:port, or FIRSTMOVER_REDIS');
      const { runWorker } = await loadQueue();
      const signals = stopOnSignals();
      try {
        await runWorker({
          url,
          out: resolve(flags.out ?? 'runs'),
          processes: parseInteger('--processes', flags.processes),
          segmentSeconds: parseInteger('--segment', flags.segment),
          unsafe: flags.unsafeRedis ?? false,
          signal: signals.signal,
          onLine: (line) => {
            io.err(`${line}\n`);
          },
          onWarning: (message) => {
            writeError(message, io);
          },
        });
      } finally {
        signals.close();
      }
    });
}
