import { InputError, randomStream } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { linearNetwork } from '../linear/linear.ts';
import { mlpNetwork } from '../mlp/mlp.ts';
import { crc32 } from '../safetensors/crc32.ts';
import { decodeSafetensors } from '../safetensors/decode.ts';
import { encodeSafetensors } from '../safetensors/encode.ts';
import type { Tensor } from '../safetensors/safetensors.ts';
import { tableNetwork } from '../table/table.ts';
import { loadNetwork } from './load.ts';
import type { Network, NetworkInput } from './network.ts';
import { restoreNetwork, saveNetwork } from './save.ts';

const random = randomStream(1, 'saved networks').at(0, 0);
const bits = (numbers: Float32Array): number[] => [...new Int32Array(numbers.slice().buffer)];
const vectors: NetworkInput = { kind: 'vector', width: 5 };
const indices: NetworkInput = { kind: 'index', count: 4 };

function mlp(input: NetworkInput, seed: number, hidden: readonly number[] = [6, 3], activation: 'tanh' | 'relu' = 'tanh'): Network {
  return mlpNetwork({ input, hidden, outputs: 2, activation, seed });
}

/** Makes a network whose parameters are random, with a zero of each sign and a denormal number among them. */
function randomised(network: Network): Network {
  network.parameters.forEach((_value, i) => (network.parameters[i] = random.normal()));
  network.parameters.set([0, -0, 1e-45]);
  return network;
}

function inputsOf(network: Network, rows: number): Int32Array | Float32Array {
  return network.input.kind === 'index'
    ? Int32Array.from({ length: rows }, () => random.integer(4))
    : Float32Array.from({ length: rows * 5 }, () => random.normal());
}

/** A saved network with other contents and the right checksum: what somebody who knows the format may send. */
function forged(bytes: Uint8Array, texts: Record<string, string>, tensors: Record<string, Tensor> = {}): Uint8Array {
  const read = decodeSafetensors(bytes);
  const contents = new Map([...read.tensors, ...Object.entries(tensors)]);
  const metadata = new Map([...read.metadata, ...Object.entries(texts)]);
  metadata.delete('crc32');
  const sum = crc32(encodeSafetensors(contents, metadata)).toString(16).padStart(8, '0');
  return encodeSafetensors(contents, metadata.set('crc32', sum));
}

/** The message of a refusal, which must leave the network as it was. */
function refusal(bytes: Uint8Array, network?: Network): string {
  const before = network?.parameters.slice();
  try {
    if (network) restoreNetwork(network, bytes);
    else loadNetwork(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect(network?.parameters).toEqual(before);
    const { message } = error as InputError;
    expect(message).toMatch(/^.{10,400}$/);
    return message;
  }
  throw new Error('accepted');
}

describe.each<[string, () => Network]>([
  ['table', () => tableNetwork(4, 3)],
  ['linear layer', () => linearNetwork(5, 2)],
  ['perceptron on vectors', () => mlp(vectors, 1)],
  ['perceptron on indices', () => mlp(indices, 1, [7], 'relu')],
  ['perceptron without hidden layers', () => mlp(vectors, 1, [])],
])('a saved %s', (_name, make) => {
  it('comes back bit for bit, into a network like it and from nothing', () => {
    const network = randomised(make());
    const bytes = saveNetwork(network);
    const restored = make();
    restoreNetwork(restored, bytes);
    for (const copy of [restored, loadNetwork(bytes)]) {
      expect(copy.description).toEqual(network.description);
      expect(bits(copy.parameters)).toEqual(bits(network.parameters));
      const inputs = inputsOf(network, 70);
      expect(bits(copy.forward(inputs, 70).subarray(0, 70 * copy.outputs))).toEqual(
        bits(network.forward(inputs, 70).subarray(0, 70 * network.outputs)),
      );
      expect(saveNetwork(copy)).toEqual(bytes);
    }
  });

  it('has a part for every parameter', () => {
    const { description, parameters } = make();
    const sizes = description.parts.map(({ shape }) => shape.reduce((product, length) => product * length, 1));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(parameters.length);
    expect(new Set(description.parts.map(({ name }) => name)).size).toBe(sizes.length);
  });

  it('is refused where it was cut off', () => {
    const bytes = saveNetwork(randomised(make()));
    for (let length = 0; length < bytes.length; length++) refusal(bytes.subarray(0, length), make());
  });
});

describe('a flipped bit in a saved network', () => {
  it('is noticed anywhere', () => {
    const network = tableNetwork(4, 3);
    const bytes = saveNetwork(randomised(network));
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      refusal(flipped, network);
      refusal(flipped);
    }
  });

  it('is noticed at 10,000 random places of a larger file', () => {
    const network = mlp(vectors, 1, [16, 16]);
    const bytes = saveNetwork(network);
    for (let trial = 0; trial < 10_000; trial++) {
      const flipped = bytes.slice();
      flipped[random.integer(bytes.length)]! ^= 1 << random.integer(8);
      expect(() => loadNetwork(flipped)).toThrow(InputError);
    }
  });
});

