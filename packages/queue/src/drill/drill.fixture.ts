import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { randomStream } from '@firstmover/core';
import { runSweep } from '@firstmover/experiments';
import { createQueueExecutor } from '../executor/queue-executor.ts';
import type { RedisServer } from '../redis/redis-server.fixture.ts';

/** How much a drill does. */
export interface DrillSize {
  /** Runs of the sweep. */
  readonly runs: number;
  /** Workers. */
  readonly workers: number;
  /** How often a worker is killed. */
  readonly kills: number;
  /** How often Redis is killed and started again. */
  readonly restarts: number;
  /** Updates of a run. */
  readonly updates: number;
}

/** What it found. */
export interface DrillCount {
  /** Kills of workers that were running. */
  kills: number;
  /** Restarts of Redis. */
  restarts: number;
  /** Runs that ended with a result. */
  results: number;
  /** How often a result was taken; equal to `results` where each was taken once. */
  accepted: number;
  /** Whether the table of results equals that of the local executor byte for byte. */
  equal: boolean;
  /** Whether the password was seen in what workers wrote. */
  leaked: boolean;
}

const root = resolve(import.meta.dirname, '../../../..');

let program: string | undefined;

/** The worker and its training processes, bundled once so that many start quickly. */
function workerProgram(): string {
  if (program !== undefined) return program;
  const folder = mkdtempSync(join(tmpdir(), 'firstmover-worker-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const entries = [join(import.meta.dirname, 'worker.fixture.ts'), join(root, 'packages/experiments/src/executor/training-child.ts')];
  execFileSync(process.execPath, [join(root, 'tools/bundle.mjs'), folder, ...entries], { stdio: ['ignore', 'ignore', 'inherit'] });
  return (program = join(folder, 'worker.js'));
}

/** A worker in a process of its own; its children end when it does. */
export function startWorker(url: string, out: string, seconds: number, said: string[]): ChildProcess {
  const child = spawn(process.execPath, [workerProgram(), url, out, String(seconds)], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (text: Buffer) => said.push(text.toString()));
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  return child;
}

/** Runs a sweep over the queue while workers and Redis are killed at random instants, and compares with the local executor. */
export async function queueDrill(size: DrillSize, redis: RedisServer, folder: string): Promise<DrillCount> {
  const sweep = {
    name: 'drill',
    experiment: {
      game: 'matrix/IteratedPrisonersDilemma-v1',
      oracle: { name: 'tabular-q', episodes: 20 },
      leader: 'ppo',
      budget: { updates: size.updates },
      checkpoints: { everyUpdates: 10 },
      seeds: Array.from({ length: size.runs / 2 }, (_unused, seed) => seed),
    },
    space: { 'leader.learningRate': [0.01, 0.1] },
  };
  const local = await runSweep(sweep, { out: join(folder, 'local'), workers: 2 });
  const out = join(folder, 'queue');
  const said: string[] = [];
  const taken: string[] = [];
  const count: DrillCount = { kills: 0, restarts: 0, results: 0, accepted: 0, equal: false, leaked: false };
  const random = randomStream(2, 'kills').at(0, 0);
  let over = false;
  const workers: ChildProcess[] = [];
  // A worker that begins while Redis is away says so and ends; as under any supervisor it is started again.
  const start = (i: number): void => {
    const worker = startWorker(redis.url, out, 2, said);
    workers[i] = worker;
    worker.once('exit', () => {
      if (!over) void setTimeout(200).then(() => over || start(i));
    });
  };
  for (let i = 0; i < size.workers; i++) start(i);
  const chaos = async (): Promise<void> => {
    for (let event = 0; !over && event < size.kills + size.restarts; event++) {
      // The next blow falls after another share of the runs, so that all of them meet a sweep that is under way.
      const share = (event + 0.5) / (size.kills + size.restarts + 1);
      while (!over && taken.length < share * size.runs) await setTimeout(20);
      await setTimeout(300 * random.uniform());
      if (over) return;
      if (event % Math.ceil((size.kills + size.restarts) / size.restarts) === 1) {
        await redis.stop(random.uniform() < 0.5 ? 'SIGKILL' : 'SIGTERM');
        await setTimeout(500);
        await redis.start();
        count.restarts++;
      } else {
        const i = random.integer(workers.length);
        while (!over && (workers[i]!.exitCode !== null || workers[i]!.signalCode !== null)) await setTimeout(20);
        const gone = new Promise((done) => workers[i]!.once('exit', done));
        if (!workers[i]!.kill('SIGKILL')) continue;
        count.kills++;
        await gone;
      }
    }
  };
  const blows = chaos();
  try {
    const outcome = await runSweep(sweep, {
      out,
      executor: (at) => createQueueExecutor({ url: redis.url, folder: at, onWarning: (line) => said.push(line) }),
      onRun: ({ run }) => taken.push(run),
    });
    count.results = outcome.results.runs.filter(({ status }) => status === 'finished').length;
    count.accepted = taken.length;
    const table = (at: string): string => readFileSync(join(at, 'results.json'), 'utf8');
    count.equal = table(outcome.folder) === table(local.folder);
    const failures = outcome.results.runs.filter(({ error }) => error !== null).map(({ run, error }) => `${run}: ${error}`);
    if (!count.equal) console.warn(said.join('').slice(-4000), failures.join('\n'));
    else for (const line of said.filter((text) => text.includes('looking again'))) console.warn(line);
  } finally {
    over = true;
    await blows;
    for (const worker of workers) worker.kill('SIGKILL');
  }
  count.leaked = said.join('').includes('not-to-be-seen');
  return count;
}
