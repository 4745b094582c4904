import type { PackedState } from '../saved-state/pack.ts';
import { packState, unpackState } from '../saved-state/pack.ts';
import type { Savable, SavedArray } from '../saved-state/saved-state.ts';

/** Something at work that can be saved between two steps of its work. */
export interface SavableWork {
  /** What is saved and restored. */
  readonly target: Partial<Savable>;
  /** Works on by one step, and returns plain data that says what came of it, such as metrics. */
  advance(): unknown;
}

/**
 * Proves that what is interrupted continues bit for bit. One object works without a break; others are saved after some steps, taken
 * through JSON and copied arrays as through a file, restored into a new object, and continue. The whole state and what `advance` returns
 * must be the same at every step after that; and so it must be for the object that was saved, which saving must not disturb.
 *
 * @param make - makes the object anew; each time with the same options
 * @param steps - how many steps of work
 * @param at - after how many of them it is interrupted
 * @returns how many states were compared
 * @throws Error that names the step and the first part of the state that differs
 */
export function checkContinuation(make: () => SavableWork, steps: number, at: readonly number[]): number {
  let compared = 0;
  const compare = (found: Moment, expected: Moment, when: string): void => {
    compared++;
    if (found.result !== expected.result) throw new Error(`${when}: the step returned ${found.result}, undisturbed ${expected.result}`);
    const difference = differenceOf(found.state, expected.state);
    if (difference !== undefined) throw new Error(`${when}: ${difference}`);
  };

  const undisturbed = make();
  const moments: Moment[] = [momentOf(undisturbed)];
  // The first run must not be saved on the way, lest saving disturbs it as it does the others: only its end is compared then.
  const silent = make();
  for (let step = 1; step <= steps; step++) {
    moments.push(momentOf(undisturbed, undisturbed.advance()));
    silent.advance();
  }
  compare({ ...momentOf(silent), result: '' }, { ...moments[steps]!, result: '' }, 'saved at every step');

  for (const stop of at) {
    const interrupted = make();
    for (let step = 1; step <= stop; step++) interrupted.advance();
    const bytes = throughFile(packState(interrupted.target.save!()));
    const continued = make();
    continued.target.restore!(unpackState(bytes));
    compare({ ...momentOf(continued), result: '' }, { ...moments[stop]!, result: '' }, `restored after ${stop} steps`);
    for (let step = stop + 1; step <= steps; step++) {
      compare(momentOf(continued, continued.advance()), moments[step]!, `interrupted after ${stop} steps, at step ${step}`);
    }
  }
  return compared;
}

/** A state, and what the step before it returned. */
interface Moment {
  readonly state: PackedState;
  readonly result: string;
}

function momentOf({ target }: SavableWork, result?: unknown): Moment {
  return { state: packState(target.save!()), result: JSON.stringify(result) ?? '' };
}

/** What is left of a state after a file: other arrays, in another order, and JSON read anew. */
function throughFile({ json, arrays }: PackedState): PackedState {
  const copies = [...arrays].reverse().map(([name, array]) => [name, array.slice()] as const);
  return { json: JSON.parse(JSON.stringify(json)) as unknown, arrays: new Map(copies) };
}

/** The first difference of two states, undefined where they are equal bit for bit. */
function differenceOf(found: PackedState, expected: PackedState): string | undefined {
  const [text, wanted] = [JSON.stringify(found.json), JSON.stringify(expected.json)];
  if (text !== wanted) {
    let at = 0;
    while (text[at] === wanted[at]) at++;
    return `the state has ...${text.slice(Math.max(0, at - 60), at + 40)}, undisturbed ...${wanted.slice(Math.max(0, at - 60), at + 40)}`;
  }
  for (const [name, array] of expected.arrays) {
    const [a, b] = [bytesOf(found.arrays.get(name)!), bytesOf(array)];
    if (a.length !== b.length) return `${name} has ${a.length} bytes, undisturbed ${b.length}`;
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return `${name} differs in byte ${i}`;
  }
  return undefined;
}

function bytesOf({ buffer, byteOffset, byteLength }: SavedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
