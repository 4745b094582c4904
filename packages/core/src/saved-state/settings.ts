import { show } from '../errors/errors.ts';
import { isRecord } from './saved-state.ts';

/** A value that survives JSON. */
export type Setting = string | number | boolean | null | readonly Setting[] | { readonly [name: string]: Setting };

/**
 * What can be compared of options: numbers (those that JSON has no words for as texts), texts, booleans, and lists and records of these. The rest
 * is left out: functions, networks, models.
 */
export function settingsOf(options: object): { readonly [name: string]: Setting } {
  const entries: [string, Setting][] = [];
  for (const [name, value] of Object.entries(options)) {
    const setting = settingOf(value, 32);
    if (setting !== undefined) entries.push([name, setting]);
  }
  return Object.fromEntries(entries);
}

function settingOf(value: unknown, depth: number): Setting | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : show(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (depth === 0 || (!Array.isArray(value) && !isRecord(value))) return undefined;
  const parts: [string, Setting][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const part = settingOf(item, depth - 1);
    if (part === undefined) return undefined;
    parts.push([key, part]);
  }
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

/**
 * Where settings that were read from somewhere differ from those that were expected.
 *
 * @returns a clause such as `settings.activation "relu": expected "tanh"`, or undefined where they are equal
 */
export function settingsDifference(expected: Setting, found: unknown, path = 'settings'): string | undefined {
  const differs = (): string => `${path} ${show(found)}: expected ${show(expected)}`;
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, found) ? undefined : differs();
  if (typeof found !== 'object' || found === null || Array.isArray(found) !== Array.isArray(expected)) return differs();
  const keys = Object.keys(expected);
  if (Object.keys(found).length !== keys.length) return differs();
  for (const key of keys) {
    if (!Object.hasOwn(found, key)) return differs();
    const inner = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`;
    const difference = settingsDifference((expected as Record<string, Setting>)[key]!, (found as Record<string, unknown>)[key], inner);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
