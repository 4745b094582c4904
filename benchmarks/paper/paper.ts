/**
 * The papers' experiments:
 *   npx tsx --tsconfig tsconfig.json benchmarks/paper/paper.ts [experiment...] [--seeds n] [--effort share] [--render] [--out folder]
 * Runs those that are named, or all, and writes results, figures and the page into `docs/paper`. `--render` draws and writes anew from the results that are there.
 * The other flags are those of every study (benchmarks/harness).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../harness/command.ts';
import { keptResults } from '../harness/results.ts';
import { experiments } from './experiments.ts';
import { files, page } from './report.ts';

process.exitCode = await runCommand(
  {
    studies: experiments,
    folder: fileURLToPath(new URL('../../docs/paper/', import.meta.url)),
    files,
    finish(folder) {
      const known = experiments.flatMap((experiment) => {
        const kept = keptResults(experiment, folder);
        return kept ? [{ experiment, runs: kept.runs }] : [];
      });
      if (known.length > 0) writeFileSync(join(folder, 'index.md'), page(known));
    },
  },
  process.argv.slice(2),
);
