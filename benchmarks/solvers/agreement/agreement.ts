// Two independent methods for every class of problem, on 100,000 random games. Writes docs/benchmarks/exact-agreement.{json,md}; classes that are
// left out keep their last result. Run: npm run agreement -- [--only bimatrix,bayesian] [--seeds 40] [--continue] [--dry]: a seed is a part of 2,500 games.
// The other flags are those of every study (benchmarks/harness).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../harness/command.ts';
import { classes } from './classes.ts';
import type { Result } from './result.ts';
import { page, resultOf } from './result.ts';
import { agreement, ran } from './study.ts';

/** What was found before. Read late, so that classes measured at the same time keep theirs. */
function keptResults(folder: string): readonly Result[] {
  const file = join(folder, 'exact-agreement.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Result[]) : [];
}

process.exitCode = await runCommand(
  {
    studies: [agreement],
    folder: fileURLToPath(new URL('../../../docs/benchmarks/', import.meta.url)),
    // A result has no runs: those of classes that are left out stay in the file.
    kept: () => undefined,
    write(_study, runs, _effort, folder) {
      const results = new Map(keptResults(folder).map((result) => [result.kind, result]));
      for (const entry of ran(runs)) results.set(entry.kind, resultOf(entry, runs));
      const ordered = classes.flatMap(({ kind }) => results.get(kind) ?? []);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'exact-agreement.json'), `${JSON.stringify(ordered, null, 1)}\n`);
    },
    finish(folder) {
      const results = keptResults(folder);
      if (results.length > 0) writeFileSync(join(folder, 'exact-agreement.md'), page(agreement.about, results));
    },
  },
  process.argv.slice(2),
);
