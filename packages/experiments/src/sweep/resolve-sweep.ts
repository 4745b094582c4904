import { InputError, checkSeed, show } from '@firstmover/core';
import { withOverrides } from '../config/overrides.ts';
import { checkName, resolveExperiment } from '../config/resolve.ts';
import type { RunConfig } from '../config/experiment.ts';
import { checkPart } from '../config/schema.ts';
import type { Json } from '../json/plain-json.ts';
import { plainJson } from '../json/plain-json.ts';
import { drawSettings } from '../sampling/settings.ts';
import { halvingShape, rangeShape, samplingShape, sweepShape } from './frame.ts';
import type { HalvingPart, SamplingPart, Sweep, ValueRange } from './sweep.ts';

/** Values for the paths of a sweep. */
export type SweepValues = Readonly<Record<string, Json>>;

/** A sweep that was checked, with its settings drawn. JSON-safe. */
export interface ResolvedSweep {
  /** The name of its folder. */
  readonly name: string;
  /** The settings, all valid. */
  readonly settings: readonly SweepValues[];
  /** The budgets of the rungs of successive halving; undefined without. */
  readonly halving: { readonly budget: 'updates' | 'leaderSteps'; readonly rungs: readonly number[]; readonly factor: number } | undefined;
  /** What all runs share. */
  readonly experiment: Sweep['experiment'];
}

/** The most runs of a sweep. */
const RUN_LIMIT = 100_000;

/**
 * Checks a sweep, draws its settings and checks the config of every run.
 *
 * @param given - a {@link Sweep} as a program or a file wrote it; nothing is assumed of it
 * @throws InputError in one line for anything unknown, out of range or without effect
 */
export function resolveSweep(given: unknown): ResolvedSweep {
  const plain = plainJson(given, 'the sweep');
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    throw new InputError(`the sweep is ${show(plain)}: expected a record with name, experiment and space`);
  checkPart(sweepShape, plain, 'the sweep');
  const { name, experiment, space, sampling = 'grid', halving } = plain as unknown as Sweep;
  checkName(name);
  const part = typeof sampling === 'string' ? { sampler: sampling } : sampling;
  checkSampling(part);
  checkSpace(space, part.sampler, halving);
  const settings = drawSettings(space, part);
  const resolved: ResolvedSweep = { name, settings, halving: halving && rungsOf(halving, experiment.budget), experiment };
  if (settings.length * (experiment.seeds?.length ?? 1) > RUN_LIMIT)
    throw new InputError(
      `the sweep has ${settings.length} settings with ${experiment.seeds?.length ?? 1} seeds: expected at most ${RUN_LIMIT} runs`,
    );
  if (experiment.name !== undefined) throw new InputError('experiment.name has no effect in a sweep: it names its runs');
  settings.forEach((_setting, i) => runsOf(resolved, i, 0));
  return resolved;
}

/**
 * The runs of one setting, one per seed of the experiment.
 *
 * @param setting - its index
 * @param rung - of successive halving; 0 without
 * @throws InputError for a setting that does not fit the experiment
 */
