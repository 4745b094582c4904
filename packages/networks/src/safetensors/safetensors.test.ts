import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { decodeSafetensors } from './decode.ts';
import { encodeSafetensors } from './encode.ts';
import { DTYPES, littleEndian } from './safetensors.ts';
import type { Tensor } from './safetensors.ts';

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** The bits of a tensor, which tell -0 from 0 and one NaN from another. */
const bitsOf = ({ shape, data }: Tensor): unknown => [
  shape,
  data[Symbol.toStringTag],
  [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)],
];

const tensor: fc.Arbitrary<Tensor> = fc
  .record({ dtype: fc.constantFrom(...DTYPES), shape: fc.array(fc.nat(3), { maxLength: 4 }) })
  .chain(({ dtype, shape }) => {
    const length = shape.reduce((product, axis) => product * axis, 1) * dtype.bytes;
    return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => ({ shape, data: dtype.view(bytes.slice().buffer) }));
  });
const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('__proto__', 'constructor', 'a"b\\', ''));
const tensors = fc.array(fc.tuple(name, tensor), { maxLength: 6 }).map((entries) => new Map(entries));
const metadata = fc.array(fc.tuple(name, fc.string({ unit: 'binary' })), { maxLength: 4 }).map((entries) => new Map(entries));

describe('the safetensors format', () => {
  it('is eight bytes of length, a header padded with spaces, and the numbers', () => {
    const bytes = encodeSafetensors(
      new Map<string, Tensor>([
        ['b', { shape: [2], data: Uint8Array.of(7, 8) }],
        ['a', { shape: [1, 1], data: Float32Array.of(1) }],
      ]),
      new Map([['by', 'hand']]),
    );
    const header =
      '{"__metadata__":{"by":"hand"},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}';
    expect([...bytes.subarray(0, 8)]).toEqual([144, 0, 0, 0, 0, 0, 0, 0]);
    expect(text(bytes.subarray(8, 152))).toBe(header.padEnd(144));
    expect([...bytes.subarray(152)]).toEqual([0, 0, 0x80, 0x3f, 7, 8]);
  });

  it('reads a file written by hand, with white space, another order of entries and unaligned numbers', () => {
    const header =
      '{ "i" : {"data_offsets":[1,9], "shape":[1],\n"dtype":"I64"}, "u":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"none":{"dtype":"F32","shape":[0,5],"data_offsets":[9,9]} } ';
    const bytes = Uint8Array.of(
      header.length,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      ...new TextEncoder().encode(header),
      5,
      ...new Array<number>(8).fill(255),
    );
    // Also out of the middle of another buffer.
    const { tensors: read, metadata: texts } = decodeSafetensors(Uint8Array.of(1, 2, 3, ...bytes).subarray(3));
    expect([...read]).toEqual([
      ['i', { shape: [1], data: BigInt64Array.of(-1n) }],
      ['u', { shape: [1], data: Uint8Array.of(5) }],
      ['none', { shape: [0, 5], data: new Float32Array(0) }],
    ]);
    expect(texts.size).toBe(0);
  });

  it('keeps every bit of every type, and gives equal bytes for equal contents in any order', () => {
    fc.assert(
      fc.property(tensors, metadata, (contents, texts) => {
        const bytes = encodeSafetensors(contents, texts);
        const read = decodeSafetensors(bytes);
        expect(new Map([...read.tensors].map(([key, value]) => [key, bitsOf(value)]))).toEqual(
          new Map([...contents].map(([key, value]) => [key, bitsOf(value)])),
        );
        expect(read.metadata).toEqual(texts);
        expect(encodeSafetensors(new Map([...contents].reverse()), new Map([...texts].reverse()))).toEqual(bytes);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('aligns every tensor to the size of its numbers', () => {
    fc.assert(
      fc.property(tensors, (contents) => {
        const bytes = encodeSafetensors(contents);
        const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
        expect(length % 8).toBe(0);
        const header = JSON.parse(text(bytes.subarray(8, 8 + length)).replaceAll('"__proto__"', '"other"')) as object;
        for (const { dtype, data_offsets: offsets } of Object.values(header) as { dtype: string; data_offsets: number[] }[])
          expect(offsets[0]! % DTYPES.find((known) => known.name === dtype)!.bytes).toBe(0);
      }),
      { seed: 2 },
    );
  });

  it('copies numbers, whatever buffer they come from', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const bytes = encodeSafetensors(new Map([['a', { shape: [2], data: data.subarray(1, 3) }]]));
    data.fill(0);
    const read = decodeSafetensors(Buffer.from(bytes)).tensors.get('a')!;
    bytes.fill(0);
    expect(read.data).toEqual(Float32Array.of(2, 3));
  });

  it('turns the bytes of numbers around on machines that store the high byte first', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    littleEndian(bytes, 4, 'little');
    expect([...bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    littleEndian(bytes, 4, 'big');
    expect([...bytes]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
  });

  it.each<[string, Tensor, string]>([
    ['__metadata__', { shape: [], data: Int8Array.of(1) }, 'a tensor named "__metadata__"'],
    ['a', { shape: [2], data: Int8Array.of(1) }, 'tensor "a" has shape [2] and 1 numbers'],
    ['a', { shape: [-1, -1], data: Int8Array.of(1) }, 'tensor "a" has shape [-1,-1]'],
    ['a', { shape: [0.5, 2], data: Int8Array.of(1) }, 'tensor "a" has shape [0.5,2]'],
    ['\ud800', { shape: [1], data: Int8Array.of(1) }, 'has half a surrogate pair'],
    ['a', { shape: [1], data: new Uint8ClampedArray(1) as unknown as Uint8Array }, 'tensor "a" is a "Uint8ClampedArray"'],
  ])('refuses to write %j as %j', (key, value, message) => {
    expect(() => encodeSafetensors(new Map([[key, value]]))).toThrow(message);
  });
});

it('has the published check value of its checksum', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});
