import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { SweepOptions, SweepOutcome } from '@firstmover/experiments';
import { SWEEP_FILES, loadSweep, runSweep, trainSweepRun } from '@firstmover/experiments';
import { InputError } from '@firstmover/core';
import { formatNumber, formatTable } from '@firstmover/problems';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';
import { createProgress } from '../io/progress.ts';
import { ReportedError, writeError } from '../main/command-errors.ts';
import { loadQueue } from '../worker/load-queue.ts';
import { stopOnSignals } from '../worker/signals.ts';

interface SweepFlags {
  readonly workers?: string;
  readonly out?: string;
  readonly redis?: string;
  readonly unsafeRedis?: boolean;
  readonly run?: string;
  readonly takeover?: boolean;
  readonly json?: boolean;
}

/** Adds `firstmover sweep`. */
export function addSweepCommand(program: Command, io: Io): void {
  program
    .command('sweep')
    .argument('<sweep>', 'a file (.ts, .js or .json) with a sweep: an experiment and what changes in it')
    .summary('run many settings of an experiment, on all cores or all machines')
    .description(
      'Runs every setting of a sweep with every seed, each run in its own process and its own folder, and writes results.json and results.csv with\n' +
        'verified values. The same command again runs only what is missing. A run that fails again and again is reported; the others end. The results\n' +
        'are the same for any number of workers.',
    )
    .option('--workers <n>', 'how many processes train at once (default one per core)')
    .option('--out <folder>', 'the folder of sweeps (default runs)')
    .option(
      '--redis <url>',
      'hand the runs to `firstmover worker` processes behind this Redis, which share the folder (or FIRSTMOVER_REDIS)',
    )
    .option('--unsafe-redis', 'use a Redis that may evict or forget jobs')
    .option('--run <n>', 'train only run number n, for a task of a job array')
    .option('--takeover', 'with --run: remove the lock of a process on another machine, where the scheduler says that it is gone')
    .option('--json', 'print the results as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover sweep rates.ts
  $ firstmover sweep rates.ts --workers 4 --out results --json
  $ firstmover sweep rates.ts --redis redis://queue.example:6379
  $ firstmover emit slurm rates.ts > rates.sbatch`,
    )
    .action(async (source: string, flags: SweepFlags) => {
      await runCommand(source, flags, io);
    });
}

async function runCommand(source: string, flags: SweepFlags, io: Io): Promise<void> {
  const sweep = await loadSweep(source);
  const out = flags.out ?? 'runs';
  const url = flags.redis ?? (flags.workers === undefined && flags.run === undefined ? process.env['FIRSTMOVER_REDIS'] : undefined);
  checkFlags(flags, url);
  const signals = stopOnSignals();
  const progress = createProgress(io);
  let failed = 0;
  try {
    if (flags.run !== undefined) {
      const run = parseInteger('--run', flags.run);
      const { folder, result } = await trainSweepRun(sweep, run, { out, takeover: flags.takeover ?? false, signal: signals.signal });
      if (!result) throw new InputError(`stopped with a checkpoint in ${folder}: the same command goes on`);
      io.out(flags.json ? jsonLine({ folder, ...result }) : `run ${run} ended in ${folder}\n`);
      return;
    }
    const options: SweepOptions = {
      out,
      signal: signals.signal,
      ...(flags.workers === undefined ? {} : { workers: parseInteger('--workers', flags.workers) }),
      onRun(run, ended, known) {
        if (run.status === 'failed') failed++;
        progress.update(`${ended} of ${known} runs, ${failed} failed; last ${run.run}: ${run.status}`);
      },
      ...(url === undefined ? {} : { executor: await queueExecutor(url, flags, io) }),
    };
    const outcome = await runSweep(sweep, options);
    progress.done();
    io.out(flags.json ? jsonLine({ folder: outcome.folder, ...outcome.results }) : `${report(outcome)}\n`);
    if (!outcome.results.complete) throw stopped('the sweep was stopped: the same command runs what is missing', io);
    if (failed > 0) throw stopped(`${failed} of ${outcome.results.runs.length} runs failed: ${SWEEP_FILES.results} has why; the same command tries them again`, io); // prettier-ignore
  } finally {
    signals.close();
  }
}

function checkFlags(flags: SweepFlags, url: string | undefined): void {
  const without = (flag: string, other: string): InputError => new InputError(`${flag} has no effect with ${other}: leave it out`);
  if (url !== undefined && flags.workers !== undefined) throw without('--workers', '--redis');
  if (flags.run !== undefined && flags.workers !== undefined) throw without('--workers', '--run');
  if (flags.run !== undefined && flags.redis !== undefined) throw without('--redis', '--run');
  if (flags.takeover && flags.run === undefined) throw new InputError('--takeover has no effect without --run');
  if (flags.unsafeRedis && url === undefined) throw new InputError('--unsafe-redis has no effect without --redis');
}

async function queueExecutor(url: string, flags: SweepFlags, io: Io): Promise<NonNullable<SweepOptions['executor']>> {
  const { createQueueExecutor } = await loadQueue();
  return (folder) =>
    createQueueExecutor({
      url,
      folder: resolve(folder),
      unsafe: flags.unsafeRedis ?? false,
      onWarning: (message) => {
        writeError(message, io);
      },
    });
}

function stopped(message: string, io: Io): ReportedError {
  writeError(message, io);
  return new ReportedError(message);
}

/** The settings with their mean returns, for people to read. */
function report({ folder, results, read }: SweepOutcome): string {
  const { settings, runs, best } = results;
  const paths = Object.keys(settings[0]?.values ?? {});
  const halving = settings.some(({ rung }) => rung > 0);
  const number = (value: number | null): string => (value === null ? '-' : formatNumber(value));
  const head = ['setting', ...(halving ? ['rung'] : []), ...paths, 'runs', 'leader value', '95% interval', ''];
  const last = settings.at(-1)?.rung;
  const rows = settings.map((each) => [
    String(each.setting),
    ...(halving ? [String(each.rung)] : []),
    ...paths.map((path) => (typeof each.values[path] === 'string' ? each.values[path] : JSON.stringify(each.values[path]))),
    String(each.runs),
    number(each.mean),
    each.low === null ? '-' : `${number(each.low)} to ${number(each.high)}`,
    each.failed > 0 ? `${each.failed} failed` : each.setting === best && each.rung === last ? 'best' : '',
  ]);
  const how = runs.some(({ evidence }) => evidence === 'simulated')
    ? 'verified, or simulated where that is impossible'
    : 'verified, ties against the leader';
  const failures = runs.filter(({ error }) => error !== null).map(({ run, error }) => `  ${run}: ${error!.replaceAll(/\s+/g, ' ')}`);
  return [
    `${results.name} in ${folder}: ${runs.length} runs${read > 0 ? `, ${read} of them from before` : ''}`,
    '',
    formatTable(head, rows),
    '',
    `Leader value: mean over seeds, ${how}.`,
    ...(failures.length > 0 ? ['', 'Failed:', ...failures] : []),
  ].join('\n');
}
