import { InputError, unknownName } from '../errors/errors.ts';
import type { Game, GameDefinition } from '../game/game.ts';

/** Games by versioned id. */
export interface Registry {
  /** Adds games, all or none. An id that is taken is an {@link InputError}. */
  register(...definitions: readonly GameDefinition[]): void;
  /** All ids, sorted. */
  ids(): readonly string[];
  /** The game of an id; without a version, its highest one. Unknown ids are an {@link InputError} with near matches. */
  find(id: string): GameDefinition;
  /** Finds a game and fixes its parameters. */
  create(id: string, parameters?: { readonly [name: string]: unknown }): Game;
}

/** Makes an empty registry: registration is explicit, never a side effect of an import. */
export function createRegistry(): Registry {
  const definitions = new Map<string, GameDefinition>();
  const ids = (): readonly string[] => [...definitions.keys()].sort();
  const find = (id: string): GameDefinition => {
    const exact = definitions.get(id);
    if (exact) return exact;
    const versions = ids().filter((known) => known.replace(/-v\d+$/, '') === id);
    const highest = versions.sort((a, b) => versionOf(b) - versionOf(a))[0];
    if (highest !== undefined) return definitions.get(highest) as GameDefinition;
    throw unknownName('game id', id, ids());
  };
  return {
    register(...added) {
      added.forEach(({ id }, i) => {
        if (!definitions.has(id) && added.findIndex((other) => other.id === id) === i) return;
        throw new InputError(`game id ${id} is registered already: use another name or the next version`);
      });
      for (const definition of added) definitions.set(definition.id, definition);
    },
    ids,
    find,
    create: (id, parameters) => find(id).create(parameters),
  };
}

function versionOf(id: string): number {
  return Number(/-v(\d+)$/.exec(id)?.[1] ?? 0);
}
