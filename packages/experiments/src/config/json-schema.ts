import { z } from 'zod';
import type { JsonSchema, ParameterSchema } from '@firstmover/core';
import { bindPart, jsonSchemaOf } from '@firstmover/core';
import type { PartKind } from '@firstmover/pipeline';
import type { ConfigRegistry } from '@firstmover/pipeline';
import {
  BUDGET_PARAMETERS,
  CONDITIONS_PARAMETERS,
  CONFIG_KINDS,
  EVALUATION_PARAMETERS,
  PROBLEM_PARAMETERS,
  bundledRegistry,
} from '@firstmover/pipeline';
import { halvingShape, rangeShape, samplingShape, sweepShape } from '../sweep/frame.ts';
import { checkpointsShape, experimentShape, metricsShape } from './frame.ts';
import { NAME_PATTERN } from './resolve.ts';
import type { Shape } from './schema.ts';

/** A game or part of the user's own as a text: a path, perhaps with an export, or a package with one. */
const MODULE_TEXT = '\\.[cm]?[jt]s$|#';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** A frame whose entries zod checks, as JSON Schema; `own` entries have schemas of their own. */
export function frameSchema(
  shape: Shape<object>,
  own: { readonly [name: string]: JsonSchema } = {},
  required: readonly string[] = [],
): JsonSchema {
  const properties = Object.entries(shape as Readonly<Record<string, z.ZodType>>).map(([name, type]): [string, JsonSchema] => {
    if (own[name]) return [name, own[name]];
    const { $schema: _draft, ...schema } = z.toJSONSchema(type, { io: 'input' }) as Record<string, unknown>;
    return [name, schema];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

/** The schemas of the kinds, to which `#/$defs/<kind>` refers. */
export function kindSchemas(registry: ConfigRegistry): { readonly [kind: string]: JsonSchema } {
  return Object.fromEntries(CONFIG_KINDS.map((kind) => [kind, kind === 'game' ? gameSchema(registry) : partSchema(registry, kind)]));
}

/** Refers to the schema of a kind. */
export function kindReference(kind: string): JsonSchema {
  return { $ref: `#/$defs/${kind}` };
}

function inFull(key: 'id' | 'name', name: readonly string[], rest: JsonSchema): JsonSchema {
  const { properties, required, ...others } = rest as { properties: object; required?: readonly string[] };
  return { ...others, properties: { [key]: { enum: name }, ...properties }, required: [key, ...(required ?? [])] };
}

function partSchema(registry: ConfigRegistry, kind: PartKind): JsonSchema {
  const parts = registry.names(kind).map((name) => registry.find(kind, name));
  const own = { type: 'object', properties: { module: { type: 'string' }, export: { type: 'string' }, name: false }, required: ['module'] };
  return {
    anyOf: [
      { enum: parts.filter(({ parameters }) => !mustBeGiven(parameters)).map(({ name }) => name) },
      { type: 'string', pattern: MODULE_TEXT },
      ...parts.map(({ name, about, parameters }) => ({
        ...inFull('name', [name], jsonSchemaOf(parameters, { part: kindReference })),
        description: about,
      })),
      own,
    ],
  };
}

function mustBeGiven(parameters: ParameterSchema): boolean {
  return Object.values(parameters).some(({ default: value, unset }) => value === undefined && unset === undefined);
}

function gameSchema(registry: ConfigRegistry): JsonSchema {
  const games = registry.names('game').map((id) => registry.find('game', id));
  const called = ({ id }: { readonly id: string }): string[] => {
    const plain = id.replace(/-v\d+$/, '');
    return registry.find('game', plain).id === id ? [id, plain] : [id];
  };
  const own = {
    type: 'object',
    properties: { module: { type: 'string' }, export: { type: 'string' }, parameters: { type: 'object' } },
    required: ['module'],
    additionalProperties: false,
  };
  return {
    anyOf: [
      { enum: games.flatMap(called) },
      { type: 'string', pattern: MODULE_TEXT },
      ...games.map((game) =>
        inFull('id', called(game), {
          type: 'object',
          properties: { parameters: jsonSchemaOf(game.parameters) },
          additionalProperties: false,
        }),
      ),
      own,
    ],
  };
}

/** The methods that take no leader, since they have their own. */
function ownLearners(registry: ConfigRegistry): string[] {
  return registry.names('method').filter((name) => 'start' in bindPart(registry.find('method', name)).create());
}

/** The schema of an experiment, which refers to `#/$defs`. */
function experimentSchema(registry: ConfigRegistry): JsonSchema {
  const named = { enum: ownLearners(registry) };
  return {
    ...frameSchema(
      experimentShape,
      {
        name: { type: 'string', pattern: NAME_PATTERN.source },
        ...Object.fromEntries(CONFIG_KINDS.filter((kind) => kind !== 'network').map((kind) => [kind, kindReference(kind)])),
        conditions: jsonSchemaOf(CONDITIONS_PARAMETERS),
        problem: jsonSchemaOf(PROBLEM_PARAMETERS),
        budget: jsonSchemaOf(BUDGET_PARAMETERS),
        evaluation: { anyOf: [{ const: false }, jsonSchemaOf(EVALUATION_PARAMETERS)] },
        checkpoints: { ...frameSchema(checkpointsShape), not: { required: ['everySeconds', 'everyUpdates'] } },
        metrics: frameSchema(metricsShape),
        seed: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
        seeds: {
          type: 'array',
          items: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
          minItems: 1,
          maxItems: 100_000,
          uniqueItems: true,
        },
      },
      ['game'],
    ),
    not: { required: ['seed', 'seeds'] },
    oneOf: [
      { required: ['method'], properties: { oracle: false, conditions: false, problem: false } },
      { required: ['oracle'], properties: { method: false } },
    ],
    if: {
      properties: { method: { anyOf: [named, { type: 'object', properties: { name: named }, required: ['name'] }] } },
      required: ['method'],
    },
    then: { properties: { leader: false } },
  };
}

/**
 * The JSON Schema of configs: an editor completes and checks them by it. It accepts what `resolveExperiment` accepts; what parts say of each other and
 * of the game stands in no schema and is said when the run is made.
 *
 * @param registry - whose names and settings it knows (default everything that comes with firstmover)
 */
export function configJsonSchema(registry: ConfigRegistry = bundledRegistry()): JsonSchema {
  return { $schema: DRAFT, title: 'A firstmover config', ...experimentSchema(registry), $defs: kindSchemas(registry) };
}

/**
 * The JSON Schema of sweeps. What the space changes is checked when the sweep is read: the experiment alone may be incomplete.
 *
 * @param registry - whose names and settings it knows (default everything that comes with firstmover)
 */
export function sweepJsonSchema(registry: ConfigRegistry = bundledRegistry()): JsonSchema {
  const { properties } = experimentSchema(registry) as { readonly properties: { readonly [name: string]: JsonSchema } };
  const values = { type: 'array', minItems: 1, uniqueItems: true };
  const experiment = { type: 'object', properties: { ...properties, name: false }, additionalProperties: false };
  const sampling = { anyOf: [{ enum: ['grid', 'random', 'sobol'] }, frameSchema(samplingShape, {}, ['sampler'])] };
  const space = {
    type: 'object',
    minProperties: 1,
    propertyNames: { not: { enum: ['name', 'seed', 'seeds'] } },
    additionalProperties: { anyOf: [values, frameSchema(rangeShape, {}, ['from', 'to'])] },
  };
  return {
    $schema: DRAFT,
    title: 'A firstmover sweep',
    ...frameSchema(
      sweepShape,
      {
        name: { type: 'string', pattern: NAME_PATTERN.source },
        experiment,
        space,
        sampling,
        halving: frameSchema(halvingShape, {}, ['from', 'to']),
      },
      ['name', 'experiment', 'space'],
    ),
    $defs: kindSchemas(registry),
  };
}
