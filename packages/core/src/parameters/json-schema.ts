import { isBoundPart } from './bound-part.ts';
import type { Parameter, ParameterSchema, ValueKind } from './schema.ts';

/** A JSON Schema (2020-12). */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** How to write a schema of parameters as JSON Schema. */
export interface JsonSchemaOptions {
  /** The schema of a part of a kind, named as a setting (default any text or record). */
  part?(kind: string): JsonSchema;
}

/**
 * The JSON Schema of a record of parameters: it accepts what `resolveParameters` accepts, but for `Infinity`, which JSON does not have.
 *
 * @param schema - the parameters
 */
export function jsonSchemaOf(schema: ParameterSchema, options: JsonSchemaOptions = {}): JsonSchema {
  const required = Object.keys(schema).filter((name) => schema[name]!.default === undefined && schema[name]!.unset === undefined);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(schema).map(([name, parameter]) => [name, described(parameter, options)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function described(parameter: Parameter, options: JsonSchemaOptions): JsonSchema {
  const { about, default: value, unset } = parameter;
  const shown = isBoundPart(value) ? value.part.name : value;
  const isJson = shown !== undefined && JSON.stringify(shown) !== 'null';
  return {
    ...kindSchema(parameter, options),
    description: unset === undefined ? about : `${about}; left out: ${unset}`,
    ...(isJson ? { default: shown } : {}),
  };
}

function kindSchema(kind: ValueKind, options: JsonSchemaOptions): JsonSchema {
  switch (kind.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { enum: kind.options };
    case 'matrix':
      return { type: 'array', minItems: 1, items: { type: 'array', minItems: 1, items: { type: 'number' } } };
    case 'schedule': {
      const number = kindSchema({ ...kind, kind: 'number' }, options);
      const properties = { from: number, to: number, steps: { type: 'integer', minimum: 1 } };
      return { anyOf: [number, { type: 'object', properties, required: ['from', 'to', 'steps'], additionalProperties: false }] };
    }
    case 'list': {
      const [least, most] = kind.length;
      return { type: 'array', items: kindSchema(kind.of, options), minItems: least, ...(most === Infinity ? {} : { maxItems: most }) };
    }
    case 'record':
      return jsonSchemaOf(kind.fields, options);
    case 'either':
      return { anyOf: kind.of.map((one) => kindSchema(one, options)) };
    case 'part':
      return options.part?.(kind.of) ?? { type: ['string', 'object'] };
    default: {
      const { min = -Infinity, max = Infinity } = kind;
      return {
        type: kind.kind,
        ...(min === -Infinity ? {} : { [kind.kind === 'number' && kind.above ? 'exclusiveMinimum' : 'minimum']: min }),
        ...(max === Infinity ? {} : { maximum: max }),
      };
    }
  }
}
