import { InputError, show } from '@firstmover/core';
import { PROTOTYPE_KEYS, parseStrictly } from '../json/strict-json.ts';
import { moduleOf } from '../modules/definitions.ts';
import { CONFIG_KINDS } from '@firstmover/pipeline';

/** What something that is only named is short for. */
function inFull(kind: string, name: string): object {
  return moduleOf(name, '.') ?? (kind === 'game' ? { id: name } : { name });
}

/**
 * Changes entries of a config as `--set leader.learningRate=3e-4` says. A value is read as JSON where it is JSON, else as text.
 *
 * @param config - stays as it is
 * @param settings - texts `path=value`, applied in order
 * @throws InputError for a text without a path or `=`, or a path through something that is no record
 */
export function withOverrides(config: unknown, settings: readonly string[]): unknown {
  let changed = config;
  for (const text of settings) {
    const equals = text.indexOf('=');
    if (equals < 1) throw new InputError(`--set ${show(text)}: expected path=value, for example leader.learningRate=3e-4`);
    const path = text.slice(0, equals).split('.');
    if (path.some((key) => key === '' || PROTOTYPE_KEYS.includes(key)))
      throw new InputError(`--set ${show(text)}: expected names joined by dots before the =`);
    changed = replace(changed, path, valueOf(text.slice(equals + 1), text), text);
  }
  return changed;
}

function replace(at: unknown, [key, ...rest]: readonly string[], value: unknown, text: string, top = true): unknown {
  if (key === undefined) return value;
  const record = at === undefined ? {} : at;
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw new InputError(`--set ${show(text)}: ${show(record)} on the way is no record`);
  let inner = (record as Readonly<Record<string, unknown>>)[key];
  if (rest.length > 0 && typeof inner === 'string' && (!top || CONFIG_KINDS.some((kind) => kind === key))) inner = inFull(key, inner);
  return { ...record, [key]: replace(inner, rest, value, text, false) };
}

function valueOf(text: string, setting: string): unknown {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return parseStrictly(text, `--set ${show(setting)}`);
}
