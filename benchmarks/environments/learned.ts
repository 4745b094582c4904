// What learned leaders reach on every environment, over seeds, beside exact values. Writes docs/benchmarks/learned.{json,md} and its figure. Each run is kept as
// soon as it is made, and is made anew only where its case has changed, or with `--fresh`. `--only drones,bandwagon,contract-10` takes cases by name, or all sizes of one; `--tune
// 100` runs from that seed on and prints, writing nothing: settings are chosen on such seeds.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Case, LearnedRun } from './case.ts';
import { cases } from './cases.ts';
import { familyOf, figure, page } from './page.ts';
import type { Kept } from './page.ts';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, fresh: { type: 'boolean' }, tune: { type: 'string' }, seeds: { type: 'string' } },
});
const folder = new URL('../../docs/benchmarks/', import.meta.url);
const file = new URL('learned.json', folder);
const kept = new Map<string, Kept>(
  (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Kept[]) : []).map((row) => [row.name, row]),
);

function write(): void {
  mkdirSync(folder, { recursive: true });
  const rows = cases.flatMap(({ name }) => kept.get(name) ?? []);
  writeFileSync(file, `${JSON.stringify(rows, null, 1)}\n`);
  writeFileSync(new URL('learned.md', folder), page(rows));
  const drawn = figure(rows);
  if (drawn !== undefined) writeFileSync(new URL('learned.svg', folder), drawn);
}

function run({ name, learn }: Case, seed: number): LearnedRun & { readonly cpuSeconds: number } {
  const start = process.cpuUsage();
  const { value, untrained, steps, stepsToGoal } = learn(seed);
  const { user, system } = process.cpuUsage(start);
  const cpuSeconds = Number(((user + system) / 1e6).toFixed(1));
  process.stderr.write(`${name} seed ${seed}: ${value} from ${untrained}, ${stepsToGoal ?? '-'} of ${steps} steps, ${cpuSeconds} s\n`);
  return { value, untrained, steps, ...(stepsToGoal === undefined ? {} : { stepsToGoal }), cpuSeconds };
}

const wanted = cases.filter(
  ({ name }) => options.only === undefined || options.only.split(',').some((word) => name === word || familyOf(name) === word),
);
for (const each of wanted) {
  const { name, how, seeds, goal, exact } = each;
  if (options.tune !== undefined) {
    for (let i = 0; i < Number(options.seeds ?? 2); i++) run(each, Number(options.tune) + i);
    continue;
  }
  const before = kept.get(name);
  if (before === undefined || before.how !== how || options.fresh) kept.set(name, { name, id: each.game.id, how, goal, exact, runs: [] });
  const row = kept.get(name)!;
  kept.set(name, { ...row, goal, exact });
  for (let seed = row.runs.length; seed < Number(options.seeds ?? seeds); seed++) {
    kept.get(name)!.runs.push(run(each, seed));
    write();
  }
}
if (options.tune === undefined) write();
