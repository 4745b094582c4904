import type { Command } from 'commander';
import { InputError, show } from '@firstmover/core';
import { loadSweep, resolveSweep, sweepSize } from '@firstmover/experiments';
import type { Io } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';
import { kubernetesManifest } from './kubernetes.ts';
import type { ArrayJob } from './slurm.ts';
import { slurmScript } from './slurm.ts';

interface EmitFlags {
  readonly out: string;
  readonly parallel?: string;
  readonly memory: string;
  readonly minutes: string;
  readonly image: string;
  readonly claim: string;
  readonly file?: string;
}

/** Adds `firstmover emit`. */
export function addEmitCommand(program: Command, io: Io): void {
  const emit = program
    .command('emit')
    .summary('write a job array for a sweep: slurm or kubernetes')
    .description('Writes a script for Slurm or a manifest for Kubernetes that runs a sweep, one task per run, to standard output.');
  const common = (command: Command, out: string): Command =>
    command
      .argument('<sweep>', 'a file (.ts, .js or .json) with a sweep')
      .option('--out <folder>', 'the folder of sweeps, shared by all tasks', out)
      .option('--parallel <n>', 'how many tasks run at once (default all)')
      .option('--memory <MiB>', 'the memory of a task', '1024')
      .option('--minutes <n>', 'the most minutes of a task', '1440');
  common(emit.command('slurm'), 'runs')
    .summary('a script for sbatch')
    .addHelpText('after', '\nExamples:\n  $ firstmover emit slurm rates.ts --parallel 100 > rates.sbatch')
    .action(async (source: string, flags: EmitFlags) => {
      io.out(slurmScript(await arrayJob(source, source, flags)));
    });
  common(emit.command('kubernetes'), '/shared/runs')
    .summary('a manifest for kubectl')
    .requiredOption('--image <name>', 'the container image, with firstmover in it')
    .requiredOption('--claim <name>', 'the persistent volume claim (ReadWriteMany) that is mounted at /shared')
    .option('--file <path>', "the sweep's path in the container (default /shared/ and its name)")
    .addHelpText(
      'after',
      '\nExamples:\n  $ firstmover emit kubernetes rates.ts --image registry.example/firstmover:1 --claim shared > rates.yaml',
    )
    .action(async (source: string, flags: EmitFlags) => {
      const file = flags.file ?? `/shared/${source.replace(/^.*[/\\]/, '')}`;
      io.out(kubernetesManifest({ ...(await arrayJob(source, file, flags)), image: flags.image, claim: flags.claim }));
    });
}

async function arrayJob(source: string, file: string, flags: EmitFlags): Promise<ArrayJob> {
  const sweep = resolveSweep(await loadSweep(source));
  return {
    name: sweep.name,
    runs: sweepSize(sweep),
    file,
    out: flags.out,
    parallel: flags.parallel === undefined ? undefined : atLeastOne('--parallel', flags.parallel),
    memory: atLeastOne('--memory', flags.memory),
    minutes: atLeastOne('--minutes', flags.minutes),
  };
}

function atLeastOne(name: string, text: string): number {
  const value = parseInteger(name, text);
  if (value >= 1 && value <= 1e9) return value;
  throw new InputError(`${name} is ${show(text)}: expected an integer from 1 to 1000000000`);
}