export function runsOf(sweep: ResolvedSweep, setting: number, rung: number): RunConfig[] {
  const { halving, experiment } = sweep;
  const chosen = sweep.settings[setting]!;
  const words = Object.entries(chosen).map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  const budget = halving ? [`budget.${halving.budget}=${halving.rungs[rung]!}`] : [];
  try {
    const runs = resolveExperiment(withOverrides(experiment, [...words, ...budget]));
    const start = `${String(setting).padStart(4, '0')}${halving ? `-r${rung}` : ''}`;
    return runs.map((run) => ({ ...run, name: `${start}-s${run.seed}` }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`setting ${setting} of the sweep (${words.join(', ')}): ${error.message}`);
  }
}

function checkSampling({ sampler, settings, seed }: SamplingPart): void {
  checkPart(samplingShape, { sampler, settings, seed }, 'sampling');
  if (sampler === 'grid') {
    if (settings !== undefined || seed !== undefined)
      throw new InputError(
        `sampling.${settings === undefined ? 'seed' : 'settings'} has no effect with a grid: it takes every combination`,
      );
    return;
  }
  if (settings === undefined || settings < 1 || settings > RUN_LIMIT)
    throw new InputError(`sampling.settings is ${show(settings)}: expected how many settings ${sampler} sampling tries, 1 to ${RUN_LIMIT}`);
  if (seed !== undefined) checkSeed(seed);
}

function checkSpace(space: Sweep['space'], sampler: SamplingPart['sampler'], halving: HalvingPart | undefined): void {
  const paths = Object.keys(space);
  if (paths.length === 0) throw new InputError('space is empty: expected at least one path, for example leader.learningRate');
  for (const path of paths) {
    const values = space[path]!;
    if (['name', 'seed', 'seeds'].includes(path))
      throw new InputError(`space has ${show(path)}: seeds are in experiment.seeds, and a sweep names its runs`);
    if (halving && path.startsWith('budget')) throw new InputError(`space has ${show(path)}: halving sets the budget`);
    const outer = paths.find((other) => path.startsWith(`${other}.`));
    if (outer !== undefined) throw new InputError(`space has ${show(outer)} and ${show(path)}: one would overwrite the other`);
    if (Array.isArray(values)) {
      if (values.length === 0) throw new InputError(`space ${show(path)} has no values: expected at least one`);
      const texts = values.map((value) => JSON.stringify(value));
      if (new Set(texts).size < texts.length) throw new InputError(`space ${show(path)} is ${show(values)}: expected each value once`);
    } else if (typeof values === 'object' && values !== null) checkRange(path, values as ValueRange, sampler);
    else throw new InputError(`space ${show(path)} is ${show(values)}: expected a list of values, or a range with from and to`);
  }
}

function checkRange(path: string, range: ValueRange, sampler: SamplingPart['sampler']): void {
  const owner = `space ${show(path)}`;
  checkPart(rangeShape, range, owner);
  const { from, to, scale, integer: whole, points } = range;
  if (!(from < to)) throw new InputError(`${owner} goes from ${show(from)} to ${show(to)}: expected numbers, the smaller one first`);
  if (scale === 'log' && !(from > 0)) throw new InputError(`${owner} starts at ${from} with scale log: expected a number above 0`);
  if (whole && !(Number.isSafeInteger(from) && Number.isSafeInteger(to)))
    throw new InputError(`${owner} goes from ${from} to ${to} with integer: expected integers`);
  if (sampler !== 'grid' && points !== undefined)
    throw new InputError(`points of ${owner} has no effect with ${sampler} sampling: sampling.settings says how many`);
  if (sampler === 'grid' && !(points !== undefined && points >= 2 && points <= 1000))
    throw new InputError(`points of ${owner} is ${show(points)}: expected how many values the grid takes, 2 to 1000`);
}

function rungsOf(halving: HalvingPart, budget: Sweep['experiment']['budget']): NonNullable<ResolvedSweep['halving']> {
  checkPart(halvingShape, halving, 'halving');
  const { budget: entry = 'updates', from, to, factor = 3 } = halving;
  for (const [name, value, least] of [
    ['from', from, 1],
    ['to', to, from + 1],
    ['factor', factor, 2],
  ] as const)
    // prettier-ignore
    if (!(value >= least && value <= 1e12)) throw new InputError(`halving.${name} is ${show(value)}: expected an integer of at least ${least}`);
  if (budget?.updates !== undefined || budget?.leaderSteps !== undefined)
    throw new InputError('experiment.budget has no effect with halving, which sets it: leave updates and leaderSteps out');
  const rungs: number[] = [];
  for (let at = from; at <= to; at *= factor) rungs.push(at);
  return { budget: entry, rungs, factor };
}
