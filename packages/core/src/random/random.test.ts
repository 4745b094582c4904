import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sourceHash } from '../../assembly/build.mjs';
import { InputError } from '../errors/errors.ts';
import { philox, philoxUniforms } from './philox.ts';
import { pickIndex, randomStream } from './random.ts';
import { fillUniforms } from './uniforms.ts';

describe('philox', () => {
  // Known-answer vectors published with Random123 for philox4x32, ten rounds.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('maps counter %j and key %j to the published words', (counter, key, expected) => {
    const out = new Uint32Array(4);
    const [c0, c1, c2, c3] = counter as [number, number, number, number];
    philox(c0, c1, c2, c3, key[0] as number, key[1] as number, out);
    expect(Array.from(out)).toEqual(expected);
  });
});

describe('the uniforms of consecutive counters', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('are the words of philox over 2^32', () => {
    const words = new Uint32Array(4);
    const uniforms = new Float64Array(40);
    philoxUniforms(6, 40, 5, -7, 11, uniforms);
    uniforms.forEach((uniform, i) => {
      philox((6 + i) >>> 2, 5, 0, 0, -7, 11, words);
      expect(uniform).toBe(words[(6 + i) & 3]! / 4294967296);
    });
  });

  it.each([0, 1, 2, 3, 4, 1021, 2 ** 31 - 1, 2 ** 32 - 20000])('are the same by the kernel, from place %d', (first) => {
    for (const count of [0, 1, 63, 64, 65, 66, 67, 95, 96, 97, 1024, 8189, 8190, 8191, 8192, 8193, 16390]) {
      const [plain, kernel] = [new Float64Array(count + 8).fill(-1), new Float64Array(count + 8).fill(-1)];
      philoxUniforms(first, count, first + 9, 0x243f6a88, -count, plain);
      fillUniforms(first, count, first + 9, 0x243f6a88, -count, kernel);
      expect(kernel.findIndex((uniform, i) => uniform !== plain[i])).toBe(-1);
    }
  });

  it.each([
    ['is missing', undefined],
    ['may not compile', {}],
  ])('are the same where WebAssembly %s', async (_what, WebAssembly) => {
    const expected = new Float64Array(100);
    randomStream(3, 'kernel').fill(2, expected);
    vi.stubGlobal('WebAssembly', WebAssembly);
    vi.resetModules();
    const without = await import('./random.ts');
    const filled = new Float64Array(100);
    without.randomStream(3, 'kernel').fill(2, filled);
    expect(filled).toEqual(expected);
  });

  it('come from a kernel that was compiled from its source', () => {
    expect(readFileSync(new URL('wasm.generated.ts', import.meta.url), 'utf8')).toContain(sourceHash());
  });
});

describe('randomStream', () => {
  it('draws the same numbers for the same seed, name, environment and step, whatever was drawn before', () => {
    const a = randomStream(7, 'chance');
    const b = randomStream(7, 'chance');
    a.at(1, 1).uniform();
    expect(a.at(3, 9).uniform()).toBe(b.at(3, 9).uniform());
    expect(a.uniform()).toBe(b.uniform());
  });

  it('draws different numbers for other seeds, names, environments and steps', () => {
    const values = [
      randomStream(7, 'chance').at(0, 0).uniform(),
      randomStream(8, 'chance').at(0, 0).uniform(),
      randomStream(7 + 4294967296, 'chance')
        .at(0, 0)
        .uniform(),
      randomStream(7, 'chance/').at(0, 0).uniform(),
      randomStream(7, 'ecnahc').at(0, 0).uniform(),
      randomStream(7, 'chance').at(1, 0).uniform(),
      randomStream(7, 'chance').at(0, 1).uniform(),
    ];
    expect(new Set(values).size).toBe(values.length);
  });

  it('fills the same numbers whichever slice of the environments a worker owns', () => {
    const whole = new Float64Array(11);
    const part = new Float64Array(5);
    randomStream(1, 'x').fill(4, whole);
    randomStream(1, 'x').fill(4, part, 5, 3);
    expect(Array.from(part)).toEqual(Array.from(whole.slice(3, 8)));
  });

  it('has the moments of its distributions', () => {
    const random = randomStream(3, 'moments').at(0, 0);
    let mean = 0;
    let normal = 0;
    let square = 0;
    const counts = [0, 0, 0];
    const n = 40000;
    for (let i = 0; i < n; i++) {
      mean += random.uniform() / n;
      const z = random.normal();
      normal += z / n;
      square += (z * z) / n;
      const index = random.pick([1, 0, 3]);
      counts[index] = (counts[index] ?? 0) + 1 / n;
    }
    expect(mean).toBeCloseTo(0.5, 2);
    expect(normal).toBeCloseTo(0, 1);
    expect(square).toBeCloseTo(1, 1);
    expect(counts[1]).toBe(0);
    expect(counts[2]).toBeCloseTo(0.75, 1);
  });

  it('refuses seeds that are not safe non-negative integers', () => {
    for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 53]) expect(() => randomStream(seed, 'x')).toThrow(InputError);
  });
});

describe('pickIndex', () => {
  it('never picks a weight of zero, not even at the ends', () => {
    expect(pickIndex([0, 1, 0], 0)).toBe(1);
    expect(pickIndex([0, 1, 0], 0.9999999999999999)).toBe(1);
  });

  it('refuses weights that are negative, not finite or all zero', () => {
    for (const weights of [[-1, 2], [NaN], [0, 0], [], [Infinity]]) expect(() => pickIndex(weights, 0.5)).toThrow(InputError);
  });
});
