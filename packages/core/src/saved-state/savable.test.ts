import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/errors.ts';
import { anyNumbers, growingArray, savable, savedCount, savedList, savedNumber, savedValue } from './savable.ts';
import type { Savable, SavedState } from './saved-state.ts';

/** A thing with a part of every sort. */
function thing(options: object = {}, size = 2): Savable & { numbers: Float32Array; bits: Float64Array; touch(): void } {
  const numbers = new Float32Array(size);
  const bits = new Float64Array(1);
  let grown = new Int32Array(0);
  let count = 0;
  let share = 0.5;
  let value: unknown = { a: 1 };
  const inner = savable('inner', {}, { count: savedCount(() => count, (to) => (count = to)) }); // prettier-ignore
  return {
    numbers,
    bits,
    touch() {
      numbers[0]! += 0.1;
      bits[0] = -Infinity;
      grown = Int32Array.of(...grown, 1);
      count++;
      share /= 2;
      value = { a: [value] };
    },
    ...savable('thing', options, {
      numbers,
      bits: anyNumbers(bits),
      grown: growingArray(
        () => grown,
        (to) => (grown = to),
      ),
      inner,
      share: savedNumber(
        () => share,
        (to) => (share = to),
        0,
        1,
      ),
      value: savedValue(
        () => value,
        (to) => (value = to),
      ),
      list: savedList([inner, inner]),
    }),
  };
}

type Tree = { parts: Record<string, unknown>; settings: unknown };

describe('savable', () => {
  it('continues from a copy', () => {
    const first = thing({ rate: 1 });
    first.touch();
    const saved = first.save();
    const text = JSON.stringify(saved);
    first.touch();
    expect(JSON.stringify(saved)).toBe(text);
    const second = thing({ rate: 1 });
    second.restore(saved);
    expect(second.save()).toStrictEqual(saved);
    second.touch();
    expect(second.save()).toStrictEqual(first.save());
    expect(JSON.stringify(saved)).toBe(text);
  });

  it('compares numbers, texts and records of the options, and leaves out the rest', () => {
    const options = { rate: 1, limit: Infinity, names: ['a'], ramp: { from: 1, to: 0 }, none: undefined, network: { forward: () => 0 } };
    const saved = thing(options).save() as Tree;
    expect(saved.settings).toStrictEqual({ rate: 1, limit: 'Infinity', names: ['a'], ramp: { from: 1, to: 0 } });
    thing({ ...options }).restore(saved as SavedState);
    expect(() => thing({ ...options, rate: 2 }).restore(saved as SavedState)).toThrow(
      'a saved thing has settings.rate 1: expected 2, as what it is restored into',
    );
    expect(() => thing().restore(saved as SavedState)).toThrow('a saved thing has settings');
  });

  const good = thing().save() as Tree;
  const changed = (name: string, value: unknown): SavedState => ({ ...good, parts: { ...good.parts, [name]: value } }) as SavedState;
  const less = { ...good.parts };
  delete less['share'];
  it.each<[string, SavedState]>([
    ['undefined is no saved thing', undefined],
    ['a saved inner: expected a saved thing', (good.parts as { inner: SavedState }).inner],
    ['unknown part of a saved thing "shares": did you mean share?', changed('shares', 1)],
    ['a saved thing without "share"', { ...good, parts: less } as SavedState],
    ['numbers of thing: found a Float32Array of 3: expected a Float32Array of 2', changed('numbers', new Float32Array(3))],
    ['numbers of thing: found a Float64Array of 2: expected', changed('numbers', new Float64Array(2))],
    ['numbers of thing: found [0,0]: expected', changed('numbers', [0, 0])],
    ['numbers of thing: number 1 is NaN: expected finite', changed('numbers', Float32Array.of(0, NaN))],
    ['bits of thing: found', changed('bits', new Float64Array(2))],
    ['grown of thing: found', changed('grown', new Uint32Array(2))],
    ['share of thing: found 2: expected a number from 0 to 1', changed('share', 2)],
    ['share of thing: found NaN', changed('share', NaN)],
    ['inner of thing: count of inner: found -1: expected', changed('inner', { kind: 'inner', settings: {}, parts: { count: -1 } })],
    ['list of thing: found 1 entries: expected 2', changed('list', [1])],
  ])('refuses: %s', (message, state) => {
    expect(() => thing().restore(state)).toThrow(InputError);
    expect(() => thing().restore(state)).toThrow(message);
  });

  it('refuses to save numbers that are not finite', () => {
    const broken = thing();
    broken.numbers[1] = NaN;
    expect(() => broken.save()).toThrow('numbers of thing: number 1 is NaN: expected finite numbers');
  });
});
