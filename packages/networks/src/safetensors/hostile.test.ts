import { InputError, randomStream } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode.ts';
import { encodeSafetensors } from './encode.ts';
import type { Safetensors, Tensor } from './safetensors.ts';

/** A file with this header and this many bytes behind it. */
function file(header: string | Uint8Array, data = 0, length?: bigint): Uint8Array {
  const json = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

/** The message of the refusal; anything but a one-line InputError fails. */
function refusal(bytes: Uint8Array): string {
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).toMatch(/^.{10,400}$/);
    return message;
  }
  throw new Error('accepted');
}

const entry = (shape: string, begin: number | string, end: number | string, dtype = 'F32'): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

describe('a hostile safetensors file', () => {
  it.each<[string, Uint8Array, string]>([
    ['is empty', new Uint8Array(0), 'file of 0 bytes: expected at least 8'],
    ['ends in the length', new Uint8Array(7), 'file of 7 bytes'],
    ['has a header beyond its end', file('{}', 0, 3n), 'file of 10 bytes with a header up to byte 11'],
    ['has a header of 101 MB', file('{}', 0, 101_000_000n), 'a header of 101000000 bytes: expected at most 100000000'],
    ['has a header of 2^64 - 1 bytes', file('{}', 0, 2n ** 64n - 1n), 'a header of 18446744073709551615 bytes'],
    ['has a length that would be negative', file('{}', 0, 2n ** 63n), 'a header of 9223372036854775808 bytes'],
    ['has no header', file(''), 'character 0: expected { for the header, found its end'],
    ['is not UTF-8', file(Uint8Array.of(0x7b, 0xff, 0x7d)), 'not text in UTF-8'],
    ['has overlong UTF-8', file(Uint8Array.of(0x7b, 0xc0, 0xa2, 0x7d)), 'not text in UTF-8'],
    ['begins with a byte order mark', file('\ufeff{}'), 'character 0: expected { for the header'],
    ['is an array', file('[]'), 'expected { for the header, found "[]"'],
    ['is null', file('null'), 'expected { for the header'],
    ['is no JSON', file('{a:1}'), 'character 1: expected a name in the header'],
    ['has single quotes', file("{'a':1}"), 'expected a name in the header'],
    ['has a comma too many', file(`{"a":${entry('[]', 0, 4)},}`, 4), 'expected a name in the header, found "}"'],
    ['lacks a comma', file(`{"a":${entry('[]', 0, 0)} "b":1}`), 'expected , or } in the header'],
    ['lacks a colon', file('{"a" 1}'), 'expected : after "a"'],
    ['is not closed', file(`{"a":${entry('[]', 0, 4)}`, 4), 'expected , or } in the header, found its end'],
    ['has more behind the header', file('{}{}'), 'expected nothing behind the header'],
    ['has a zero byte behind the header', file('{}\0'), 'expected nothing behind the header'],
    ['has an open string', file('{"a'), 'expected a name in the header, found "\\"a"'],
    ['has a bad escape', file('{"\\x41":1}'), 'expected a name in the header'],
    ['has a line break in a string', file('{"a\nb":1}'), 'expected a name in the header'],
    ['has half a surrogate pair', file('{"\\ud800":1}'), 'expected a name in the header'],
    ['has a tensor twice', file(`{"a":${entry('[1]', 0, 4)},"a":${entry('[1]', 4, 8)}}`, 8), 'the header has "a" twice'],
    ['has a tensor twice, escaped', file(`{"a":${entry('[1]', 0, 4)},"\\u0061":${entry('[1]', 4, 8)}}`, 8), 'the header has "a" twice'],
    ['has metadata twice', file('{"__metadata__":{},"__metadata__":{}}'), 'the header has "__metadata__" twice'],
    ['has a text twice', file('{"__metadata__":{"a":"1","a":"2"}}'), '__metadata__ has "a" twice'],
    ['has a type twice', file('{"a":{"dtype":"F32","dtype":"F64"}}'), 'tensor "a" has "dtype" twice'],
    ['has metadata that is a text', file('{"__metadata__":"a"}'), 'expected { for __metadata__'],
    ['has metadata that is null', file('{"__metadata__":null}'), 'expected { for __metadata__'],
    ['has a number as metadata', file('{"__metadata__":{"a":1}}'), 'expected a text as metadata "a", found "1}}"'],
    ['has a record as metadata', file('{"__metadata__":{"a":{}}}'), 'expected a text as metadata "a"'],
    ['has a tensor that is a number', file('{"a":1}'), 'expected { for tensor "a"'],
    ['has a type that is a number', file('{"a":{"dtype":1}}'), 'expected a type of tensor "a"'],
    ['has an unknown type', file(`{"a":${entry('[1]', 0, 4, 'F31')}}`, 4), 'tensor "a" has the type "F31": expected one of U64, I64'],
    ['has a type that is the name of a method', file(`{"a":${entry('[1]', 0, 4, 'toString')}}`, 4), 'has the type "toString"'],
    ['lacks a shape', file('{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4), 'tensor "a" lacks an entry'],
    ['lacks everything', file('{"a":{}}'), 'tensor "a" lacks an entry'],
    ['has another entry', file('{"a":{"__proto__":[]}}'), 'tensor "a" has the entry "__proto__"'],
    ['has one offset', file('{"a":{"dtype":"F32","shape":[],"data_offsets":[0]}}', 4), 'tensor "a" has 1 offsets'],
    ['has three offsets', file('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4,4]}}', 4), 'tensor "a" has 3 offsets'],
    ['has a negative offset', file(`{"a":${entry('[1]', -4, 0)}}`), 'expected an integer from 0 to 2^53 - 1 in the offsets of tensor "a"'],
    ['has a fraction as offset', file(`{"a":${entry('[1]', 0, 4.5)}}`, 5), 'expected an integer from 0 to 2^53 - 1 in the offsets'],
    ['has an exponent in an offset', file(`{"a":${entry('[1]', 0, '4e0')}}`, 4), 'expected an integer from 0 to 2^53 - 1 in the offsets'],
    ['has an offset with a leading zero', file(`{"a":${entry('[1]', 0, '04')}}`, 4), 'expected an integer from 0 to 2^53 - 1'],
    ['has a text as offset', file(`{"a":${entry('[1]', 0, '"4"')}}`, 4), 'expected an integer from 0 to 2^53 - 1'],
    ['has an offset beyond 2^53', file(`{"a":${entry('[1]', 0, '9007199254740993')}}`, 4), 'expected an integer from 0 to 2^53 - 1'],
    ['has 1e400 as offset', file(`{"a":${entry('[1]', 0, '1'.repeat(400))}}`, 4), 'expected an integer from 0 to 2^53 - 1'],
    ['has an offset behind the end', file(`{"a":${entry('[2]', 0, 8)}}`, 4), 'tensor "a" ends at byte 8 of the data, which has 4'],
    ['has offsets the wrong way round', file(`{"a":${entry('[1]', 4, 0)}}`, 4), 'tensor "a" has the offsets 4 and 0'],
    ['has a gap before', file(`{"a":${entry('[1]', 4, 8)}}`, 8), 'tensor "a" begins at byte 4 of the data: expected 0'],
    [
      'has a gap between',
      file(`{"a":${entry('[1]', 0, 4)},"b":${entry('[1]', 8, 12)}}`, 12),
      'tensor "b" begins at byte 8 of the data: expected 4',
    ],
    [
      'has overlapping tensors',
      file(`{"a":${entry('[2]', 0, 8)},"b":${entry('[2]', 4, 12)}}`, 12),
      'tensor "b" begins at byte 4 of the data: expected 8',
    ],
    [
      'has one tensor inside another',
      file(`{"a":${entry('[3]', 0, 12)},"b":${entry('[1]', 4, 8)}}`, 12),
      'tensor "b" begins at byte 4 of the data: expected 12',
    ],
    [
      'has the same bytes twice',
      file(`{"a":${entry('[1]', 0, 4)},"b":${entry('[1]', 0, 4)}}`, 4),
      'begins at byte 0 of the data: expected 4',
    ],
    ['has bytes behind its tensors', file(`{"a":${entry('[1]', 0, 4)}}`, 5), 'end at byte 4 of its data: expected 5'],
    ['has bytes and no tensors', file('{}', 1), 'end at byte 0 of its data: expected 1'],
    ['has a shape that does not fit', file(`{"a":${entry('[2]', 0, 4)}}`, 4), 'type F32 and shape [2] has 4 bytes: expected 8'],
    ['has a negative axis', file(`{"a":${entry('[-1]', 0, 4)}}`, 4), 'expected an integer from 0 to 2^53 - 1 in the shape of tensor "a"'],
    ['has nested axes', file(`{"a":${entry('[[1]]', 0, 4)}}`, 4), 'expected an integer from 0 to 2^53 - 1 in the shape'],
    ['has a shape that is a number', file(`{"a":${entry('1', 0, 4)}}`, 4), 'expected [ for the shape of tensor "a"'],
    [
      'has a shape whose product wraps around in 64 bits',
      file(`{"a":${entry('[4294967296,4294967296,1]', 0, 0)}}`),
      'shape [4294967296,4294967296,1] has 0 bytes: expected at most 2^53',
    ],
    [
      'has a shape of 10 GB',
      file(`{"a":${entry('[2500000000]', 0, '10000000000')}}`, 4),
      'tensor "a" ends at byte 10000000000 of the data, which has 4',
    ],
    ['nests 100,000 arrays', file(`{"a":${'['.repeat(100_000)}`), 'expected { for tensor "a"'],
    ['nests 100,000 records', file('{"a":'.repeat(100_000)), 'tensor "a"'],
    ['has a name of a million backslashes', file(`{"${'\\'.repeat(1_000_001)}`), 'expected a name in the header'],
    ['has a million quotes that are escaped', file(`{"${'\\"'.repeat(1_000_000)}`), 'expected a name in the header'],
  ])('that %s is refused', (_what, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });

  it('cannot reach a prototype by the name of a tensor or a text', () => {
    const names = ['__proto__', 'constructor', 'prototype', 'toString'];
    const header = `{"__metadata__":{${names.map((name) => `"${name}":"x"`).join()}},${names.map((name) => `"${name}":${entry('[0]', 0, 0)}`).join()}}`;
    const { tensors, metadata } = decodeSafetensors(file(header));
    expect([...tensors.keys()]).toEqual(names);
    expect([...metadata.keys()]).toEqual(names);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

const sample = encodeSafetensors(
  new Map<string, Tensor>([
    ['weights', { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ['counter', { shape: [], data: BigUint64Array.of(2n ** 60n) }],
    ['mask', { shape: [3], data: Uint8Array.of(1, 0, 1) }],
  ]),
  new Map([['made', 'by a test']]),
);
const headerEnd = 8 + Number(new DataView(sample.buffer).getBigUint64(0, true));

it('refuses a file that was cut off at any byte', () => {
  for (let length = 0; length < sample.length; length++) refusal(sample.subarray(0, length));
  expect(decodeSafetensors(sample).tensors.size).toBe(3);
});

it('refuses a file with any byte added', () => {
  for (const byte of [0, 0x20, 0x7d]) refusal(Uint8Array.of(...sample, byte));
});

describe('a flipped bit', () => {
  const structure = ({ tensors }: Safetensors): unknown => [...tensors].map(([, { shape, data }]) => [shape, data[Symbol.toStringTag]]);
  const clean = decodeSafetensors(sample);

  it('in the length or the header is refused, or changes a name or a text and nothing else', () => {
    let renamed = 0;
    for (let bit = 0; bit < headerEnd * 8; bit++) {
      const flipped = sample.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      let read: Safetensors;
      try {
        read = decodeSafetensors(flipped);
      } catch {
        refusal(flipped);
        continue;
      }
      renamed++;
      expect(structure(read)).toEqual(structure(clean));
      expect([...read.tensors.values()]).toEqual([...clean.tensors.values()]);
    }
    // Only the letters of names and texts: nothing about types, shapes and offsets.
    expect(renamed).toBeLessThanOrEqual(7 * 'weightscountermaskmadeby a test__metadata__'.length);
  });

  it('never gives another structure, at 10,000 random places', () => {
    const random = randomStream(1, 'bit flips').at(0, 0);
    for (let trial = 0; trial < 10_000; trial++) {
      const flipped = sample.slice();
      flipped[random.integer(sample.length)]! ^= 1 << random.integer(8);
      try {
        expect(structure(decodeSafetensors(flipped))).toEqual(structure(clean));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }
  });
});
