import type { FiniteModel, Game, TablePolicy } from '@firstmover/core';
import { deterministicPolicy, finiteModel, greedyChoices, randomStream, respondTo } from '@firstmover/core';
import type { ExactValues } from '@firstmover/evaluation';
import { createProver, exactValues, median } from '@firstmover/evaluation';
import { iteratedPrisonersDilemma, twelveGames } from '@firstmover/matrix-games';
import type { SolveOptions, SolveProgress } from '@firstmover/pipeline';
import { solve } from '@firstmover/pipeline';
import { table } from '../harness/fill-page.ts';
import type { PageStudy, Places } from '../harness/page-study.ts';
import { column } from '../harness/rows.ts';
import { named } from '../harness/run-study.ts';
import type { Run } from '../harness/study.ts';

/** A game on which samples are counted. */
interface Instance {
  readonly name: string;
  create(): Game;
  readonly options: Omit<SolveOptions, 'seed'>;
  /** Steps of the leader. */
  readonly budget: number;
}

const small: readonly Instance[] = twelveGames.map((definition) => ({
  name: definition.id.replace('matrix/Iterated', '').replace('-v1', ''),
  create: () => definition.create(),
  options: {},
  budget: 40_000,
}));

/** Too large to try table by table. */
const large: Instance = {
  name: 'PrisonersDilemma-memory-2',
  create: () => iteratedPrisonersDilemma.create({ memoryLength: 2 }),
  options: { oracle: 'exact' },
  budget: 200_000,
};
const instances = [...small, large];

/** Environment steps until the answer is exact and stays so, beside exhaustive and random search; `effort` is the share of the leader's budget. */
export const samples: PageStudy = {
  name: 'samples',
  about: new URL('./samples.md', import.meta.url),
  arms: instances.map(({ name }) => name),
  run: async (arm, seed, effort) => [await measure(named(instances, arm), seed, effort)],
  check: (runs) =>
    small
      .filter(({ name }) => runs.some(({ arm }) => arm === name))
      .map(({ name }) => {
        const exact = column(runs, name, 'exact');
        const hits = exact.filter((value) => value === 1).length;
        return { what: `${name}: every run is exact`, holds: hits === exact.length, detail: `${hits} of ${exact.length}` };
      }),
  figures: () => [],
  places,
};

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

async function measure({ name, create, options, budget }: Instance, seed: number, effort: number): Promise<Run> {
  const game = create();
  const model = finiteModel(game);
  const exact = exactValues(model);
  const leaderSteps = Math.ceil(effort * budget);
  const { since, onProgress } = watch(game, model, exact);
  const started = performance.now();
  const { leaderRegret, leaderValue, exactContexts } = await solve(game, { ...options, budget: { leaderSteps }, seed, onProgress });
  const seconds = (performance.now() - started) / 1000;
  const stepsPerTable = model.observationCounts[0]! + (game.parameters['steps'] as number);
  const search = randomSearch(model, exact, stepsPerTable, leaderSteps, seed);
  return {
    arm: name,
    seed,
    values: {
      optimum: exact.optimum,
      exact: Number(leaderRegret === 0),
      ...(exactContexts ? { contexts: exactContexts.optimal, pretraining: since.pretraining } : {}),
      leader: since.leader,
      leaderReturn: leaderValue,
      searchBest: search.best,
      searchSteps: search.steps,
      exhaustive: model.actionCounts[0]! ** model.observationCounts[0]! * stepsPerTable,
      seconds,
    },
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Median and worst; a run that never got there counts as infinite. */
function summary(values: readonly number[]): string {
  if (values.length === 0) return '-';
  const text = (value: number): string => (Number.isFinite(value) ? value.toLocaleString('en-GB') : 'never');
  return `${text(median(values))} / ${text(Math.max(...values))}`;
}

function places(runs: readonly Run[]): Places {
  const known = small.filter(({ name }) => runs.some(({ arm }) => arm === name)).map(({ name }) => name);
  const all = (measure: string): number[] => known.flatMap((name) => column(runs, name, measure));
  const share = (values: readonly number[]): string => `${values.length} of ${seeds}`;
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  const of = (measure: string): number[] => column(runs, large.name, measure);
  const head =
    'game | optimum: | exact runs: | worst contexts of 32: | pre-training: | leader (PPO): | random search: | exhaustive search:';
  return {
    seeds,
    games: table(
      head,
      known.map((name) => {
        const own = (measure: string): number[] => column(runs, name, measure);
        const [optimum, exhaustive] = [own('optimum')[0]!, own('exhaustive')[0]!.toLocaleString('en-GB')];
        const exact = share(own('exact').filter((hit) => hit === 1));
        const pretraining = [Math.min(...own('contexts')), summary(own('pretraining'))];
        return [name, optimum, exact, ...pretraining, summary(own('leader')), summary(own('searchSteps')), exhaustive];
      }),
    ),
    exactRuns: sum(all('exact')),
    runs: all('exact').length,
    leaders: summary(all('leader')),
    pretrainings: summary(all('pretraining')),
    seconds: sum(all('seconds')).toFixed(1),
    allTables: of('exhaustive')[0]?.toLocaleString('en-GB') ?? '-',
    largeBudget: large.budget.toLocaleString('en-GB'),
    largeOptimum: of('optimum')[0] ?? '-',
    methods: table('method | runs at the optimum: | leader returns reached | steps to the optimum:', [
      ['PPO leader', share(of('exact').filter((hit) => hit === 1)), of('leaderReturn').join(', '), summary(of('leader'))],
      ['random search', share(of('searchSteps').filter(Number.isFinite)), of('searchBest').join(', '), summary(of('searchSteps'))],
    ]),
  };
}
