import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/errors.ts';
import { packState, unpackState } from './pack.ts';
import type { PackedState } from './pack.ts';
import type { SavedState } from './saved-state.ts';
import { plainCopy } from './saved-state.ts';

const arrays = [
  Float32Array.of(1.5, NaN, -0, Infinity),
  Float64Array.of(Math.PI, -Infinity),
  Int8Array.of(-128),
  Uint8Array.of(255, 0),
  Int16Array.of(-1),
  Uint16Array.of(),
  Int32Array.of(-5, 7),
  Uint32Array.of(4294967295),
  BigInt64Array.of(-1n),
  BigUint64Array.of(2n),
];

const leaf = fc.oneof(
  fc.constantFrom<SavedState>(undefined, null, true, NaN, Infinity, -Infinity, -0, 1e308, 5e-324, ...arrays),
  fc.double(),
  fc.string(),
);
const key = fc.oneof(
  fc.constantFrom('$', 'a/b', 'a', 'a~1b', '~', 'b', '', 'toJSON'),
  fc.string().filter((text) => text !== '__proto__' && text !== 'constructor'),
);
const { state: trees } = fc.letrec<{ state: SavedState }>((tie) => ({
  state: fc.oneof({ maxDepth: 5 }, leaf, fc.array(tie('state'), { maxLength: 4 }), fc.dictionary(key, tie('state'), { maxKeys: 4 })),
}));

/** What is left after a file in between. */
const through = ({ json, arrays: found }: PackedState): PackedState => ({
  json: JSON.parse(JSON.stringify(json)) as unknown,
  arrays: new Map([...found].reverse()),
});

/** A plain record, whatever its prototype was. */
const plain = (state: SavedState): SavedState => plainCopy(state, 'it');

describe('packState', () => {
  it('gives back any plain data, bit for bit', () => {
    fc.assert(
      fc.property(trees, (state) => {
        const found = unpackState(through(packState(state)));
        expect(found).toStrictEqual(plain(state));
        expect(packState(found)).toStrictEqual(packState(plain(state)));
      }),
      { numRuns: 500 },
    );
  });

  it('names arrays by their path', () => {
    const { json, arrays: found } = packState({ learner: { 'a/b': [Int8Array.of(1), Int8Array.of(2)] }, count: 3 });
    expect([...found.keys()]).toEqual(['learner/a~1b/0', 'learner/a~1b/1']);
    expect(json).toMatchObject({ format: 'firstmover.state', version: 1, state: { count: 3 } });
  });

  it('refuses what is no plain data', () => {
    let deep: SavedState = 1;
    for (let i = 0; i < 70; i++) deep = [deep];
    expect(() => packState(deep)).toThrow('nested too deeply');
    expect(() => packState({ a: new Map() as unknown as SavedState })).toThrow('a of a saved state is {}: expected plain data');
  });
});

describe('unpackState', () => {
  const { json, arrays: given } = packState({ a: Int8Array.of(1), b: NaN });
  const state = (value: unknown): PackedState => ({ json: { format: 'firstmover.state', version: 1, state: value }, arrays: new Map() });
  let deep: unknown = 1;
  for (let i = 0; i < 10_000; i++) deep = [deep];
  const one = { $: 'array', name: 'a' };

  it.each<[string, PackedState]>([
    ['3 is no saved state', { json: 3, arrays: new Map() }],
    ['is no saved state', { json: { ...(json as object), more: 1 }, arrays: given }],
    ['saved in version 2 of the format: expected 1', { json: { ...(json as object), version: 2 }, arrays: given }],
    ['array "a" of a saved state is missing', { json, arrays: new Map() }],
    ['array "x" belongs nowhere', { json, arrays: new Map([...given, ['x', Int8Array.of()]]) }],
    ['used twice', { ...state([one, one]), arrays: given }],
    ['expected a mark', state({ $: 'NaN', more: 1 })],
    ['expected a mark', state({ $: '1e999' })],
    ['expected a mark', state({ $: 'record', of: 3 })],
    ['the key "__proto__"', state(JSON.parse('{"__proto__":{"x":1}}'))],
    ['the key "__proto__"', state(JSON.parse('{"$":"record","of":{"__proto__":1}}'))],
    ['nested too deeply', state(deep)],
    ['NaN in a saved state', state(NaN)],
    ['in a saved state: expected a value of JSON', state(new Map())],
  ])('refuses: %s', (message, packed) => {
    expect(() => unpackState(packed)).toThrow(InputError);
    expect(() => unpackState(packed)).toThrow(message);
    expect(({} as Record<string, unknown>)['x']).toBe(undefined);
  });
});

describe('plainCopy', () => {
  it('copies arrays and records', () => {
    const array = Int8Array.of(1);
    const record = { array, list: [{ x: undefined }] };
    const copy = plainCopy(record, 'it') as typeof record;
    expect(copy).toStrictEqual(record);
    expect(copy.array).not.toBe(array);
    expect(copy.list[0]).not.toBe(record.list[0]);
  });

  it.each([[() => 0], [new Map()], [new Error('x')], [3n], [new Uint8ClampedArray(2)], [new DataView(new ArrayBuffer(2))]])(
    'refuses %o',
    (thing) => {
      expect(() => plainCopy({ state: [thing] }, 'it')).toThrow('it.state[0] is');
    },
  );
});
