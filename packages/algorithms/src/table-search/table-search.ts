import type { Metrics, OptionsOf, Savable, Space, TablePolicy, VectorEnvironment } from '@firstmover/core';
import {
  cardinality,
  deterministicPolicy,
  expectThing,
  flatten,
  InputError,
  randomStream,
  RefusedError,
  resolveOptions,
  savedCount,
  savedNumber,
  valueAt,
  width,
} from '@firstmover/core';
import type { TableLearner } from '@firstmover/experience';
import { commonLearner, observationCount } from '@firstmover/experience';
import { requireFinite } from '@firstmover/networks';

/** The most deterministic tables that {@link exhaustiveSearch} goes through. */
export const TABLE_SEARCH_LIMIT = 4_194_304;

/** The settings of {@link exhaustiveSearch} and {@link randomSearch}. */
export const TABLE_SEARCH_PARAMETERS = {
  episodes: {
    kind: 'integer',
    min: 1,
    max: 1e6,
    default: 1,
    about: 'whole episodes that a table plays at a time; its value is the mean return of all it has played',
  },
} as const;

/** What {@link exhaustiveSearch} is given. */
export type ExhaustiveSearchOptions = OptionsOf<typeof TABLE_SEARCH_PARAMETERS>;

/** What {@link randomSearch} is given. */
export interface RandomSearchOptions extends ExhaustiveSearchOptions {
  /** The seed of the tables drawn (default 0). */
  readonly seed?: number;
}

/**
 * Tries every deterministic table of finitely many observations and actions, and begins again when all were tried. It tries as many at a
 * time as there are copies. On problems that randomise, every pass adds to the means. A baseline that is hard to beat where there are few
 * tables.
 *
 * Metrics: `return` mean return of the tables just tried, `best` the highest mean so far, `passes` whole passes so far.
 *
 * @throws RefusedError for more than {@link TABLE_SEARCH_LIMIT} tables; InputError for options out of range
 */
export function exhaustiveSearch(environment: VectorEnvironment, options: ExhaustiveSearchOptions = {}): TableLearner {
  expectThing(environment, 'a problem for a learner', 'exhaustiveSearch');
  const { observations, actions } = shapeOf(environment, 'exhaustiveSearch');
  let tables = 1;
  for (let i = 0; i < observations && tables <= TABLE_SEARCH_LIMIT; i++) tables *= actions;
  if (tables > TABLE_SEARCH_LIMIT) {
    throw new RefusedError(
      `exhaustiveSearch of ${observations} observations with ${actions} actions: more than ${TABLE_SEARCH_LIMIT} tables; use randomSearch or a learner`,
    );
  }
  const { episodes } = resolveOptions(TABLE_SEARCH_PARAMETERS, options, 'exhaustiveSearch');
  const evaluate = tableEvaluator(environment, 'exhaustiveSearch', episodes);
  const sums = new Float64Array(tables);
  const passes = new Uint32Array(tables);
  let next = 0;
  let best = 0;
  const savedTable = (get: () => number, set: (table: number) => void): Savable => savedNumber(get, set, 0, tables - 1);
  const mean = (table: number): number => sums[table]! / passes[table]!;
  const decode = (table: number): number[] => {
    const choices = new Array<number>(observations);
    for (let i = observations - 1; i >= 0; i--, table = Math.floor(table / actions)) choices[i] = table % actions;
    return choices;
  };
  return {
    ...commonLearner('exhaustiveSearch', environment, options, {
      sums,
      passes,
      next: savedTable(() => next, (table) => (next = table)), // prettier-ignore
      best: savedTable(() => best, (table) => (best = table)), // prettier-ignore
    }),
    policy: () => tableOf(environment, decode(best)),
    update(): Metrics {
      const count = Math.min(environment.size, tables - next);
      const values = evaluate(Array.from({ length: count }, (_unused, i) => decode(next + i)));
      values.forEach((value, i) => {
        sums[next + i]! += value;
        passes[next + i]!++;
      });
      next = (next + count) % tables;
      // What was best may have lost by its own new sample, so all tables tried are compared once per pass, new ones at once.
      if (next === 0) best = 0;
      const from = next === 0 ? 0 : next - count;
      for (let table = from; table < (next === 0 ? tables : next); table++) if (mean(table) > mean(best)) best = table;
      return { return: values.reduce((sum, value) => sum + value, 0) / count, best: mean(best), passes: passes[tables - 1]! };
    },
  };
}

