// What learned leaders reach on environments whose optimum is known or bounded, over seeds. Writes docs/benchmarks/learned.{json,md}. `--seeds n` takes
// fewer than 10, and words select cases by a part of their ids; then the page is printed, not written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bootstrap, mean, meanScore } from '@firstmover/evaluation';
import type { Case } from './cases.ts';
import { cases } from './cases.ts';

const SEEDS = 10;

interface Row {
  readonly id: string;
  readonly goal: number;
  /** One return per seed, against the follower that was learned against, and against another. */
  readonly returns: readonly number[];
  readonly others: readonly number[];
  readonly steps: readonly number[];
  readonly cpuSeconds: readonly number[];
}

function measure({ game, goal, learn }: Case, seeds: number): Row {
  const runs = Array.from({ length: seeds }, (_unused, seed) => {
    const start = process.cpuUsage();
    const run = learn(seed);
    const { user, system } = process.cpuUsage(start);
    process.stderr.write(`${game.id} seed ${seed}: ${run.leaderReturn}, ${run.otherReturn} in ${run.steps} steps\n`);
    return { ...run, cpuSeconds: (user + system) / 1e6 };
  });
  return {
    id: game.id,
    goal,
    returns: runs.map(({ leaderReturn }) => leaderReturn),
    others: runs.map(({ otherReturn }) => otherReturn),
    steps: runs.map(({ steps }) => steps),
    cpuSeconds: runs.map(({ cpuSeconds }) => cpuSeconds),
  };
}

function markdown(rows: readonly Row[], seeds: number): string {
  const number = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : 'unknown');
  const line = (row: Row): string => {
    const { how, goalAbout } = cases.find(({ game }) => game.id === row.id)!;
    const { value, low } = bootstrap([row.returns], meanScore);
    const verdict = low >= row.goal ? 'reached' : 'not reached';
    return `| \`${row.id}\` | ${how} | ${goalAbout}: ${number(row.goal)} | ${number(value)} | ${number(low)} | ${verdict} | ${number(mean(row.others))} | ${Math.max(...row.steps).toLocaleString('en-GB')} | ${Math.max(...row.cpuSeconds).toFixed(0)} |`;
  };
  return `# Learned solutions of environments

Made by \`npm run learned\` in \`benchmarks\`; the numbers behind it are in \`learned.json\`. ${seeds} seeds.

The leader's return is measured after learning, in episodes of their own. The lower bound is that of the 95% interval of the mean over seeds (bootstrap); it is what must reach the goal. *Another follower* is one that the leader did
not learn against: an exact response is the same, a pre-trained follower is that of another seed. Steps and CPU seconds are those of the longest run, queries and pre-training included.

| game | how | goal | mean | lower bound | | another follower | steps | CPU s |
| --- | --- | --- | ---: | ---: | --- | ---: | ---: | ---: |
${rows.map(line).join('\n')}
`;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seeds: { type: 'string', default: String(SEEDS) } } });
const seeds = Number(values.seeds);
const rows = cases
  .filter(({ game }) => positionals.length === 0 || positionals.some((word) => game.id.includes(word)))
  .map((each) => measure(each, seeds));
if (seeds !== SEEDS || positionals.length > 0) process.stdout.write(markdown(rows, seeds));
else {
  const folder = new URL('../../docs/benchmarks/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('learned.json', folder), `${JSON.stringify(rows, null, 1)}\n`);
  writeFileSync(new URL('learned.md', folder), markdown(rows, seeds));
}
