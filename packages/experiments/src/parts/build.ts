import { resolve } from 'node:path';
import type { FiniteModel, Game, GameDefinition, Registry } from '@firstmover/core';
import { InputError, RefusedError, childSeed, finiteModel, leaderProblem, show } from '@firstmover/core';
import type { MethodRun } from '@firstmover/methods';
import { leaderNamed, leaderRun } from '@firstmover/methods';
import type { GameChoice, RunConfig } from '../config/experiment.ts';
import { loadExport } from '../games/load-module.ts';
import { followerOf } from './followers.ts';
import { leaderOf } from './leaders.ts';
import { methodOf } from './methods.ts';

/** What a config describes, made. */
export interface BuiltRun {
  /** The game. */
  readonly game: Game;
  /** Its finite model; undefined where it has none. */
  readonly model: FiniteModel | undefined;
  /** Training at its start. */
  readonly run: MethodRun;
}

/**
 * The game of a config.
 *
 * @param choice - by id, or as an absolute path of a module
 * @param games - where ids are looked up
 * @throws InputError for what does not exist or is no game
 */
export async function gameOf(choice: GameChoice, games: Registry): Promise<Game> {
  const { id, module, parameters = {} } = choice;
  if (id !== undefined) return games.find('game', id).create(parameters);
  const path = resolve(module ?? '');
  const name = choice.export ?? 'default';
  const definition = (await loadExport(path, name)) as Partial<GameDefinition> | null;
  if (typeof definition?.create !== 'function' || typeof definition.id !== 'string')
    throw new InputError(`export ${show(name)} of ${path} is no game: expected what defineGame returns`);
  return definition.create(parameters);
}

/**
 * Makes what a config describes.
 *
 * @throws InputError or RefusedError in one line for parts that do not fit each other or the game
 */
export async function buildRun(config: RunConfig, games: Registry): Promise<BuiltRun> {
  const game = await gameOf(config.game, games);
  const model = modelOf(game);
  const run = config.method ? startMethod(config, game, model) : startParts(config, game, model);
  if (config.budget.pretrainingSteps !== undefined && run.phase !== 'pretraining')
    throw new InputError('budget.pretrainingSteps has no effect: no follower is trained beforehand; leave it out');
  return { game, model, run };
}

function startMethod({ method, leader, seed, budget }: RunConfig, game: Game, model: FiniteModel | undefined): MethodRun {
  return methodOf(method!, leader && leaderOf(leader)).start(game, {
    seed,
    ...(model ? { model } : {}),
    ...(budget.pretrainingSteps === undefined ? {} : { pretrainingSteps: budget.pretrainingSteps }),
  });
}

function startParts(config: RunConfig, game: Game, model: FiniteModel | undefined): MethodRun {
  const { seed, conditions, problem = {} } = config;
  const { copies, learn } = leaderNamed(leaderOf(config.leader!));
  const leaderSeed = childSeed(seed, 'leader');
  const follower = followerOf(config.follower!, { game, model, seed, pretrainingSteps: config.budget.pretrainingSteps });
  return leaderRun(follower, (oracle) => {
    const made = leaderProblem(oracle, {
      copies,
      seed: leaderSeed,
      ...problem,
      ...(conditions ? { conditions } : {}),
      ...(model ? { model } : {}),
    });
    return { problem: made, learner: learn(made, leaderSeed) };
  });
}

function modelOf(game: Game): FiniteModel | undefined {
  try {
    return finiteModel(game);
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}