/**
 * Draws deterministic tables uniformly and keeps the one with the highest mean return. On problems that randomise that mean is flattered by
 * luck: raise `episodes`.
 *
 * Metrics: `return` mean return of the tables just tried, `best` the highest mean so far, `tables` how many were tried.
 *
 * @throws InputError for options out of range
 */
export function randomSearch(environment: VectorEnvironment, options: RandomSearchOptions = {}): TableLearner {
  expectThing(environment, 'a problem for a learner', 'randomSearch');
  const { observations, actions } = shapeOf(environment, 'randomSearch');
  const { episodes } = resolveOptions(TABLE_SEARCH_PARAMETERS, options, 'randomSearch', ['seed']);
  const evaluate = tableEvaluator(environment, 'randomSearch', episodes);
  const random = randomStream(options.seed ?? 0, 'random search').at(0, 0);
  const best = new Int32Array(observations);
  let highest = -Infinity;
  let tables = 0;
  return {
    ...commonLearner('randomSearch', environment, options, {
      random,
      best,
      highest: savedNumber(
        () => highest,
        (value) => (highest = value),
      ),
      tables: savedCount(
        () => tables,
        (count) => (tables = count),
      ),
    }),
    policy: () => tableOf(environment, [...best]),
    update(): Metrics {
      const drawn = Array.from({ length: environment.size }, () => Array.from({ length: observations }, () => random.integer(actions)));
      const values = evaluate(drawn);
      tables += drawn.length;
      values.forEach((value, i) => {
        if (value <= highest) return;
        highest = value;
        best.set(drawn[i]!);
      });
      return { return: values.reduce((sum, value) => sum + value, 0) / values.length, best: highest, tables };
    },
  };
}

function shapeOf(environment: VectorEnvironment, algorithm: string): { readonly observations: number; readonly actions: number } {
  const actions = cardinality(environment.action);
  if (!Number.isFinite(actions)) {
    throw new InputError(
      `${algorithm} needs finitely many actions: expected a discrete or multi-discrete space, not ${environment.action.kind}`,
    );
  }
  return { observations: observationCount(environment.observation, algorithm), actions };
}

function tableOf(environment: VectorEnvironment, choices: readonly number[]): TablePolicy {
  const { action } = environment;
  const table = deterministicPolicy(choices, cardinality(action));
  return action.kind === 'discrete' ? table : { ...table, act: (seen) => valueAt(action, choices[seen as number] as number) };
}

/** Plays whole episodes with one table per copy; returns the mean return of each. */
function tableEvaluator(
  environment: VectorEnvironment,
  algorithm: string,
  episodes: number,
): (tables: readonly (readonly number[])[]) => readonly number[] {
  const { action, size } = environment;
  const columns = width(action);
  const flat = flatActions(action, columns);
  const chosen = action.kind === 'discrete' ? new Int32Array(size) : new Float64Array(size * columns);
  const playing = new Uint8Array(size);
  return (tables) => {
    const returns = new Array<number>(tables.length).fill(0);
    for (let episode = 0; episode < episodes; episode++) {
      for (let copy = 0; copy < size; copy++) playing[copy] = copy < tables.length ? 1 : 0;
      environment.reset(playing);
      for (let left = tables.length; left > 0;) {
        for (let copy = 0; copy < tables.length; copy++) {
          const choice = tables[copy]![environment.observations[copy]!]!;
          for (let k = 0; k < columns; k++) chosen[copy * columns + k] = flat[choice * columns + k]!;
        }
        environment.step(chosen);
        requireFinite(environment.rewards, tables.length, 'reward', () => `${algorithm} after ${environment.steps} steps`);
        for (let copy = 0; copy < tables.length; copy++) {
          if (playing[copy] === 0) continue;
          returns[copy]! += environment.rewards[copy]!;
          if (environment.terminated[copy] === 0 && environment.truncated[copy] === 0) continue;
          playing[copy] = 0;
          left--;
        }
      }
    }
    return returns.map((sum) => sum / episodes);
  };
}

/** All actions as flat rows, by index. */
function flatActions(action: Space, columns: number): Float64Array {
  const rows = new Float64Array(cardinality(action) * columns);
  for (let index = 0; index * columns < rows.length; index++) flatten(action, valueAt(action, index), rows, index * columns);
  return rows;
}
