/**
 * The papers' experiments:
 *   npx tsx --tsconfig tsconfig.json benchmarks/paper/paper.ts [experiment...] [--seeds n] [--effort share] [--render] [--out folder]
 * Runs those that are named, or all, and writes results, figures and the page into `docs/paper`. `--render` draws and writes anew from the results that are there.
 * The other flags are those of every study (benchmarks/harness).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../harness/command.ts';
import type { Run, Study } from '../harness/study.ts';
import { experiments } from './experiments.ts';
import type { Results } from './report.ts';
import { files, page } from './report.ts';

function kept({ name }: Study, folder: string): readonly Run[] | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results).runs : undefined;
}

process.exitCode = await runCommand(
  {
    studies: experiments,
    folder: fileURLToPath(new URL('../../docs/paper/', import.meta.url)),
    kept,
    write(experiment, runs, effort, folder) {
      mkdirSync(folder, { recursive: true });
      const results: Results = { experiment: experiment.name, effort, runs };
      const written = { [`${experiment.name}.json`]: `${JSON.stringify(results)}\n`, ...files(experiment, runs) };
      for (const [name, text] of Object.entries(written)) writeFileSync(join(folder, name), text);
    },
    finish(folder) {
      const known = experiments.flatMap((experiment) => {
        const runs = kept(experiment, folder);
        return runs ? [{ experiment, runs }] : [];
      });
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'index.md'), page(known));
    },
  },
  process.argv.slice(2),
);
