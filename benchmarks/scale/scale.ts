// Contextual followers with large query sets: exact best-response gaps on structured leaders of families that they were not trained on, and what
// a leader step costs, by the number of queries. Writes docs/benchmarks/scale.{json,md,svg}. What was measured is kept in node_modules/.cache/scale, so
// that the page can be made in pieces, in several processes: `npm run scale -- 50-stochastic-attention 1` trains with one seed and writes no page,
// `npm run scale` measures what is missing and writes it, `npm run scale -- --fresh` forgets what is kept.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { deterministicPolicy, finiteModel, leaderProblem, randomStream, respondTo } from '@firstmover/core';
import type { FiniteModel, Policy } from '@firstmover/core';
import { checkpoints } from '@firstmover/benchmark-games';
import type { ContextualNetworkOptions } from '@firstmover/followers';
import { contextualNetworkFollower } from '@firstmover/followers';
import {
  attentiveOptions,
  payoffRange,
  testFamilies,
  worthAgainst,
} from '../../packages/followers/src/contextual-network/checkpoints.fixture.ts';

const LEADERS = 100; // per family
const SLIP = 0.25;
const CACHE = new URL('../../node_modules/.cache/scale/', import.meta.url);

interface Setting {
  readonly places: number;
  readonly slip: number;
  readonly encoder: string;
  readonly budget: number;
  readonly seeds: readonly number[];
  readonly options: ContextualNetworkOptions;
}

/** Mean and mean of the worst tenth, in percent. */
interface Gap {
  readonly mean: number;
  readonly worstDecile: number;
}

interface Run {
  readonly seed: number;
  readonly steps: number;
  readonly cpuSeconds: number;
  /** Gaps in percent of the range of the follower's returns in the game. */
  readonly gap: Gap;
  /** Gaps in percent of the range of its returns against that leader. */
  readonly ownRange: Gap;
  readonly families: { readonly [name: string]: Gap };
}

interface Row {
  readonly places: number;
  readonly slip: number;
  readonly encoder: string;
  readonly payoffRange: number;
  readonly reached: number;
  readonly myopic: Gap;
  readonly runs: readonly Run[];
  readonly microsecondsPerLeaderStep: number;
}

function gapOf(values: readonly number[]): Gap {
  const sorted = [...values].sort((a, b) => b - a);
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean: mean(sorted), worstDecile: mean(sorted.slice(0, Math.ceil(sorted.length / 10))) };
}

/** Gaps of a policy for each test leader, by family. */
function measure(
  model: FiniteModel,
  places: number,
  respond: (leader: readonly number[], i: number) => Policy,
): Omit<Run, 'seed' | 'steps' | 'cpuSeconds'> {
  const range = payoffRange(model);
  const all: number[] = [];
  const own: number[] = [];
  const families: Record<string, Gap> = {};
  for (const [name, family] of Object.entries(testFamilies)) {
    const stream = randomStream(77, `test leaders/${name}`);
    const gaps = Array.from({ length: LEADERS }, (_unused, i) => {
      const guards = family(places, stream.at(i, 0));
      const { best, played, worst } = worthAgainst(model, guards, respond(guards, i), stream.at(i, 1));
      own.push(best > worst ? (100 * (best - played)) / (best - worst) : 0);
      return (100 * (best - played)) / range;
    });
    families[name] = gapOf(gaps);
    all.push(...gaps);
  }
  return { gap: gapOf(all), ownRange: gapOf(own), families };
}

/** Runs where it pays at once, whatever comes: what a follower does that uses one answer only. */
function myopic(guards: readonly number[]): Policy {
  return {
    act: (observation) => (guards[Math.floor((observation as number) / 4)]! < 2 ? 1 : 0),
  };
}