describe('restoring', () => {
  const saved = saveNetwork(mlp(vectors, 1));

  it.each<[string, Network, string]>([
    ['a table', tableNetwork(4, 3), 'a saved network of kind "mlp": expected "table"'],
    ['another activation', mlp(vectors, 1, [6, 3], 'relu'), 'a saved mlp network has settings.activation "tanh": expected "relu"'],
    ['wider layers', mlp(vectors, 1, [6, 4]), 'settings.hidden[1] 3: expected 4'],
    ['more layers', mlp(vectors, 1, [6, 3, 3]), 'settings.hidden [6,3]: expected [6,3,3]'],
    ['other inputs', mlp(indices, 1), 'settings.input.kind "vector": expected "index"'],
    ['more inputs', mlp({ kind: 'vector', width: 6 }, 1), 'settings.input.width 5: expected 6'],
  ])('into a network with %s is refused', (_what, network, message) => {
    expect(refusal(saved, network)).toContain(message);
  });

  it.each<[string, Uint8Array, string]>([
    ['another file', encodeSafetensors(new Map()), 'a safetensors file without firstmover.network in its metadata'],
    ['a future version', forged(saved, { 'firstmover.network': '2' }), 'saved in version "2" of the format: expected 1; update'],
    [
      'more metadata',
      forged(saved, { extra: '' }),
      'with the metadata "crc32", "extra", "firstmover.network", "kind", "settings": expected',
    ],
    ['settings that are no JSON', forged(saved, { settings: '{' }), 'the settings "{" of a saved network: expected JSON'],
    ['settings that are null', forged(saved, { settings: 'null' }), 'settings null: expected'],
    ['settings nested deeply', forged(saved, { settings: '['.repeat(1e5) + ']'.repeat(1e5) }), 'settings a deeply nested value: expected'],
    ['settings with more', forged(saved, { settings: '{"a":1,"b":2,"c":3,"d":4,"__proto__":{}}' }), 'has settings {"a":1'],
    ['one tensor more', forged(saved, {}, { more: { shape: [0], data: new Float32Array(0) } }), 'network of 7 tensors: expected 6'],
    [
      'another shape',
      forged(saved, {}, { 'layers.0.weights': { shape: [6, 5], data: new Float32Array(30) } }),
      'tensor "layers.0.weights" of a saved network has shape [6,5]: expected [5,6]',
    ],
    [
      'double precision',
      forged(saved, {}, { 'layers.0.biases': { shape: [6], data: new Float64Array(6) } }),
      'tensor "layers.0.biases" of a saved network is a Float64Array',
    ],
    [
      'a number that is none',
      forged(saved, {}, { 'layers.0.biases': { shape: [6], data: Float32Array.of(0, 0, NaN, 0, 0, 0) } }),
      'number 2 of "layers.0.biases" is NaN: expected finite parameters',
    ],
    [
      'an infinite number',
      forged(saved, {}, { 'layers.2.biases': { shape: [2], data: Float32Array.of(0, -Infinity) } }),
      'number 1 of "layers.2.biases" is -Infinity',
    ],
  ])('from a file with %s is refused', (_what, bytes, message) => {
    expect(refusal(bytes, mlp(vectors, 2))).toContain(message);
  });

  it('notices a change of the numbers that keeps the structure', () => {
    const changed = saved.slice();
    changed.set([1, 2, 3], changed.length - 3);
    expect(refusal(changed, mlp(vectors, 2))).toBe('a saved network does not have its checksum: the file is damaged or was changed');
  });

  it('misses a tensor by its name', () => {
    const { tensors, metadata } = decodeSafetensors(saved);
    const renamed = new Map([...tensors].map(([name, tensor]) => [name === 'layers.1.biases' ? 'b' : name, tensor]));
    expect(refusal(forged(encodeSafetensors(renamed, metadata), {}), mlp(vectors, 2))).toContain('without tensor "layers.1.biases"');
  });
});

describe('loading', () => {
  const saved = saveNetwork(mlp(vectors, 1));
  const settings = '{"input":{"kind":"vector","width":5},"hidden":[6,3],"outputs":2,"activation":"tanh"}';

  it.each([
    [
      'another kind',
      { kind: '__proto__' },
      'a saved network of kind "__proto__": expected table, linear, mlp; make others and use restoreNetwork',
    ],
    ['settings of another kind', { kind: 'table' }, 'a saved table network with the settings'],
    ['a huge table', { kind: 'table', settings: '{"count":1000000000,"outputs":1000000}' }, 'network of 6 tensors: expected 1'],
    ['a size of zero', { settings: settings.replace('6', '0') }, 'a saved mlp network with the settings'],
    ['a size that is a text', { settings: settings.replace('[6,', '["6",') }, 'a saved mlp network with the settings'],
    ['huge hidden layers', { settings: settings.replace('6', '9007199254740991') }, 'has shape [5,6]: expected [5,9007199254740991]'],
    ['an unknown activation', { settings: settings.replace('tanh', 'gelu') }, 'a saved mlp network with the settings'],
    ['an unknown input', { settings: settings.replace('vector', 'picture') }, 'a saved mlp network with the settings'],
    ['no input', { settings: settings.replace('{"kind":"vector","width":5}', 'null') }, 'a saved mlp network with the settings'],
    ['hidden layers that are no list', { settings: settings.replace('[6,3]', '{"length":2}') }, 'a saved mlp network with the settings'],
    ['another entry', { settings: settings.replace('}', ',"x":1}') }, 'settings.input {"kind":"vector","width":5,"x":1}: expected'],
    ['settings that are a text', { settings: '"mlp"' }, 'a saved mlp network with the settings "mlp"'],
  ])('refuses %s', (_what, texts, message) => {
    expect(refusal(forged(saved, texts))).toContain(message);
  });
});

it('refuses to save parameters that are not finite', () => {
  const table = tableNetwork(2, 2);
  table.parameters[3] = NaN;
  expect(() => saveNetwork(table)).toThrow('number 3 of "table" is NaN: expected finite parameters');
});
