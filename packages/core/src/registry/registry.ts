import { InputError, unknownName } from '../errors/errors.ts';
import type { GameDefinition } from '../game/game.ts';
import type { AnyPart } from '../parameters/schema.ts';

/** What a registry holds: a game, by its versioned id, or a part, by its name. */
export type Definition = GameDefinition | AnyPart;

/** What is known of each kind, by the word for the kind. */
export type Kinds<TKinds> = { readonly [kind in keyof TKinds]: Definition };

/** The registry of games alone. */
export interface GameKinds {
  /** Games by versioned id. */
  readonly game: GameDefinition;
}

/** Games and parts by kind and name. */
export interface Registry<TKinds extends Kinds<TKinds> = GameKinds> {
  /** Adds definitions, all or none. A name that is taken is an {@link InputError}. */
  register(...definitions: readonly TKinds[keyof TKinds][]): void;
  /** The kinds of what is registered, sorted. */
  kinds(): readonly string[];
  /** All names of a kind, sorted. */
  names(kind: keyof TKinds & string): readonly string[];
  /** What a name stands for; of a game without its version, the highest one. Unknown names are an {@link InputError} with near matches. */
  find<TKind extends keyof TKinds & string>(kind: TKind, name: string): TKinds[TKind];
  /** A registry of the same, to which more can be added. */
  copy(): Registry<TKinds>;
}

/** The name under which something is registered. */
export function nameOf(definition: Definition): string {
  return 'id' in definition ? definition.id : definition.name;
}

/** Makes a registry: registration is explicit, never a side effect of an import. */
export function createRegistry<TKinds extends Kinds<TKinds> = GameKinds>(
  ...definitions: readonly TKinds[keyof TKinds][]
): Registry<TKinds> {
  type Kind = keyof TKinds & string;
  const byKind = new Map<string, Map<string, Definition>>();
  const names = (kind: string): readonly string[] => [...(byKind.get(kind)?.keys() ?? [])].sort();
  const registry: Registry<TKinds> = {
    register(...added) {
      added.forEach((definition, i) => {
        const { kind } = definition;
        const name = nameOf(definition);
        const taken = byKind.get(kind)?.has(name) ?? false;
        if (!taken && added.findIndex((other) => other.kind === kind && nameOf(other) === name) === i) return;
        throw new InputError(
          kind === 'game'
            ? `game id ${name} is registered already: use another name or the next version`
            : `${kind} ${name} is registered already: use another name`,
        );
      });
      for (const definition of added) {
        const known = byKind.get(definition.kind) ?? new Map<string, Definition>();
        byKind.set(definition.kind, known.set(nameOf(definition), definition));
      }
    },
    kinds: () => [...byKind.keys()].sort(),
    names,
    find<TKind extends Kind>(kind: TKind, name: string) {
      const known = byKind.get(kind);
      const exact = known?.get(name) ?? known?.get(highestVersion(name, names(kind)) ?? '');
      if (exact) return exact as TKinds[TKind];
      throw unknownName(kind === 'game' ? 'game id' : kind, name, names(kind));
    },
    copy: () => createRegistry<TKinds>(...([...byKind.values()].flatMap((known) => [...known.values()]) as TKinds[keyof TKinds][])),
  };
  registry.register(...definitions);
  return registry;
}

function highestVersion(name: string, known: readonly string[]): string | undefined {
  const versions = known.filter((each) => each !== name && each.replace(/-v\d+$/, '') === name);
  return versions.sort((a, b) => versionOf(b) - versionOf(a))[0];
}

function versionOf(id: string): number {
  return Number(/-v(\d+)$/.exec(id)?.[1] ?? 0);
}
