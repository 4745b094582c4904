import { expectOptions } from '../expected/expected.ts';
import { InputError, show, unknownName } from '../errors/errors.ts';
import { isBoundPart } from './bound-part.ts';
import { describeValues } from './describe.ts';
import type { Matrix, Parameter, ParameterSchema, ParametersOf, Unset, ValueKind } from './schema.ts';

/**
 * Fills in defaults and checks every given value.
 *
 * @param schema - the parameters that exist
 * @param given - values by name; one that is undefined counts as left out
 * @param owner - whose parameters they are, for messages
 * @param word - what one of them is called: `parameter` of a game, `setting` of a part, `option` of a function, `entry` of a record
 * @throws InputError for an unknown name (lists what exists), a value outside its range, or one that is missing
 */
export function resolveParameters<TSchema extends ParameterSchema>(
  schema: TSchema,
  given: { readonly [name: string]: unknown },
  owner: string,
  word: 'parameter' | 'setting' | 'option' | 'entry' = 'parameter',
): ParametersOf<TSchema> {
  const names = Object.keys(schema);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(schema, name)) throw unknownName(`${word} of ${owner}`, name, names);
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(schema)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const what = word === 'entry' ? `${owner}.${name}` : `${word === 'parameter' ? 'parameter ' : ''}${name} of ${owner}`;
    if (value !== undefined) resolved[name] = readValue(parameter, value, what);
    else if (parameter.default !== undefined || parameter.unset !== undefined) resolved[name] = parameter.default;
    else throw new InputError(`${what} is missing: expected ${describeValues(parameter)}`);
  }
  return resolved as ParametersOf<TSchema>;
}

/**
 * The options of a function that stand in a schema, checked and filled in.
 *
 * @param schema - the options that have a schema
 * @param options - what was given
 * @param owner - the function, for messages
 * @param others - names of further options, which the function reads and checks itself: networks, models, functions
 * @throws InputError for an unknown option, or a value outside its range
 */
export function resolveOptions<TSchema extends ParameterSchema>(
  schema: TSchema,
  options: object,
  owner: string,
  others: readonly string[] = [],
): ParametersOf<TSchema> {
  expectOptions(options, owner);
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (Object.hasOwn(schema, name)) known[name] = value;
    else if (!others.includes(name)) throw unknownName(`option of ${owner}`, name, [...Object.keys(schema), ...others]);
  }
  return resolveParameters(schema, known, owner, 'option');
}

/**
 * Checks a value and returns a copy of what matters of it.
 *
 * @param what - what it is, for the message
 * @throws InputError saying what was expected
 */
export function readValue(kind: ValueKind, value: unknown, what: string): unknown {
  switch (kind.kind) {
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'choice':
      if (typeof value === 'string' && kind.options.includes(value)) return value;
      break;
    case 'matrix':
      return readMatrix(value, what);
    case 'schedule':
      return typeof value === 'object' ? readRamp(kind, value, what) : readValue({ ...kind, kind: 'number' }, value, what);
    case 'list':
      return readList(kind, value, what);
    case 'record':
      if (isRecord(value)) return readRecord(kind.fields, value, what);
      break;
    case 'either':
      return readEither(kind, value, what);
    case 'part':
      if (isBoundPart(value) && value.part.kind === kind.of) return value;
      break;
    default:
      if (fits(kind, value)) return value;
  }
  throw new InputError(`${what} is ${show(value)}: expected ${describeValues(kind)}`);
}