/** CPU time of a leader step of the whole problem, queries and play, with random leader actions. */
function stepCost(places: number, slip: number, options: ContextualNetworkOptions): number {
  const game = checkpoints.create({ places, slip });
  const problem = leaderProblem(contextualNetworkFollower(game, options).oracle(), { copies: 16, seed: 0, model: finiteModel(game) });
  const random = randomStream(5, 'cost').at(0, 0);
  const actions = new Int32Array(problem.size);
  const run = (steps: number): number => {
    const start = process.cpuUsage();
    const before = problem.steps;
    while (problem.steps < before + steps) {
      problem.reset();
      while (problem.terminated.includes(0)) {
        for (let copy = 0; copy < actions.length; copy++) actions[copy] = random.integer(3);
        problem.step(actions);
      }
    }
    const used = process.cpuUsage(start);
    return (used.user + used.system) / (problem.steps - before);
  };
  run(10_000);
  return Math.min(run(40_000), run(40_000), run(40_000));
}

/** The expected share of places that are met. */
function reached(places: number, slip: number): number {
  const met = new Float64Array(places);
  met[0] = 1;
  for (let place = 1; place < places; place++) met[place] = met[place - 1]! * (1 - slip) + (place > 1 ? met[place - 2]! * slip : 0);
  return met.reduce((sum, share) => sum + share, 0) / places;
}

/** A name for a setting, on the command line and in the cache. */
function nameOf({ places, slip, encoder }: Setting): string {
  return `${places}-${kind(slip)}-${encoder.replaceAll(/[^a-z]+/g, '-')}`;
}

/** What was measured before, or is measured now and kept. */
function kept<TResult>(name: string, measureNow: () => TResult): TResult {
  const file = new URL(`${name}.json`, CACHE);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as TResult;
  const result = measureNow();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(file, JSON.stringify(result));
  return result;
}

/** Trains with one seed and measures. */
function train(setting: Setting, seed: number): Run {
  return kept(`${nameOf(setting)}-${seed}`, () => {
    const { places, slip, budget, options } = setting;
    const game = checkpoints.create({ places, slip });
    const model = finiteModel(game);
    const follower = contextualNetworkFollower(game, { ...options, budget, seed, model });
    const start = process.cpuUsage();
    while (!follower.done) follower.update();
    const used = process.cpuUsage(start);
    const oracle = follower.oracle();
    const measured = measure(
      model,
      places,
      (guards) => respondTo(oracle, deterministicPolicy(guards, 3), randomStream(0, 'scale')).policies[0]!,
    );
    const run = { seed, steps: follower.steps, cpuSeconds: (used.user + used.system) / 1e6, ...measured };
    process.stderr.write(
      `${nameOf(setting)} seed ${seed}: ${run.gap.mean.toFixed(2)} / ${run.gap.worstDecile.toFixed(2)} in ${run.cpuSeconds.toFixed(0)} s\n`,
    );
    return run;
  });
}

function rowOf(setting: Setting): Row {
  const { places, slip, encoder, seeds, options } = setting;
  const model = finiteModel(checkpoints.create({ places, slip }));
  return {
    places,
    slip,
    encoder,
    payoffRange: payoffRange(model),
    reached: reached(places, slip),
    myopic: kept(`${nameOf(setting)}-myopic`, () => measure(model, places, (guards) => myopic(guards)).gap),
    runs: seeds.map((seed) => train(setting, seed)),
    microsecondsPerLeaderStep: kept(`${nameOf(setting)}-cost`, () => stepCost(places, slip, options)),
  };
}

/** The least-squares slope of log cost over log places. */
function slope(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const x = logs.reduce((sum, point) => sum + point[0], 0) / logs.length;
  const y = logs.reduce((sum, point) => sum + point[1], 0) / logs.length;
  return (
    logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) /
    logs.reduce((sum, point) => sum + (point[0] - x) * (point[0] - x), 0)
  );
}

const worst = (runs: readonly Run[], pick: (run: Run) => number): string => Math.max(...runs.map(pick)).toFixed(2);
const kind = (slip: number): string => (slip > 0 ? 'stochastic' : 'deterministic');

