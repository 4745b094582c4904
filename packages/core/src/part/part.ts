import { expectThing } from '../expected/expected.ts';
import { InputError, show } from '../errors/errors.ts';
import type { AnyPart, BoundPart } from '../parameters/schema.ts';
import type { ParameterSchema, ParametersOf } from '../parameters/schema.ts';
import { readValue, resolveParameters } from '../parameters/parameters.ts';
import type { Need } from './needs.ts';
import { NEEDS } from './needs.ts';

/**
 * An oracle, a leader, a method, a network: something with a name and settings that a config or a command can name. Everything that lists, checks
 * or describes it follows from this one record.
 */
export interface Part<TKind extends string, TArguments extends readonly unknown[], TMade> extends AnyPart<TKind> {
  /** What it needs of the game; empty where it serves every one. */
  readonly needs: readonly Need[];
  /**
   * Makes it.
   *
   * @param settings - filled in and checked against `parameters`
   * @param rest - what the kind hands to its parts
   */
  create(settings: { readonly [name: string]: unknown }, ...rest: TArguments): TMade;
}

/** What the author of a part writes down. */
export interface PartSpec<TKind extends string, TSchema extends ParameterSchema, TArguments extends readonly unknown[], TMade> {
  /** What it is: `oracle`, `leader`, `method`, `network`, or a kind that another package adds. */
  readonly kind: TKind;
  /** The name on the command line and in configs: lower-case words joined by dashes. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly about: string;
  /** Who published it, and where. */
  readonly source: string;
  /** Its settings; each with kind, range, default and one sentence, which stand nowhere else (default none). */
  readonly parameters?: TSchema;
  /** What it needs of the game (default nothing). */
  readonly needs?: readonly Need[];
  /** Makes it from settings that are filled in and checked, and from what the kind hands to its parts. */
  create(settings: ParametersOf<TSchema>, ...rest: TArguments): TMade;
}

const NAME_PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Names that a setting may not have, since a config has them beside the settings. */
const RESERVED: readonly string[] = ['name', 'module', 'export'];

/**
 * Defines a part once; lists, errors, the validation of configs, their JSON Schema, tables and tests follow from it, as they do for games.
 * The annotation says which kind it is of: `OraclePart` of core, `LeaderPart` of algorithms, `NetworkPart` of networks, `MethodPart` of methods.
 *
 * @example
 * export const cautious: OraclePart = definePart({
 *   kind: 'oracle',
 *   name: 'cautious',
 *   about: 'Always takes the same action.',
 *   source: 'our own',
 *   parameters: { action: { kind: 'integer', min: 0, max: 100, default: 0, about: 'which one' } },
 *   create: ({ action }, { game }) => functionFollower(game, { respond: () => [deterministicPolicy([action], 2)] }),
 * });
 * @throws InputError for a name that is not lower-case words joined by dashes, or a default outside its range
 */
export function definePart<
  const TKind extends string,
  TArguments extends readonly unknown[],
  TMade,
  const TSchema extends ParameterSchema = Record<never, never>,
>(spec: PartSpec<TKind, TSchema, TArguments, TMade>): Part<TKind, TArguments, TMade> {
  const { kind, name, about, source, needs = [] } = spec;
  const parameters: ParameterSchema = spec.parameters ?? {};
  if (typeof name !== 'string' || !NAME_PATTERN.test(name))
    throw new InputError(`name of the ${kind} is ${show(name)}: expected lower-case words joined by dashes, for example tabular-q`);
  const owner = `${kind} ${name}`;
  for (const [what, text] of Object.entries({ about, source }))
    if (typeof text !== 'string' || text.trim() === '') throw new InputError(`${what} of ${owner} is ${show(text)}: expected a sentence`);
  if (typeof spec.create !== 'function') throw new InputError(`create of ${owner} is ${show(spec.create)}: expected a function`);
  for (const need of needs)
    if (!Object.hasOwn(NEEDS, need)) throw new InputError(`need ${show(need)} of ${owner}: expected ${Object.keys(NEEDS).join(', ')}`);
  for (const [setting, parameter] of Object.entries(parameters)) {
    if (RESERVED.includes(setting)) throw new InputError(`setting ${setting} of ${owner} is a word of configs: use another name`);
    if (typeof parameter.about !== 'string' || parameter.about === '')
      throw new InputError(`about of ${setting} of ${owner} is ${show(parameter.about)}: expected a sentence`);
    if (parameter.default !== undefined) readValue(parameter, parameter.default, `the default ${setting} of ${owner}`);
  }
  return {
    kind,
    name,
    about,
    source,
    parameters,
    needs,
    create: (settings, ...rest) => spec.create(settings as ParametersOf<TSchema>, ...rest),
  };
}

/**
 * A part with settings.
 *
 * @param settings - those that differ from their defaults
 * @throws InputError for an unknown setting, or a value outside its range
 */
export function bindPart<TKind extends string, TArguments extends readonly unknown[], TMade>(
  part: Part<TKind, TArguments, TMade>,
  settings: { readonly [name: string]: unknown } = {},
): BoundPart<TKind, TArguments, TMade> {
  expectThing(part, 'a part', 'bindPart');
  const resolved = resolveParameters(part.parameters, settings, `${part.kind} ${part.name}`, 'setting');
  return { part, settings: resolved, create: (...rest) => part.create(resolved, ...rest) };
}