function fits(kind: ValueKind & { readonly kind: 'integer' | 'number' }, value: unknown): boolean {
  const { min = -Infinity, max = Infinity } = kind;
  if (typeof value !== 'number' || !(value >= min && value <= max)) return false;
  if (kind.kind === 'integer') return Number.isInteger(value);
  return (Number.isFinite(value) || kind.infinite === true) && !(kind.above && value === min);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readRamp(kind: ValueKind & { readonly kind: 'schedule' }, value: unknown, what: string): unknown {
  const bounds = { ...kind, kind: 'number', about: '' } as const;
  const steps = { kind: 'integer', min: 1, about: '' } as const;
  if (isRecord(value)) return readRecord({ from: bounds, to: bounds, steps }, value, what);
  throw new InputError(`${what} is ${show(value)}: expected ${describeValues(kind)}`);
}

function readRecord(fields: ParameterSchema, value: Readonly<Record<string, unknown>>, what: string): unknown {
  for (const name of Object.keys(value)) if (!Object.hasOwn(fields, name)) throw unknownName(`entry of ${what}`, name, Object.keys(fields));
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const entry = Object.hasOwn(value, name) ? value[name] : undefined;
    const at = `${name} in ${what}`;
    if (entry !== undefined) read[name] = readValue(field, entry, at);
    else if (field.default !== undefined) read[name] = field.default;
    else if (field.unset === undefined) throw new InputError(`${at} is missing: expected ${describeValues(field)}`);
  }
  return read;
}

function readList(kind: ValueKind & { readonly kind: 'list' }, value: unknown, what: string): unknown {
  const [least, most] = kind.length;
  if (!Array.isArray(value) || value.length < least || value.length > most)
    throw new InputError(`${what} is ${show(value)}: expected ${describeValues(kind)}`);
  return Array.from(value, (item: unknown, i) => readValue(kind.of, item, `entry ${i} of ${what}`));
}

/** Reads one of several kinds; where the value is a record with a name that one of them has, that one says what is wrong. */
function readEither(kind: ValueKind & { readonly kind: 'either' }, value: unknown, what: string): unknown {
  for (const one of kind.of) {
    try {
      return readValue(one, value, what);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  const meant = kind.of.find(
    (one) => one.kind === 'record' && isRecord(value) && Object.keys(value).some((name) => Object.hasOwn(one.fields, name)),
  );
  if (meant) return readValue(meant, value, what);
  throw new InputError(`${what} is ${show(value)}: expected ${describeValues(kind)}`);
}

/**
 * Settings without those that are at the default of a schema: what a part says to the function that it is made of.
 *
 * @param schema - of the function
 * @param settings - resolved ones
 */
export function withoutDefaults<TSettings extends object>(schema: ParameterSchema, settings: TSettings): Partial<TSettings> {
  const differs = ([name, value]: [string, unknown]): boolean =>
    value !== undefined && !(Object.hasOwn(schema, name) && JSON.stringify(schema[name]?.default) === JSON.stringify(value));
  return Object.fromEntries(Object.entries(settings).filter(differs)) as Partial<TSettings>;
}

function isUnset(value: unknown): value is Unset {
  return isRecord(value) && typeof value['unset'] === 'string';
}

/**
 * A schema with other defaults: kinds, ranges and sentences stay where they are.
 *
 * @param defaults - by name; `{ unset }` where the default depends on what the part is used with
 */
export function withDefaults<TSchema extends ParameterSchema>(
  schema: TSchema,
  defaults: { readonly [TName in keyof NoInfer<TSchema>]?: unknown },
): TSchema {
  const changed = Object.entries(schema).map(([name, parameter]): [string, Parameter] => {
    if (!Object.hasOwn(defaults, name)) return [name, parameter];
    const rest = Object.fromEntries(Object.entries(parameter).filter(([key]) => key !== 'default' && key !== 'unset'));
    const chosen = (defaults as Readonly<Record<string, unknown>>)[name];
    return [name, { ...rest, ...(isUnset(chosen) ? chosen : { default: chosen }) } as unknown as Parameter];
  });
  return Object.fromEntries(changed) as unknown as TSchema;
}

/**
 * Reads a non-empty rectangular matrix of finite numbers.
 *
 * @returns a copy: later changes of `value` do not reach it
 * @throws InputError naming the row or the cell
 */
export function readMatrix(value: unknown, what: string): Matrix {
  if (!Array.isArray(value))
    throw new InputError(`${what} is ${show(value)}: expected a list of rows of numbers, for example [[1,0],[0,1]]`);
  const rows: readonly unknown[] = value;
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