function markdown(rows: readonly Row[], slopes: Readonly<Record<string, number>>): string {
  const main = rows.filter(({ encoder }) => encoder === 'attention');
  const others = rows.filter(({ encoder }) => encoder !== 'attention');
  const line = (row: Row): string =>
    `| ${row.places} | ${kind(row.slip)} | ${row.runs.length} | ${(100 * row.reached).toFixed(0)}% | ${worst(row.runs, ({ gap }) => gap.mean)}% | ${worst(row.runs, ({ gap }) => gap.worstDecile)}% | ${worst(row.runs, ({ ownRange }) => ownRange.mean)}% / ${worst(row.runs, ({ ownRange }) => ownRange.worstDecile)}% | ${row.myopic.mean.toFixed(1)}% / ${row.myopic.worstDecile.toFixed(1)}% | ${row.runs[0]!.steps.toLocaleString('en-GB')} | ${worst(row.runs, ({ cpuSeconds }) => cpuSeconds)} | ${row.microsecondsPerLeaderStep.toFixed(2)} |`;
  const familyLine = (row: Row): string =>
    `| ${row.places} | ${kind(row.slip)} | ${Object.keys(testFamilies)
      .map(
        (name) =>
          `${worst(row.runs, ({ families }) => families[name]!.mean)}% / ${worst(row.runs, ({ families }) => families[name]!.worstDecile)}%`,
      )
      .join(' | ')} |`;
  const otherLine = (row: Row): string =>
    `| ${row.places} | ${kind(row.slip)} | ${row.encoder} | ${worst(row.runs, ({ gap }) => gap.mean)}% / ${worst(row.runs, ({ gap }) => gap.worstDecile)}% | ${row.runs[0]!.steps.toLocaleString('en-GB')} | ${worst(row.runs, ({ cpuSeconds }) => cpuSeconds)} |`;
  return `# Contextual followers with many queries

Made by \`npm run scale\` in \`benchmarks\`; the numbers behind it are in \`scale.json\`.

The game is \`benchmark/Checkpoints-v1\`: a follower with a limited strength passes places in a row, the leader's answer at each place matters, and whether to run depends
on several answers ahead. The stochastic variant slips past a place with probability ${SLIP}. The follower is \`contextualNetworkFollower\`: one round of queries at all places, attention over the answers,
pre-trained by PPO against leaders of two families, noise and blocks. It is **told where it stands in the row**: keys are places, and heads look relative to its own place. It is not told how far to
look, in which direction, or what to make of what it sees.

Gaps are exact: the best response by backward induction on the finite model, less what the follower's policy earns against the same leader, with nothing sampled. They are measured on ${LEADERS} leaders of each of ${Object.keys(testFamilies).length}
families that training does not have: periodic patterns, ramps, and equal guards with single gaps. *Worst tenth* is the mean gap of the worst tenth of these leaders. Every number is that of the
worst of its seeds, of training and initial weights. The oracle plays with the mean of the parameters over the last stage of training.

| queries | game | seeds | places met | mean gap | worst tenth | the same, of the range against that leader | a follower that uses one answer | steps of pre-training | CPU s | µs per leader step |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${main.map(line).join('\n')}

Gaps are in percent of the game's payoff range, the follower's highest less its lowest return whatever both players do. The next column divides by the smaller range of what it can earn
against the leader in question. Steps include queries. A leader step is a step of the leader's whole problem, queries and play, 16 copies side by side, random leader actions. From 5 to 500 queries its cost grows with the power
${Object.entries(slopes)
  .map(([name, value]) => `${value.toFixed(2)} (${name})`)
  .join(' and ')} of their number.

![microseconds per leader step over queries](scale.svg)

## By family

| queries | game | ${Object.keys(testFamilies).join(' | ')} |
| ---: | --- | ${Object.keys(testFamilies)
    .map(() => '---:')
    .join(' | ')} |
${main.map(familyLine).join('\n')}

## Other encoders

The same follower without the geometry: its observation one-hot, and an MLP on all answers, a deep set, or attention with learned keys. Enough for few queries, not for many: what they learn at one place does not hold at the next. One seed each.

| queries | game | encoder | mean gap / worst tenth | steps of pre-training | CPU s |
| ---: | --- | --- | ---: | ---: | ---: |
${others.map(otherLine).join('\n')}
`;
}

