// How many environment steps until the answer is exact and stays so: the default solve on the twelve iterated games, beside exhaustive and
// random search, and one instance too large to enumerate table by table. Writes docs/benchmarks/samples.{json,md}.
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Game } from '@firstmover/core';
import { deterministicPolicy, finiteModel, randomStream } from '@firstmover/core';
import { iteratedPrisonersDilemma, twelveGames } from '@firstmover/matrix-games';
import { bestDeterministicCommitment, createResponder } from '@firstmover/solvers';
import type { SolveOptions } from 'firstmover';
import { solve } from 'firstmover';

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

function randomSearch(game: Game, optimum: number, stepsPerTable: number, budget: number, seed: number): SearchResult {
  const model = finiteModel(game);
  const respond = createResponder(model, { followerClass: 'stationary', ties: 'weak' });
  const observations = model.observationCounts[0]!;
  const actions = model.actionCounts[0]!;
  const random = randomStream(seed, 'random search').at(0, 0);
  let best = -Infinity;
  for (let steps = stepsPerTable; steps <= budget; steps += stepsPerTable) {
    const table = Array.from({ length: observations }, () => random.integer(actions));
    best = Math.max(best, respond(deterministicPolicy(table, actions)).leaderValue);
    if (best >= optimum - 1e-9) return { best, steps };
  }
  return { best, steps: null };
}

function measure(game: Game, label: string, options: Omit<SolveOptions, 'seed'>): Row {
  const model = finiteModel(game);
  const optimum = bestDeterministicCommitment(model, { followerClass: 'stationary', ties: 'weak' }).leaderValue;
  const started = performance.now();
  const results = SEEDS.map((seed) => solve(game, { ...options, seed }));
  const seconds = (performance.now() - started) / 1000;
  const stepsPerTable = model.observationCounts[0]! + (game.parameters['steps'] as number);
  let tables = 1;
  for (let i = 0; i < model.observationCounts[0]!; i++) tables *= model.actionCounts[0]!;
  return {
    game: label,
    exact: optimum,
    optimalRuns: results.filter(({ leaderRegret }) => leaderRegret === 0).length,
    contexts: results[0]!.exactContexts ? Math.min(...results.map(({ exactContexts }) => exactContexts!.optimal)) : null,
    pretraining: results.map(({ stepsToExact }) => stepsToExact?.pretraining ?? null),
    leader: results.map(({ stepsToExact }) => stepsToExact?.leader ?? null),
    leaderReturns: results.map(({ leaderReturn }) => leaderReturn),
    randomSearch: SEEDS.map((seed) => randomSearch(game, optimum, stepsPerTable, options.leaderSteps ?? 40_000, seed)),
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

const rows = twelveGames.map((definition) => {
  const row = measure(definition.create(), definition.id.replace('matrix/Iterated', '').replace('-v1', ''), {});
  process.stderr.write(`${row.game}: ${row.optimalRuns} of ${SEEDS.length} exact, leader ${summary(row.leader)}\n`);
  return row;
});
const large = measure(iteratedPrisonersDilemma.create({ memoryLength: 2 }), 'PrisonersDilemma, two rounds of memory', {
  oracle: 'exact',
  leaderSteps: 200_000,
});
const folder = new URL('../../docs/benchmarks/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('samples.json', folder), `${JSON.stringify({ seeds: SEEDS, rows, large }, null, 1)}\n`);
writeFileSync(new URL('samples.md', folder), markdown(rows, large));
