import type { FiniteModel, Game, GameDefinition } from '@firstmover/core';
import { InputError, RefusedError, finiteModel } from '@firstmover/core';
import type { MethodRun } from '@firstmover/methods';
import { startMethod, startRecipe } from '@firstmover/methods';
import type { GameChoice, RunConfig } from '../config/experiment.ts';
import { loadDefinition } from '../modules/definitions.ts';
import type { SourceFile } from '../modules/sources.ts';
import { sourcesOf } from '../modules/sources.ts';
import type { ConfigRegistry } from '../registry/bundled-registry.ts';
import { bindChoice, loadChoices, modulesOf } from './choice.ts';

/** What a config describes, made. */
export interface BuiltRun {
  /** The game. */
  readonly game: Game;
  /** Its finite model; undefined where it has none. */
  readonly model: FiniteModel | undefined;
  /** Training at its start. */
  readonly run: MethodRun;
  /** The files of the user's own that it was made from. */
  readonly sources: readonly SourceFile[];
}

/**
 * The game of a config.
 *
 * @param choice - by id, or as an absolute path of a module
 * @param registry - where ids are looked up
 * @throws InputError for what does not exist or is no game
 */
export async function gameOf(choice: GameChoice, registry: ConfigRegistry): Promise<Game> {
  const { id, module, parameters = {} } = choice;
  if (id !== undefined) return registry.find('game', id).create(parameters);
  const own = { module: module!, ...(choice.export === undefined ? {} : { export: choice.export }) };
  return ((await loadDefinition(own, ['game'])) as GameDefinition).create(parameters);
}

/**
 * Makes what a config describes.
 *
 * @throws InputError or RefusedError in one line for parts that do not fit each other or the game
 */
export async function buildRun(config: RunConfig, registry: ConfigRegistry): Promise<BuiltRun> {
  const { seed, budget, conditions, problem } = config;
  const choices = [config.method, config.oracle, config.leader];
  const loaded = await loadChoices(choices);
  const game = await gameOf(config.game, registry);
  const model = modelOf(game);
  const start = {
    seed,
    ...(model ? { model } : {}),
    ...(budget.pretrainingSteps === undefined ? {} : { pretrainingSteps: budget.pretrainingSteps }),
  };
  const leader = config.leader && bindChoice(registry, 'leader', config.leader, loaded);
  const run = config.method
    ? startMethod(bindChoice(registry, 'method', config.method, loaded)!, game, { ...start, ...(leader ? { leader } : {}) })
    : startRecipe(
        {
          equilibrium: '',
          oracle: bindChoice(registry, 'oracle', config.oracle, loaded)!,
          leader: leader!,
          ...(conditions ? { conditions } : {}),
          ...(problem ? { problem } : {}),
        },
        game,
        start,
      );
  if (budget.pretrainingSteps !== undefined && run.phase !== 'pretraining')
    throw new InputError('budget.pretrainingSteps has no effect: no follower is trained beforehand; leave it out');
  const modules = [config.game, ...modulesOf(choices)].flatMap(({ module }) => (module === undefined ? [] : [module]));
  return { game, model, run, sources: sourcesOf(modules) };
}

function modelOf(game: Game): FiniteModel | undefined {
  try {
    return finiteModel(game);
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}
