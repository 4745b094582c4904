// How many environment steps until the answer is exact and stays so: the default solve on the twelve iterated games, beside exhaustive and
// random search, and one instance too large to enumerate table by table. Writes docs/benchmarks/samples.{json,md}.
import { mkdirSync, writeFileSync } from 'node:fs';
import type { FiniteModel, Game, TablePolicy } from '@firstmover/core';
import { deterministicPolicy, finiteModel, greedyChoices, randomStream, respondTo } from '@firstmover/core';
import { iteratedPrisonersDilemma, twelveGames } from '@firstmover/matrix-games';
import type { ExactValues } from '@firstmover/evaluation';
import { createProver, exactValues } from '@firstmover/evaluation';
import type { SolveOptions, SolveProgress } from '@firstmover/pipeline';
import { solve } from '@firstmover/pipeline';

const SEEDS = Array.from({ length: 10 }, (_unused, seed) => seed);

interface Row {
  readonly game: string;
  readonly exact: number;
  readonly optimalRuns: number;
  readonly contexts: number | null;
  readonly pretraining: readonly (number | null)[];
  readonly leader: readonly (number | null)[];
  readonly leaderReturns: readonly number[];
  readonly randomSearch: readonly SearchResult[];
  readonly exhaustive: number;
  readonly seconds: number;
}

/** What random search over deterministic tables found: the best return, and the steps until it met an optimal table (null if never). */
interface SearchResult {
  readonly best: number;
  readonly steps: number | null;
}

function randomSearch(
  model: FiniteModel,
  { value, optimum }: ExactValues,
  stepsPerTable: number,
  budget: number,
  seed: number,
): SearchResult {
  const observations = model.observationCounts[0]!;
  const actions = model.actionCounts[0]!;
  const random = randomStream(seed, 'random search').at(0, 0);
  let best = -Infinity;
  for (let steps = stepsPerTable; steps <= budget; steps += stepsPerTable) {
    best = Math.max(best, value(Array.from({ length: observations }, () => random.integer(actions))));
    if (best >= optimum - 1e-9) return { best, steps };
  }
  return { best, steps: null };
}

/** Watches a solve from outside: since when the leader's greedy table is optimal, and since when the follower is against every leader. */
function watch(
  game: Game,
  model: FiniteModel,
  { value, optimum }: ExactValues,
): {
  readonly since: { pretraining: number | null; leader: number | null };
  readonly onProgress: (progress: SolveProgress) => void;
} {
  const since: { pretraining: number | null; leader: number | null } = { pretraining: null, leader: null };
  const prover = createProver(game, model, 0);
  const [observations, actions] = [model.observationCounts[0]!, model.actionCounts[0]!];
  // Only a follower that is trained is asked, on games whose leaders can be listed.
  const leaders = Array.from({ length: Math.min(4096, actions ** observations) }, (_unused, index) =>
    deterministicPolicy(
      Array.from({ length: observations }, (_one, o) => Math.floor(index / actions ** o) % actions),
      actions,
    ),
  );
  const optimal = new Map<string, boolean>();
  return {
    since,
    onProgress({ phase, steps, run }) {
      let holds: boolean;
      if (phase === 'leader') holds = value(greedyChoices(run.leader('greedy') as TablePolicy)) >= optimum - 1e-9;
      else {
        const oracle = run.oracle()!;
        holds = leaders.every((leader, index) => {
          const [played] = respondTo(oracle, leader, randomStream(0, 'samples').at(0, index)).policies;
          const key = `${index} ${greedyChoices(played as TablePolicy).join()}`;
          const known = optimal.get(key) ?? prover.evaluate(leader, oracle, 0)!.bestResponseGap! <= 1e-9;
          optimal.set(key, known);
          return known;
        });
      }
      since[phase] = holds ? (since[phase] ?? steps) : null;
    },
  };
}

async function measure(game: Game, label: string, options: Omit<SolveOptions, 'seed'>): Promise<Row> {
  const model = finiteModel(game);
  const exact = exactValues(model);
  const runs = [];
  let seconds = 0;
  for (const seed of SEEDS) {
    const { since, onProgress } = watch(game, model, exact);
    const started = performance.now();
    const result = await solve(game, { ...options, seed, onProgress });
    seconds += (performance.now() - started) / 1000;
    runs.push({ result, since });
  }
  const stepsPerTable = model.observationCounts[0]! + (game.parameters['steps'] as number);
  let tables = 1;
  for (let i = 0; i < model.observationCounts[0]!; i++) tables *= model.actionCounts[0]!;
  const budget = options.budget?.leaderSteps ?? 40_000;
  return {
    game: label,
    exact: exact.optimum,
    optimalRuns: runs.filter(({ result }) => result.leaderRegret === 0).length,
    contexts: runs[0]!.result.exactContexts ? Math.min(...runs.map(({ result }) => result.exactContexts!.optimal)) : null,
    pretraining: runs.map(({ since }) => since.pretraining),
    leader: runs.map(({ since }) => since.leader),
    leaderReturns: runs.map(({ result }) => result.leaderValue),
    randomSearch: SEEDS.map((seed) => randomSearch(model, exact, stepsPerTable, budget, seed)),
    exhaustive: tables * stepsPerTable,
    seconds,
  };
}

