import type { Definition } from '@firstmover/core';
import type { LoadedParts } from '@firstmover/pipeline';
import { CONFIG_KINDS, moduleKey, modulesOf } from '@firstmover/pipeline';
import { loadDefinition } from '../modules/definitions.ts';

/**
 * Loads the modules that choices name: their code runs with all rights of this process.
 *
 * @throws InputError for a module that cannot be loaded or exports no part
 */
export async function loadChoices(choices: readonly unknown[]): Promise<LoadedParts> {
  const loaded = new Map<string, Definition>();
  for (const choice of modulesOf(choices)) {
    const { module, export: name } = choice;
    const kinds = CONFIG_KINDS.filter((kind) => kind !== 'game');
    loaded.set(moduleKey(choice), await loadDefinition({ module: module!, ...(name === undefined ? {} : { export: name }) }, kinds));
  }
  return loaded;
}
