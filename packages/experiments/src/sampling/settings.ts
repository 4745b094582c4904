import { exp64, InputError, log64, randomStream } from '@firstmover/core';
import type { Json } from '../json/plain-json.ts';
import type { SamplingPart, Sweep, ValueRange } from '../sweep/sweep.ts';
import { sobol } from './sobol.ts';

/** The most combinations of a grid. */
const GRID_LIMIT = 100_000;

/**
 * The settings that a sampling tries, in its order; equal ones once.
 *
 * @param space - checked
 * @throws InputError for a grid of more than 100,000 combinations
 */
export function drawSettings(space: Sweep['space'], { sampler, settings = 0, seed = 0 }: SamplingPart): Record<string, Json>[] {
  const paths = Object.keys(space);
  const named = (values: readonly Json[]): Record<string, Json> => Object.fromEntries(paths.map((path, i) => [path, values[i]!]));
  if (sampler === 'grid') return combinations(paths.map((path) => gridValues(space[path]!))).map(named);
  const points =
    sampler === 'sobol'
      ? sobol(settings, paths.length, shifts(paths.length, seed))
      : Array.from({ length: settings }, (_unused, i) => {
          const random = randomStream(seed, 'sweep').at(i, 0);
          return paths.map(() => random.uniform());
        });
  const drawn = points.map((point) => named(point.map((share, i) => valueAt(space[paths[i]!]!, share))));
  return [...new Map(drawn.map((setting) => [JSON.stringify(setting), setting])).values()];
}

function shifts(dimensions: number, seed: number): number[] {
  const random = randomStream(seed, 'sobol shift').at(0, 0);
  return Array.from({ length: dimensions }, () => Math.floor(random.uniform() * 0x1_0000_0000));
}

function combinations(axes: readonly (readonly Json[])[]): Json[][] {
  const count = axes.reduce((product, values) => product * values.length, 1);
  if (count > GRID_LIMIT) throw new InputError(`the grid has ${count} combinations: expected at most ${GRID_LIMIT}; use sobol sampling`);
  return axes.reduce<Json[][]>((all, values) => all.flatMap((start) => values.map((value) => [...start, value])), [[]]);
}

function gridValues(values: readonly Json[] | ValueRange): readonly Json[] {
  if (!('from' in values)) return values;
  const steps = values.points! - 1;
  const all = Array.from({ length: steps + 1 }, (_unused, i) => between(values, i / steps));
  return [...new Set(values.integer ? all.map(Math.round) : all)];
}

/** The value at a share of the way, from 0 to below 1: each of a list or of the integers has an equal part. */
function valueAt(values: readonly Json[] | ValueRange, share: number): Json {
  if (!('from' in values)) return values[Math.floor(share * values.length)]!;
  if (!values.integer) return between(values, share);
  const whole = Math.floor(between({ ...values, from: values.from, to: values.to + 1 }, share));
  return Math.min(Math.max(whole, values.from), values.to);
}

function between({ from, to, scale }: ValueRange, share: number): number {
  if (share === 0) return from;
  if (share === 1) return to;
  const value = scale === 'log' ? exp64(log64(from) + share * (log64(to) - log64(from))) : from + share * (to - from);
  return Number(value.toPrecision(6));
}
