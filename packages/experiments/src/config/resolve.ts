import { InputError, checkSeed, show } from '@firstmover/core';
import { plainJson } from '../json/plain-json.ts';
import type { ConfigRegistry } from '@firstmover/pipeline';
import { bundledRegistry, resolvePlan } from '@firstmover/pipeline';
import { withPaths } from './paths.ts';
import type { Experiment, GameChoice, RunConfig } from './experiment.ts';
import { checkpointsShape, experimentShape, gameShape, metricsShape } from './frame.ts';
import { checkPart } from './schema.ts';

/** The largest config, in characters. */
const CONFIG_LIMIT = 1 << 20;

/**
 * Checks an experiment and fills in what it leaves out.
 *
 * @param given - an {@link Experiment} as a program or a file wrote it; nothing is assumed of it
 * @param registry - where names are looked up (default everything that comes with firstmover)
 * @returns the config of each of its runs, one per seed
 * @throws InputError in one line for anything unknown, out of range or without effect
 */
export function resolveExperiment(given: unknown, registry: ConfigRegistry = bundledRegistry()): RunConfig[] {
  const plain = withPaths(plainJson(given, 'the config'), '.');
  if (JSON.stringify(plain).length > CONFIG_LIMIT)
    throw new InputError(`the config is too long: expected at most ${CONFIG_LIMIT} characters`);
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    throw new InputError(`the config is ${show(plain)}: expected a record`);
  if (!Object.hasOwn(plain, 'game')) throw new InputError('the config has no game: expected one, for example game: matrix/Escape-v1');
  checkPart(experimentShape, plain, 'the config');
  const experiment = plain as unknown as Experiment;
  const { checkpoints = {}, metrics = {}, name: _name, game: _game, $schema: _schema, seeds: _seeds, ...plan } = experiment;
  const game = gameOf(experiment.game);
  checkPart(metricsShape, metrics, 'metrics');
  checkPart(checkpointsShape, checkpoints, 'checkpoints');
  const { everySeconds, everyUpdates } = checkpoints;
  if (everySeconds !== undefined && everyUpdates !== undefined)
    throw new InputError('checkpoints has everySeconds and everyUpdates: expected one of them');
  const seeds = seedsOf(experiment);
  return seeds.map((seed): RunConfig => {
    const { budget, evaluation, seed: _seed, ...parts } = resolvePlan({ ...plan, seed }, registry);
    return {
      name: nameOf(experiment, seed, game, parts),
      game,
      ...parts,
      budget,
      evaluation,
      checkpoints: { ...(everyUpdates === undefined ? { everySeconds: 30 } : {}), keep: 3, ...checkpoints },
      metrics: { everyUpdates: 1, ...metrics },
      seed,
    };
  });
}

function gameOf(given: Experiment['game']): GameChoice {
  const game = typeof given === 'string' ? { id: given } : given;
  checkPart(gameShape, game, 'game');
  if ((game.id === undefined) === (game.module === undefined)) throw new InputError(`game is ${show(given)}: expected either id or module`);
  if (game.export !== undefined && game.module === undefined)
    throw new InputError('game.export has no effect without module: a game of the registry is named by id');
  return game;
}

function seedsOf({ seed, seeds }: Experiment): readonly number[] {
  if (seed !== undefined && seeds !== undefined) throw new InputError('the config has seed and seeds: expected one of them');
  const all = seeds ?? [seed ?? 0];
  for (const each of all) checkSeed(each);
  if (new Set(all).size < all.length) throw new InputError(`seeds is ${show(all)}: expected each seed once`);
  return all;
}

/** What the name of a run folder looks like. */
export const NAME_PATTERN: RegExp = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,198}[A-Za-z0-9_-])?$/;

/**
 * Checks the name of a run folder: it must stay in the folder of runs on every system.
 *
 * @throws InputError for anything but letters, digits, dots, dashes and underscores
 */
export function checkName(name: string): string {
  if (NAME_PATTERN.test(name)) return name;
  throw new InputError(
    `name of the run is ${show(name)}: expected letters, digits, dots, dashes and underscores, at most 200, a letter or digit first`,
  );
}

function nameOf(
  experiment: Experiment,
  seed: number,
  game: GameChoice,
  { method, oracle, leader }: Pick<RunConfig, 'method' | 'oracle' | 'leader'>,
): string {
  if (experiment.name !== undefined) return checkName(experiment.seeds ? `${experiment.name}-s${seed}` : experiment.name);
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  const what = plain((game.id ?? game.module ?? '').replace(/^.*[/\\]/, ''));
  const how = [method ?? oracle, leader].flatMap((part) => {
    const { name, module, export: chosen } = part ?? {};
    return part ? [name ?? plain(chosen ?? module!.replace(/^.*[/\\]/, '').replace(/\.\w+$/, ''))] : [];
  });
  return checkName(`${what || 'game'}-${how.join('-')}-s${seed}`);
}