/** Median and worst; a run that never got there counts as infinite. */
function summary(values: readonly (number | null)[]): string {
  const sorted = values.map((value) => value ?? Infinity).sort((a, b) => a - b);
  const text = (value: number): string => (Number.isFinite(value) ? value.toLocaleString('en-GB') : 'never');
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return `${text(median)} / ${text(sorted.at(-1)!)}`;
}

function markdown(rows: readonly Row[], large: Row): string {
  const line = (row: Row): string =>
    `| ${row.game} | ${row.exact} | ${row.optimalRuns} of ${SEEDS.length} | ${row.contexts ?? '-'} | ${row.contexts === null ? '-' : summary(row.pretraining)} | ${summary(row.leader)} | ${summary(row.randomSearch.map(({ steps }) => steps))} | ${row.exhaustive.toLocaleString('en-GB')} |`;
  const runs = rows.reduce((sum, { optimalRuns }) => sum + optimalRuns, 0);
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
  return `# Samples until exact

Made by \`npm run samples\` in \`benchmarks\`; the numbers behind it are in \`samples.json\`.

Environment steps until the answer is exact **and stays so to the end of the budget**, median / worst of ${SEEDS.length} seeds. Steps count
everything that was executed: queries, play, all copies, exploration, rejected rollouts. *Exact* means: the greedy leader's return against an
exact best response (stationary follower, ties against the leader) equals the best deterministic commitment found by enumeration. No exact
value reaches a learner; the comparison is made afterwards from snapshots. Settings are the same for all games; the leader's were
chosen in a sweep on the prisoner's dilemma with other random streams.

| game | optimum | exact runs | worst contexts of 32 | pre-training | leader (PPO) | random search | exhaustive search |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map(line).join('\n')}

All twelve games: ${runs} of ${rows.length * SEEDS.length} runs exact; all leaders together ${summary(rows.flatMap(({ leader }) => leader))}, all
pre-trainings ${summary(rows.flatMap(({ pretraining }) => pretraining))}. ${seconds.toFixed(1)} s for all of them in one process on two cores of a shared machine.

**Read this beside it:** there are only 32 tables, so trying all of them costs 480 leader steps, and random search is as quick. On games of this size
learning is not the shortest way to the answer; what they show is that it arrives at it, from any seed, and stays. Random search is scored by the
exact value of each table it draws, which a learner does not have.

## One instance too large to try every table

The prisoner's dilemma with a memory of two rounds: 21 observations, 2^21 deterministic tables (${large.exhaustive.toLocaleString('en-GB')} steps to try them all), exact
follower, ${(200_000).toLocaleString('en-GB')} leader steps. The optimum, by a joint branch-and-bound search over both players' tables, is ${large.exact}.

| method | runs at the optimum | leader returns reached | steps to the optimum |
| --- | ---: | --- | ---: |
| PPO leader | ${large.optimalRuns} of ${SEEDS.length} | ${large.leaderReturns.join(', ')} | ${summary(large.leader)} |
| random search | ${large.randomSearch.filter(({ steps }) => steps !== null).length} of ${SEEDS.length} | ${large.randomSearch.map(({ best }) => best).join(', ')} | ${summary(large.randomSearch.map(({ steps }) => steps))} |
`;
}

const rows: Row[] = [];
for (const definition of twelveGames) {
  const row = await measure(definition.create(), definition.id.replace('matrix/Iterated', '').replace('-v1', ''), {});
  process.stderr.write(`${row.game}: ${row.optimalRuns} of ${SEEDS.length} exact, leader ${summary(row.leader)}\n`);
  rows.push(row);
}
const large = await measure(iteratedPrisonersDilemma.create({ memoryLength: 2 }), 'PrisonersDilemma, two rounds of memory', {
  oracle: 'exact',
  budget: { leaderSteps: 200_000 },
});
const folder = new URL('../../docs/benchmarks/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('samples.json', folder), `${JSON.stringify({ seeds: SEEDS, rows, large }, null, 1)}\n`);
writeFileSync(new URL('samples.md', folder), markdown(rows, large));
