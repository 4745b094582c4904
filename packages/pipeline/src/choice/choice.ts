import type { Definition } from '@firstmover/core';
import { InputError, bindPart, show } from '@firstmover/core';
import type { BoundLeader } from '@firstmover/algorithms';
import type { BoundMethod } from '@firstmover/methods';
import type { BoundOracle } from '@firstmover/core';
import type { ConfigKind, KnownKinds, ConfigRegistry } from '../registry/bundled-registry.ts';

/** The kinds of part. */
export type PartKind = Exclude<ConfigKind, 'game'>;

/** A part with its settings beside its name, or beside the module that it comes from. JSON-safe. */
export interface PartChoice {
  /** Its name, as listed by `firstmover list`: either this or `module`. */
  readonly name?: string;
  /** A module that exports it, as a path from the config file, or a package. */
  readonly module?: string;
  /** The name of the export (default the only one of its kind; with `module` only). */
  readonly export?: string;
  /** Its settings, where they differ from their defaults. */
  readonly [setting: string]: unknown;
}

/** Parts with settings, by kind. */
interface Bound {
  readonly oracle: BoundOracle;
  readonly leader: BoundLeader;
  readonly method: BoundMethod;
}

/** The parts that modules export, by {@link moduleKey}. */
export type LoadedParts = ReadonlyMap<string, Definition>;

/** What a choice of a module is called among those that are loaded. */
export function moduleKey({ module, export: name }: PartChoice): string {
  return `${module!}#${name ?? ''}`;
}

/**
 * A choice in full.
 *
 * @param given - a name, or a record with `name` or `module`
 * @throws InputError for anything else
 */
export function fullChoice(given: unknown, kind: PartKind): PartChoice {
  if (typeof given === 'string') return { name: given };
  const choice = given as PartChoice;
  if (typeof given !== 'object' || given === null || (choice.name === undefined) === (choice.module === undefined))
    throw new InputError(`${kind} is ${show(given)}: expected its name, or a record with either name or module`);
  for (const word of ['name', 'module', 'export'] as const) {
    if (choice[word] !== undefined && typeof choice[word] !== 'string')
      throw new InputError(`${word} of the ${kind} is ${show(choice[word])}: expected a text`);
  }
  if (choice.export !== undefined && choice.module === undefined)
    throw new InputError(`export of the ${kind} has no effect without module: what comes with firstmover is named`);
  return choice;
}

/**
 * A part with the settings of a choice.
 *
 * @param loaded - the parts of modules; where it is left out, a choice of a module is not looked at
 * @returns undefined where the choice names a module that is not loaded
 * @throws InputError for an unknown name or setting, or a value outside its range
 */
export function bindChoice<TKind extends keyof Bound>(
  registry: ConfigRegistry,
  kind: TKind,
  given: unknown,
  loaded?: LoadedParts,
): Bound[TKind] | undefined {
  return bind(registry, kind, given, loaded) as Bound[TKind] | undefined;
}

function bind(
  registry: ConfigRegistry,
  kind: PartKind,
  given: unknown,
  loaded: LoadedParts | undefined,
): ReturnType<typeof bindPart> | undefined {
  const choice = fullChoice(given, kind);
  const { name, module, export: _name, ...settings } = choice;
  const part = module === undefined ? registry.find(kind, name!) : (loaded?.get(moduleKey(choice)) as KnownKinds[PartKind] | undefined);
  if (!part) return undefined;
  if (part.kind !== kind) throw new InputError(`${moduleKey(choice)} is a ${part.kind}: expected a ${kind}`);
  const bound = Object.entries(settings).flatMap(([setting, value]): [string, unknown][] => {
    const parameter = part.parameters[setting];
    if (parameter?.kind !== 'part') return [[setting, value]];
    const inner = bind(registry, parameter.of as PartKind, value, loaded);
    return inner ? [[setting, inner]] : [];
  });
  return bindPart(part as unknown as Parameters<typeof bindPart>[0], Object.fromEntries(bound));
}

/** Every module that choices name, settings of settings included. */
export function modulesOf(choices: readonly unknown[]): PartChoice[] {
  return choices.flatMap((choice): PartChoice[] => {
    if (typeof choice !== 'object' || choice === null) return [];
    const inner = modulesOf(Object.values(choice));
    return typeof (choice as PartChoice).module === 'string' ? [choice as PartChoice, ...inner] : inner;
  });
}
