import type { Game, GameDefinition } from '@firstmover/core';
import type { ConfigRegistry, PlannedRun } from '@firstmover/pipeline';
import { modulesOf, startPlan } from '@firstmover/pipeline';
import type { GameChoice, RunConfig } from '../config/experiment.ts';
import { loadDefinition } from '../modules/definitions.ts';
import type { SourceFile } from '../modules/sources.ts';
import { sourcesOf } from '../modules/sources.ts';
import { loadChoices } from './load.ts';

/** What a config describes, made. */
export interface BuiltRun extends PlannedRun {
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
  const choices = [config.method, config.oracle, config.leader];
  const loaded = await loadChoices(choices);
  const game = await gameOf(config.game, registry);
  const modules = [config.game, ...modulesOf(choices)].flatMap(({ module }) => (module === undefined ? [] : [module]));
  return { ...startPlan(config, game, registry, loaded), sources: sourcesOf(modules) };
}
