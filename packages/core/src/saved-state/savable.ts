import { InputError, show, unknownName } from '../errors/errors.ts';
import type { Savable, SavedArray, SavedState } from './saved-state.ts';
import { isRecord, isSavedArray, plainCopy } from './saved-state.ts';
import { settingsDifference, settingsOf } from './settings.ts';

/** The parts of a savable: arrays that are changed in place and never replaced, and savables. */
export type SavableParts = { readonly [name: string]: SavedArray | Savable };

/**
 * Saves and restores the parts of something together. Restoring is strict: the same kind, settings and names, and arrays of the same type and
 * length.
 *
 * @param kind - what it is
 * @param options - what it was made with: numbers, texts, and lists and records of these are compared, everything else in it is not
 * @param parts - what it remembers
 */
export function savable(kind: string, options: object, parts: SavableParts): Savable {
  const names = Object.keys(parts);
  let known: ReturnType<typeof settingsOf> | undefined;
  const settings = (): ReturnType<typeof settingsOf> => (known ??= settingsOf(options));
  return {
    save() {
      const saved = Object.entries(parts).map(([name, part]) => [name, inside(kind, name, () => saveOne(part))] as const);
      return { kind, settings: settings(), parts: Object.fromEntries(saved) };
    },
    restore(state) {
      const saved = readParts(kind, settings(), state);
      const unknown = Object.keys(saved).find((name) => !Object.hasOwn(parts, name));
      if (unknown !== undefined) throw unknownName(`part of a saved ${kind}`, unknown, names);
      const missing = names.find((name) => !Object.hasOwn(saved, name));
      if (missing !== undefined) throw new InputError(`a saved ${kind} without ${show(missing)}: expected ${names.join(', ')}`);
      for (const [name, part] of Object.entries(parts)) inside(kind, name, () => restoreOne(part, saved[name] as SavedState));
    },
  };
}

/** The parts of a saved state, once its kind and settings are found to be right. */
function readParts(kind: string, settings: ReturnType<typeof settingsOf>, state: SavedState): Readonly<Record<string, unknown>> {
  if (!isRecord(state) || !isRecord(state['parts']))
    throw new InputError(`${show(state)} is no saved ${kind}: expected what its save() returned`);
  if (state['kind'] !== kind) throw new InputError(`a saved ${String(state['kind'])}: expected a saved ${kind}`);
  const difference = settingsDifference(settings, state['settings']);
  if (difference !== undefined) throw new InputError(`a saved ${kind} has ${difference}, as what it is restored into`);
  return state['parts'];
}

/** Says of errors where they come from. */
function inside<TResult>(kind: string, name: string, run: () => TResult): TResult {
  try {
    return run();
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${name} of ${kind}: ${error.message}`);
    throw error;
  }
}

function saveOne(part: SavedArray | Savable): SavedState {
  if (!isSavedArray(part)) return part.save();
  checkFinite(part);
  return part.slice();
}

function restoreOne(part: SavedArray | Savable, state: SavedState): void {
  if (!isSavedArray(part)) return part.restore(state);
  const found = arrayLike(part, state);
  checkFinite(found);
  (part as Float64Array).set(found as Float64Array);
}

/** A saved array, found to be of the type and length of another. */
function arrayLike(part: SavedArray, state: SavedState): SavedArray {
  const type = part[Symbol.toStringTag];
  if (!isSavedArray(state) || state[Symbol.toStringTag] !== type || state.length !== part.length) {
    const found = isSavedArray(state) ? `a ${state[Symbol.toStringTag]} of ${state.length}` : show(state);
    throw new InputError(`found ${found}: expected a ${type} of ${part.length}`);
  }
  return state;
}

function checkFinite(values: SavedArray): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return;
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new InputError(`number ${at} is ${show(values[at])}: expected finite numbers`);
}

/** An array whose numbers may be infinite or none at all. */
export function anyNumbers(array: Float32Array | Float64Array): Savable {
  return {
    save: () => array.slice(),
    restore: (state) => array.set(arrayLike(array, state) as Float64Array),
  };
}

/** An array that is replaced as it grows: its length is not compared. */
export function growingArray<TArray extends SavedArray>(get: () => TArray, set: (array: TArray) => void): Savable {
  return {
    save: () => saveOne(get()),
    restore(state) {
      const type = get()[Symbol.toStringTag];
      if (!isSavedArray(state) || state[Symbol.toStringTag] !== type) throw new InputError(`found ${show(state)}: expected a ${type}`);
      checkFinite(state);
      set(state.slice() as TArray);
    },
  };
}

/** A count in a variable: an integer from 0. */
export function savedCount(get: () => number, set: (count: number) => void): Savable {
  return {
    save: get,
    restore(state) {
      if (!Number.isSafeInteger(state) || (state as number) < 0) throw new InputError(`found ${show(state)}: expected an integer from 0`);
      set(state as number);
    },
  };
}

/** A number in a variable; `from` is the lowest and `to` the highest it may be (default any, infinite ones included). */
export function savedNumber(get: () => number, set: (value: number) => void, from: number = -Infinity, to: number = Infinity): Savable {
  return {
    save: get,
    restore(state) {
      if (typeof state !== 'number' || !(state >= from && state <= to))
        throw new InputError(`found ${show(state)}: expected a number from ${from} to ${to}`);
      set(state);
    },
  };
}

/** Plain data in a variable: `set` is to check it. */
export function savedValue(get: () => unknown, set: (value: SavedState) => void): Savable {
  return { save: () => plainCopy(get(), 'the value'), restore: (state) => set(plainCopy(state, 'the value')) };
}

/** Savables in a list of fixed length. */
export function savedList(items: readonly Savable[]): Savable {
  return {
    save: () => items.map((item) => item.save()),
    restore(state) {
      if (!Array.isArray(state) || state.length !== items.length)
        throw new InputError(`found ${Array.isArray(state) ? `${state.length} entries` : show(state)}: expected ${items.length} entries`);
      items.forEach((item, i) => item.restore(state[i] as SavedState));
    },
  };
}

/** Plain data in the entries of a list of fixed length, whatever each holds. */
export function savedEntries(values: unknown[]): Savable {
  return savedValue(
    () => values,
    (saved) => {
      if (!Array.isArray(saved) || saved.length !== values.length)
        throw new InputError(`found ${show(saved)}: expected ${values.length} entries`);
      for (let i = 0; i < values.length; i++) values[i] = saved[i];
    },
  );
}
