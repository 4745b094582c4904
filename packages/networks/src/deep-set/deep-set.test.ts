import { describe, expect, it } from 'vitest';
import { randomStream } from '@firstmover/core';
import { gradientError } from '../context-network/gradients.fixture.ts';
import { flatContext } from '../context-network/context-network.ts';
import { mlpNetwork } from '../mlp/mlp.ts';
import { restoreNetwork, saveNetwork } from '../network/save.ts';
import { deepSetNetwork } from './deep-set.ts';

const options = { own: 2, channels: 2, keys: [[0], [1], [2]], summary: 4, hidden: [5], outputs: 3, seed: 1 };
const random = randomStream(0, 'rows').at(0, 0);
const rows = Float32Array.from({ length: 4 * 8 }, () => random.normal());

describe('a deep set', () => {
  it('has the gradients of finite differences', () => {
    expect(gradientError(deepSetNetwork(options), rows, 4)).toBeLessThan(5e-3);
  });

  it('gives the same for a bound context as for whole rows, and once its copy or file is made stays apart', () => {
    const network = deepSetNetwork(options);
    const outputs = [...network.forward(rows, 4)].slice(3, 6);
    const read = network.bind(rows.slice(10, 16));
    expect([...read(rows.slice(8, 10))].slice(0, 3)).toEqual(outputs);
    const twin = network.clone();
    const other = deepSetNetwork({ ...options, seed: 2 });
    restoreNetwork(other, saveNetwork(network));
    network.parameters.fill(0);
    for (const same of [twin, other]) expect([...same.forward(rows, 4)].slice(3, 6)).toEqual(outputs);
  });

  it('does not depend on the order of entries without keys, and does with them', () => {
    const context = [1, 2, 3, 4, 5, 6];
    const turned = [5, 6, 1, 2, 3, 4];
    const answer = (keys: readonly (readonly number[])[], entries: readonly number[]): number =>
      deepSetNetwork({ ...options, keys }).forward(new Float32Array([0, 0, ...entries]), 1)[0]!;
    expect(answer([[], [], []], turned)).toBeCloseTo(answer([[], [], []], context), 5);
    expect(Math.abs(answer(options.keys, turned) - answer(options.keys, context))).toBeGreaterThan(1e-3);
  });

  it('refuses keys of different lengths', () => {
    expect(() => deepSetNetwork({ ...options, keys: [[0], []] })).toThrow('key 1 of a deep set is []: expected 1 finite numbers');
  });
});

describe('a flat context', () => {
  const network = mlpNetwork({ input: { kind: 'vector', width: 8 }, hidden: [4], outputs: 3, activation: 'tanh', seed: 0 });

  it('reads own numbers and context side by side', () => {
    const flat = flatContext(network, 2);
    const outputs = [...network.forward(rows, 4)].slice(3, 6);
    expect([...flat.bind(rows.slice(10, 16))(rows.slice(8, 10))].slice(0, 3)).toEqual(outputs);
    expect([...flat.clone().forward(rows, 4)].slice(3, 6)).toEqual(outputs);
  });

  it('refuses a width that leaves no context', () => {
    expect(() => flatContext(network, 8)).toThrow('ownWidth 8 of a network on 8 numbers: expected an integer from 0 to 7');
  });
});
