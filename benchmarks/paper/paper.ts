/**
 * The papers' experiments:
 *   npx tsx --tsconfig tsconfig.json benchmarks/paper/paper.ts [experiment...] [--seeds n] [--effort share] [--render] [--out folder]
 * Runs those that are named, or all, and writes results, figures and the page into `docs/paper`. `--render` draws and writes anew from the results that are there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { unknownName } from '@firstmover/core';
import type { Experiment, Run } from './experiment.ts';
import { experiments } from './experiments.ts';
import type { Results } from './report.ts';
import { files, page } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string' }, effort: { type: 'string' }, render: { type: 'boolean' }, out: { type: 'string' } },
});
const folder = values.out === undefined ? fileURLToPath(new URL('../../docs/paper/', import.meta.url)) : resolve(values.out);
const effort = Number(values.effort ?? 1);
mkdirSync(folder, { recursive: true });

function keptRuns({ name }: Experiment): readonly Run[] | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results).runs : undefined;
}

const named = positionals.map((name) => {
  const found = experiments.find((each) => each.name === name);
  if (!found) throw unknownName('experiment', name, experiments.map((each) => each.name)); // prettier-ignore
  return found;
});
for (const experiment of named.length > 0 ? named : experiments) {
  let runs = values.render ? keptRuns(experiment) : undefined;
  if (values.render && !runs) continue;
  if (!runs) {
    const seeds = Number(values.seeds ?? experiment.seeds ?? 10);
    const started = performance.now();
    runs = Array.from({ length: seeds }, (_unused, seed) => {
      const own = experiment.run(seed, effort);
      process.stderr.write(`${experiment.name}: seed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
      return own;
    }).flat();
    const results: Results = { experiment: experiment.name, effort, runs };
    writeFileSync(join(folder, `${experiment.name}.json`), `${JSON.stringify(results)}\n`);
  }
  for (const [name, text] of Object.entries(files(experiment, runs))) writeFileSync(join(folder, name), text);
  for (const { what, holds, detail } of experiment.check(runs))
    process.stderr.write(`  ${holds ? 'holds' : 'FAILS'}: ${what} (${detail})\n`);
}
const known = experiments.flatMap((experiment) => {
  const runs = keptRuns(experiment);
  return runs ? [{ experiment, runs }] : [];
});
writeFileSync(join(folder, 'index.md'), page(known));
