import { isBoundPart } from './bound-part.ts';
import type { Parameter, ValueKind } from './schema.ts';

/** What a parameter accepts, in words: `an integer from 1 to 1000`, `weak or strong`. */
export function describeValues(kind: ValueKind): string {
  switch (kind.kind) {
    case 'boolean':
      return 'true or false';
    case 'choice':
      return joined(kind.options, 'or');
    case 'matrix':
      return 'rows of numbers';
    case 'schedule':
      return `${describeRange(kind, 'number')}, or a record with from, to and steps`;
    case 'list': {
      const [least, most] = kind.length;
      const count = least === most ? String(least) : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
      return `a list of ${count}, each ${describeValues(kind.of)}`;
    }
    case 'record':
      return `a record with ${joined(Object.keys(kind.fields), 'and')}`;
    case 'either':
      return kind.of.map(describeValues).join(', or ');
    case 'part':
      return `the name of a ${kind.of}, or a record with its name and settings`;
    default:
      return describeRange(kind, kind.kind);
  }
}

function joined(names: readonly string[], word: 'and' | 'or'): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)!}`;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly above?: true;
  readonly infinite?: true;
}

function describeRange({ min = -Infinity, max = Infinity, above, infinite }: Bounds, kind: 'integer' | 'number'): string {
  const bounded = Number.isFinite(min) && Number.isFinite(max);
  const what = kind === 'integer' ? 'an integer' : infinite || bounded ? 'a number' : 'a finite number';
  if (min === -Infinity && max === Infinity) return what;
  if (above) return max === Infinity ? `${what} above ${min}` : `${what} above ${min} and at most ${max}`;
  if (max === Infinity) return `${what} of at least ${min}`;
  return min === -Infinity ? `${what} of at most ${max}` : `${what} from ${min} to ${max}`;
}

/** What a parameter is where it is left out, in words; `must be given` where it may not be. */
export function describeDefault({ default: value, unset }: Parameter): string {
  if (value === undefined) return unset ?? 'must be given';
  if (isBoundPart(value)) return value.part.name;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
