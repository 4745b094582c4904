import { InputError, show, unknownName } from '../errors/errors.ts';

/** What a named parameter accepts, with its default; a plain record, so that it can be listed and checked anywhere. */
export type Parameter =
  | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly default: number; readonly about: string }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly default: number; readonly about: string }
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly default: string; readonly about: string }
  | { readonly kind: 'matrix'; readonly default: Matrix; readonly about: string };

/** A matrix of finite numbers, by rows. */
export type Matrix = readonly (readonly number[])[];

/** Parameters by name. */
export interface ParameterSchema {
  readonly [name: string]: Parameter;
}

/** The values that a schema describes. */
export type ParametersOf<TSchema extends ParameterSchema> = {
  readonly [TName in keyof TSchema]: TSchema[TName] extends { readonly kind: 'choice'; readonly options: readonly (infer TOption)[] }
    ? TOption
    : TSchema[TName] extends { readonly kind: 'matrix' }
      ? Matrix
      : number;
};

/** Parameter values whose schema is not known statically; JSON-safe. */
export interface Parameters {
  readonly [name: string]: number | string | Matrix;
}

/**
 * Fills in defaults and checks every given value.
 *
 * @param schema - the parameters that exist
 * @param given - values by name; text is read as `--param name=value` would be
 * @param owner - whose parameters they are, for messages
 * @throws InputError for an unknown name (lists what exists) or a value outside its range
 */
export function resolveParameters<TSchema extends ParameterSchema>(
  schema: TSchema,
  given: { readonly [name: string]: unknown },
  owner: string,
): ParametersOf<TSchema> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(schema, name)) throw unknownName(`parameter of ${owner}`, name, Object.keys(schema));
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(schema)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    resolved[name] = value === undefined ? parameter.default : readParameter(parameter, value, `parameter ${name} of ${owner}`);
  }
  return resolved as ParametersOf<TSchema>;
}

function readParameter(parameter: Parameter, value: unknown, what: string): unknown {
  switch (parameter.kind) {
    case 'choice':
      if (typeof value === 'string' && parameter.options.includes(value)) return value;
      throw new InputError(`${what} is ${show(value)}: expected ${parameter.options.join(' or ')}`);
    case 'matrix':
      return readMatrix(value, what);
    default: {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      const fits = typeof number === 'number' && number >= parameter.min && number <= parameter.max && Number.isFinite(number);
      if (fits && (parameter.kind === 'number' || Number.isInteger(number))) return number;
      throw new InputError(`${what} is ${show(value)}: expected ${describeRange(parameter)}`);
    }
  }
}

/** The range of a numeric parameter in words. */
function describeRange(parameter: Parameter & { readonly kind: 'integer' | 'number' }): string {
  const what = parameter.kind === 'integer' ? 'an integer' : 'a finite number';
  if (parameter.max === Infinity) return parameter.min === -Infinity ? what : `${what} of at least ${parameter.min}`;
  return parameter.min === -Infinity ? `${what} of at most ${parameter.max}` : `${what} from ${parameter.min} to ${parameter.max}`;
}

/**
 * Reads a non-empty rectangular matrix of finite numbers, from rows or from JSON text of rows.
 *
 * @returns a copy: later changes of `value` do not reach it
 * @throws InputError naming the row or the cell
 */
export function readMatrix(value: unknown, what: string): Matrix {
  let rows = value;
  if (typeof value === 'string') {
    try {
      rows = JSON.parse(value) as unknown;
    } catch {
      throw new InputError(`${what} is ${show(value)}: expected rows of numbers as JSON, for example [[1,0],[0,1]]`);
    }
  }
  if (!Array.isArray(rows)) throw new InputError(`${what} is ${show(rows)}: expected a list of rows of numbers`);
  const first: unknown = rows[0];
  if (rows.length === 0 || (Array.isArray(first) && first.length === 0)) {
    throw new InputError(`${what} is ${show(rows)}: expected at least one row and one column; a game needs actions`);
  }
  return Array.from(rows, (row: unknown, i) => {
    if (!Array.isArray(row)) throw new InputError(`row ${i} of ${what} is ${show(row)}: expected a list of numbers`);
    if (row.length !== (first as unknown[]).length) {
      throw new InputError(`row ${i} of ${what} has ${row.length} entries: expected ${(first as unknown[]).length} as in row 0`);
    }
    return Array.from(row, (entry: unknown, j) => {
      if (typeof entry === 'number' && Number.isFinite(entry)) return entry;
      throw new InputError(`entry [${i}][${j}] of ${what} is ${show(entry)}: expected a finite number`);
    });
  });
}
