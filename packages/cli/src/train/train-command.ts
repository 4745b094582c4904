import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '@firstmover/core';
import type { RunConfig } from '@firstmover/experiments';
import { isRunFolder, loadExperiment, presets, progressLine, readConfig, train } from '@firstmover/experiments';
import { writeError } from '../main/command-errors.ts';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';
import { createProgress } from '../io/progress.ts';
import { resultReport } from '../result/report.ts';

/** What is named on the command line instead of in a config. */
type NamedParts = { readonly [kind in 'game' | 'oracle' | 'leader' | 'method']?: string };

interface TrainFlags extends NamedParts {
  readonly set: readonly string[];
  readonly seed?: string;
  readonly out?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
}

/** Adds `firstmover train`. */
export function addTrainCommand(program: Command, io: Io): void {
  program
    .command('train')
    .argument(
      '[config]',
      'a config (.ts, .js or .json), a preset, a method of `firstmover list methods`, or a run folder to continue; left out with --game',
    )
    .summary('run an experiment into a folder that survives anything')
    .description(
      'Runs an experiment into a folder: frozen config, metrics (JSONL, CSV, TensorBoard), checkpoints and a verified result. A run that was\n' +
        'interrupted, even by the loss of power, is continued by --resume bit for bit. A config in TypeScript or JavaScript runs with your rights:\n' +
        `load only what you trust. Presets: ${[...presets.keys()].join(', ')}.`,
    )
    .option(
      '--set <path=value>',
      'change an entry of the config (repeatable)',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option('--game <name>', 'the game: an id, or ./my-game.ts#name, my-package#name')
    .option('--oracle <name>', 'how followers respond: a name of `firstmover list oracles`, or a module as above')
    .option('--leader <name>', 'how the leader learns: a name of `firstmover list leaders`, or a module as above')
    .option(
      '--method <name>',
      'a name of `firstmover list methods`, or a module as above (default contextual, where --game stands without an oracle)',
    )
    .option('--seed <integer>', 'the seed, instead of that of the config')
    .option('--out <folder>', 'the folder of run folders (default runs)')
    .option('--resume', 'continue the run where it exists; start it where it does not')
    .option('--json', 'print one JSON object per run on stdout; everything else goes to stderr')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover train prisoners-dilemma
  $ firstmover train prisoners-dilemma --seed 3 --resume
  $ firstmover train --game matrix/IteratedChicken-v1 --method tabular-q --leader a2c --set leader.learningRate=3e-2
  $ firstmover train --game ./my-game.ts --oracle exact --leader ./cem.ts#cem --set leader.population=128
  $ firstmover train my-experiment.ts --out results --json
  $ firstmover train runs/IteratedPrisonersDilemma-v1-contextual-s0 --resume`,
    )
    .action(async (source: string | undefined, flags: TrainFlags) => {
      await runTrain(source, flags, io);
    });
}

async function runTrain(source: string | undefined, flags: TrainFlags, io: Io): Promise<void> {
  const { configs, out } = await configsOf(source, flags);
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort();
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    for (const config of configs) {
      if (stop.signal.aborted) break;
      const progress = createProgress(io);
      const { folder, result } = await train(config, {
        out,
        resume: flags.resume ?? false,
        signal: stop.signal,
        onProgress: (state) => {
          // A terminal cuts the line at its end: the name stands there only where it tells runs apart.
          progress.update(configs.length > 1 ? `${config.name}: ${progressLine(state)}` : progressLine(state));
        },
        onWarning: (message) => {
          writeError(message, io);
        },
      });
      progress.done();
      if (!result) {
        io.err(`firstmover: stopped with a checkpoint; go on with: firstmover train ${folder} --resume\n`);
        break;
      }
      io.out(flags.json ? jsonLine({ folder, ...result }) : `${resultReport(result, undefined)}\n\nThe run is in ${folder}.\n`);
    }
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

async function configsOf(
  source: string | undefined,
  flags: TrainFlags,
): Promise<{ readonly configs: readonly RunConfig[]; readonly out: string }> {
  const named = (['game', 'oracle', 'leader', 'method'] as const).flatMap((kind) =>
    flags[kind] === undefined ? [] : [`${kind}=${flags[kind]}`],
  );
  if (source === undefined || !isRunFolder(source)) {
    if (source === undefined && flags.game === undefined)
      throw new InputError('nothing to train: expected a config, a preset, a method, a run folder, or --game');
    const seed = flags.seed === undefined ? [] : [`seed=${parseInteger('--seed', flags.seed)}`];
    const usual = source === undefined && flags.oracle === undefined && flags.method === undefined ? ['method=contextual'] : [];
    return { configs: await loadExperiment(source, [...usual, ...named, ...flags.set, ...seed]), out: flags.out ?? 'runs' };
  }
  const [ineffective] = [
    ...named.map((text) => `--${text.split('=')[0]!}`),
    ...(flags.set.length > 0 ? ['--set'] : []),
    ...(flags.seed === undefined ? [] : ['--seed']),
    ...(flags.out === undefined ? [] : ['--out']),
  ];
  if (ineffective !== undefined)
    throw new InputError(`${ineffective} has no effect on the run folder ${source}: its config is frozen; name a config instead`);
  if (!flags.resume) throw new InputError(`${source} is a run folder: continue it with --resume`);
  const config = readConfig(source);
  const folder = resolve(source);
  if (basename(folder) !== config.name)
    throw new InputError(`${source} was renamed: it is the folder of the run ${config.name}, rename it back`);
  return { configs: [config], out: dirname(folder) };
}