function svg(rows: readonly Row[]): string {
  const x = (places: number): number => 60 + (Math.log10(places) - 0.5) * 170;
  const y = (cost: number): number => 250 - (Math.log10(cost) + 1) * 70;
  const text = (left: number, top: number, label: string, anchor = 'middle'): string =>
    `<text x="${left}" y="${top}" text-anchor="${anchor}">${label}</text>`;
  const series = [0, SLIP].map((slip, s) => {
    const points = rows
      .filter((row) => row.encoder === 'attention' && row.slip === slip)
      .map((row) => [x(row.places), y(row.microsecondsPerLeaderStep)] as const);
    const colour = ['#1f6fb4', '#d95f02'][s]!;
    const path = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
    const dots = points.map(([px, py]) => `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3.5" fill="${colour}"/>`).join('');
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>${dots}<g fill="${colour}">${text(75, 50 + 16 * s, kind(slip), 'start')}</g>`;
  });
  const axes =
    [5, 50, 500].map((places) => text(x(places), 275, String(places))).join('') +
    [0.1, 1, 10, 100].map((cost) => text(52, y(cost) + 4, String(cost), 'end')).join('');
  const linear = `<line x1="${x(5)}" y1="${y(1)}" x2="${x(500)}" y2="${y(100)}" stroke="#999" stroke-dasharray="4 3"/><g fill="#777">${text(x(500) - 8, y(100) + 4, 'linear', 'end')}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="310" font-family="sans-serif" font-size="12"><rect width="480" height="310" fill="#fff"/>${linear}<path d="M60 30V255H460" fill="none" stroke="#333"/>${axes}${text(260, 298, 'queries')}${text(60, 20, 'µs per leader step', 'start')}${series.join('')}</svg>\n`;
}

const budgets: Readonly<Record<number, number>> = { 5: 400_000, 50: 800_000, 500: 800_000 };
const settings: Setting[] = [0, SLIP].flatMap((slip) =>
  [5, 50, 500].map((places) => ({
    places,
    slip,
    encoder: 'attention',
    budget: budgets[places]!,
    seeds: [0, 1, 2],
    options: attentiveOptions(places),
  })),
);
for (const places of [5, 50]) {
  for (const encoder of ['mlp', 'set', 'attention'] as const) {
    if (encoder !== 'mlp' && places > 5) continue;
    const name = encoder === 'attention' ? 'attention, learned keys' : encoder;
    // Of the attentive follower, everything but what it is told about places.
    const { leaders, copies, learning } = attentiveOptions(places);
    const options = { leaders: leaders!, copies: copies!, learning: learning!, encoder: { kind: encoder } };
    settings.push({ places, slip: 0, encoder: name, budget: budgets[places]!, seeds: [0], options });
  }
}

function writePage(): void {
  const rows = settings.map(rowOf);
  const slopes = Object.fromEntries(
    [0, SLIP].map((slip) => [
      kind(slip),
      slope(
        rows.filter((row) => row.encoder === 'attention' && row.slip === slip).map((row) => [row.places, row.microsecondsPerLeaderStep]),
      ),
    ]),
  );
  const folder = new URL('../../docs/benchmarks/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('scale.json', folder), `${JSON.stringify({ leadersPerFamily: LEADERS, slopes, rows }, null, 1)}\n`);
  writeFileSync(new URL('scale.md', folder), markdown(rows, slopes));
  writeFileSync(new URL('scale.svg', folder), svg(rows));
}

const [name, seed] = process.argv.slice(2);
if (name === '--fresh') rmSync(CACHE, { recursive: true, force: true });
if (name === undefined || name === '--fresh') writePage();
else {
  const setting = settings.find((each) => nameOf(each) === name);
  if (!setting) throw new Error(`unknown setting ${name}: expected one of ${settings.map(nameOf).join(', ')}`);
  train(setting, Number(seed ?? 0));
}
