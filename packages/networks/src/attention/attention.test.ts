import { describe, expect, it } from 'vitest';
import { randomStream } from '@firstmover/core';
import { gradientError } from '../context-network/gradients.fixture.ts';
import type { ContextNetwork } from '../context-network/context-network.ts';
import { restoreNetwork, saveNetwork } from '../network/save.ts';
import type { AttentionOptions } from './attention.ts';
import { attentionNetwork } from './attention.ts';

function rowsOf(network: ContextNetwork, rows: number, seed = 0): Float32Array {
  const random = randomStream(seed, 'rows').at(0, 0);
  const { input } = network;
  return Float32Array.from({ length: rows * (input.kind === 'vector' ? input.width : 1) }, () => random.normal());
}

const places = (count: number): number[][] => Array.from({ length: count }, (_unused, j) => [j]);
const base = { features: 2, channels: 3, heads: 3, hidden: [5], outputs: 2, seed: 1 } as const;
const variants: readonly (readonly [string, AttentionOptions])[] = [
  ['places in a row', { ...base, keys: places(6), placed: true, reach: 2 }],
  ['fixed keys in two dimensions', { ...base, keys: [[0, 0], [0, 1], [1, 0], [1, 2]], placed: true, reach: 1 }], // prettier-ignore
  ['fixed keys without a place', { ...base, keys: places(4) }],
  ['learned keys', { ...base, keys: { entries: 5, dimensions: 3 } }],
  ['learned keys and no features', { ...base, features: 0, keys: { entries: 5, dimensions: 2 } }],
];

describe.each(variants)('attention to %s', (_name, options) => {
  const network = attentionNetwork(options);

  it('has the gradients of finite differences', () => {
    expect(gradientError(attentionNetwork(options), rowsOf(network, 4), 4)).toBeLessThan(5e-3);
  });

  it('gives the same for a bound context as for whole rows', () => {
    const rows = rowsOf(network, 3);
    const width = rows.length / 3;
    const outputs = network.forward(rows, 3).slice();
    for (let row = 0; row < 3; row++) {
      const read = network.bind(rows.slice(row * width + network.ownWidth, (row + 1) * width));
      const own = rows.slice(row * width, row * width + network.ownWidth);
      expect([...read(own)].slice(0, 2)).toEqual([...outputs.subarray(row * 2, row * 2 + 2)]);
    }
  });

  it('clones and saves all of itself', () => {
    const rows = rowsOf(network, 2);
    const outputs = network.forward(rows, 2).slice(0, 4);
    const twin = network.clone();
    const other = attentionNetwork({ ...options, seed: 2 });
    restoreNetwork(other, saveNetwork(network));
    network.parameters.forEach((_value, i) => (network.parameters[i]! += 1));
    expect([...twin.forward(rows, 2).slice(0, 4)]).toEqual([...outputs]);
    expect([...other.forward(rows, 2).slice(0, 4)]).toEqual([...outputs]);
  });
});

describe('attention', () => {
  it('weighs entries by distance, as computed by hand', () => {
    const network = attentionNetwork({
      features: 0,
      channels: 1,
      keys: places(3),
      placed: true,
      heads: 1,
      hidden: [],
      outputs: 1,
      seed: 0,
    });
    // sharpness 0, nothing 0, offset 1, weight 1, bias 0: the reader at 0 asks at 1.
    network.parameters.set([0, 0, 1, 1, 0]);
    const near = Math.exp(-0.5);
    const expected = (10 * near + 20 + 40 * near) / (1 + 1 + 2 * near);
    expect(network.forward(new Float32Array([0, 10, 20, 40]), 1)[0]).toBeCloseTo(expected, 5);
  });

  it('sees nothing where no entry is near', () => {
    const network = attentionNetwork({
      features: 0,
      channels: 1,
      keys: places(3),
      placed: true,
      heads: 1,
      hidden: [],
      outputs: 1,
      seed: 0,
    });
    network.parameters.set([2, -2, 0, 1, 0]);
    expect(network.forward(new Float32Array([30, 10, 20, 40]), 1)[0]).toBe(0);
  });

  it('is the same at every place of a row, away from its ends', () => {
    const network = attentionNetwork({ ...base, keys: places(60), placed: true, reach: 3 });
    const pattern = [...rowsOf(attentionNetwork({ ...base, keys: places(9), placed: true }), 1)].slice(3);
    const outputsAt = (place: number): number[] => {
      const row = new Float32Array(3 + 180);
      row.set([0.3, -1, place]);
      row.set(pattern, 3 + 3 * (place - 4));
      return [...network.forward(row, 1)].slice(0, 2);
    };
    const outputs = outputsAt(20);
    expect(outputsAt(40)).toEqual(outputs);
    expect(outputsAt(41)).toEqual(outputs);
  });

  it.each([
    [{ keys: [] }, 'entries of an attention network is 0'],
    [{ keys: [[0], [1, 2]] }, 'key 1 of an attention network is [1,2]: expected 1 finite numbers'],
    [{ heads: 0 }, 'heads of an attention network is 0: expected an integer of at least 1'],
    [{ reach: -1 }, 'reach -1 of an attention network'],
    [{ features: 1.5 }, 'features of an attention network is 1.5'],
  ])('refuses %j', (options, message) => {
    expect(() => attentionNetwork({ ...base, keys: places(3), ...options })).toThrow(message);
  });

  it('refuses a context of another length', () => {
    expect(() => attentionNetwork({ ...base, keys: places(3) }).bind(new Float32Array(8))).toThrow('a context of 8 numbers: expected 9');
  });
});
