import { show } from '../errors/errors.ts';
import { readValue } from '../parameters/parameters.ts';
import type { ValueKind } from '../parameters/schema.ts';
import type { Part } from '../part/part.ts';
import { bindPart } from '../part/part.ts';
import type { Rules } from './examination.ts';
import { expectThat, refusalOf } from './examination.ts';

/** What every kind of part is checked for. */
export const PART_RULES = {
  sentences: 'it has a name, one sentence about it, a source, and a line about each setting',
  defaults: 'every default lies in the range of its setting',
  settings: 'an unknown setting, and a value out of range, are refused in one line',
} as const;

/** The name of one of {@link PART_RULES}. */
export type PartRule = keyof typeof PART_RULES;

/** A part of any kind. */
export type PartOfAnyKind = Pick<Part<string, never, unknown>, 'kind' | 'name' | 'about' | 'source' | 'parameters'>;

/**
 * Checks what a part says about itself, without making it.
 *
 * @param part - the part
 * @param settings - values of settings that must be given
 * @param rules - where violations go
 */
export function checkPartRules(part: PartOfAnyKind, settings: { readonly [name: string]: unknown }, rules: Rules<PartRule>): void {
  const { name, about, source, parameters } = part;
  rules.check('sentences', () => {
    expectThat(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name), () => `the name ${show(name)}: expected lower-case words joined by dashes`);
    expectThat(/^[^\n]+\.$/.test(about), () => `about is ${show(about)}: expected one sentence, with a full stop, in one line`);
    expectThat(/^[^\n]*\S[^\n]*$/.test(source), () => `source is ${show(source)}: expected who published it, in one line`);
    for (const [setting, { about: line, unset }] of Object.entries(parameters)) {
      for (const text of [line, ...(unset === undefined ? [] : [unset])])
        expectThat(/^[^\n]*\S[^\n]*$/.test(text), () => `the words of ${setting} are ${show(text)}: expected one line`);
    }
  });
  rules.check('defaults', () => {
    for (const [setting, parameter] of Object.entries(parameters))
      if (parameter.default !== undefined) readValue(parameter, parameter.default, `the default ${setting}`);
  });
  rules.check('settings', () => {
    const bound = (more: object): string | undefined =>
      refusalOf(() => void bindPart(part as Part<string, never, unknown>, { ...settings, ...more }));
    const given = bound({});
    expectThat(given === undefined, () => `its settings are refused: ${given}`);
    expectThat(bound({ 'no such setting': 1 }) !== undefined, () => 'a setting that does not exist is taken');
    for (const [setting, kind] of Object.entries(parameters))
      for (const value of outside(kind)) expectThat(bound({ [setting]: value }) !== undefined, () => `${setting} takes ${show(value)}`);
  });
}

/** Values that no range of a kind has. */
function outside(kind: ValueKind): unknown[] {
  const others = [NaN, null, Symbol.iterator];
  if (kind.kind !== 'integer' && kind.kind !== 'number' && kind.kind !== 'schedule') return others;
  const { min, max } = kind;
  return [...others, ...(min === undefined ? [] : [min - 1]), ...(max === undefined ? [] : [max + Math.max(1, Math.abs(max))])];
}

/** The largest number of things that a check makes, such as units or copies, whatever the range says. */
const LARGEST = 64;

/**
 * Some values of a kind that differ from one: those first that are most likely to make a difference.
 *
 * @param value - the one that they differ from; undefined where there is none
 * @param largest - whole numbers beyond it are left out unless the value is
 */
export function otherValues(kind: ValueKind, value: unknown, largest: number = LARGEST): unknown[] {
  const found = candidates(kind, value, largest).filter((other) => JSON.stringify(other) !== JSON.stringify(value));
  return found.filter((other) => fits(kind, other));
}

function fits(kind: ValueKind, value: unknown): boolean {
  try {
    readValue(kind, value, 'it');
    return true;
  } catch {
    return false;
  }
}

function candidates(kind: ValueKind, value: unknown, largest: number): unknown[] {
  switch (kind.kind) {
    case 'boolean':
      return [true, false];
    case 'choice':
      return [...kind.options];
    case 'integer': {
      const at = typeof value === 'number' ? value : (kind.min ?? 0) + 1;
      return [at * 2, at + 1, at - 1, kind.min].filter((other) => other !== undefined && (other <= largest || other <= at));
    }
    case 'number':
    case 'schedule': {
      const at = typeof value === 'number' && Number.isFinite(value) ? value : 0.5;
      return [at * 2, at / 2, at + 0.25, at - 0.25, kind.min, 0.01].filter((other) => other !== undefined);
    }
    case 'list': {
      const items: unknown[] = Array.isArray(value) ? value : [];
      const other = candidates(kind.of, items[0], largest)[0];
      return [[...items.slice(1)], [...items, other], [other, ...items.slice(1)]];
    }
    case 'record':
      return otherRecords(kind, value, largest);
    case 'either':
      return kind.of.flatMap((one) => candidates(one, fits(one, value) ? value : undefined, largest));
    default:
      return [];
  }
}

/** Records that differ in one entry. */
function otherRecords(kind: ValueKind & { readonly kind: 'record' }, value: unknown, largest: number): unknown[] {
  const entries = Object.entries(kind.fields);
  const start = Object.fromEntries(
    entries.flatMap(([name, field]) => {
      const given = (value as { readonly [name: string]: unknown } | undefined)?.[name] ?? field.default;
      if (given !== undefined) return [[name, given]];
      return field.unset === undefined ? [[name, otherValues(field, undefined, largest)[0]]] : [];
    }),
  );
  return [
    start,
    ...entries.flatMap(([name, field]) => otherValues(field, start[name], largest).map((other) => ({ ...start, [name]: other }))),
  ];
}

/** A value with all its records and lists frozen, so that changing them throws; arrays of numbers cannot be. */
export function deepFreeze<TValue>(value: TValue): TValue {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
