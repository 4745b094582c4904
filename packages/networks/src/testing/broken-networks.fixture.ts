import { definePart } from '@firstmover/core';
import { mlpNetwork } from '../mlp/mlp.ts';
import type { Network } from '../network/network.ts';
import type { NetworkPart, NetworkShape } from '../part/network-part.ts';
import type { NetworkRule } from './check-network.ts';

/** A perceptron that is right but for a change, which also reaches its clones. */
function changed(
  change: (network: Network, shape: NetworkShape, seed: number) => Partial<Network>,
  settings: { readonly width: number } = { width: 6 },
): NetworkPart['create'] {
  return (_settings, shape, seed) => {
    const wrap = (network: Network): Network => {
      const all: Network = { ...network, clone: () => wrap(network.clone()), ...change(network, shape, seed) };
      return all;
    };
    return wrap(mlpNetwork({ ...shape, hidden: [settings.width], activation: 'tanh', seed }));
  };
}

function broken(create: NetworkPart['create'], more: Partial<NetworkPart> = {}): NetworkPart {
  const part: NetworkPart = definePart({ kind: 'network', name: 'broken', about: 'Is broken.', source: 'this test', create });
  return { ...part, ...more };
}

let made = 0;

/** Networks with one fault each, and the rule that it breaks. */
export const brokenNetworks: readonly (readonly [fault: string, rule: NetworkRule, part: NetworkPart])[] = [
  [
    'no sentence about it',
    'sentences',
    broken(
      changed(() => ({})),
      { about: 'a network' },
    ),
  ],
  [
    'a default outside its range',
    'defaults',
    broken(
      changed(() => ({})),
      { parameters: { width: { kind: 'integer', min: 1, max: 4, default: 6, about: 'how wide' } } },
    ),
  ],
  [
    'a width in range that crashes',
    'range',
    broken(
      ({ width }, shape, seed) => {
        if ((width as number) > 8) throw new RangeError('Invalid typed array length');
        return changed(() => ({}), { width: width as number })({}, shape, seed);
      },
      { parameters: { width: { kind: 'integer', min: 1, max: 64, default: 6, about: 'how wide' } } },
    ),
  ],
  [
    'a setting that is read by nobody',
    'effect',
    broken(
      changed(() => ({})),
      { parameters: { slope: { kind: 'number', min: 0, max: 1, default: 0.1, about: 'how steep' } } },
    ),
  ],
  [
    'one output too many',
    'shape',
    broken((_settings, shape, seed) => changed(() => ({}))({}, { ...shape, outputs: shape.outputs + 1 }, seed)),
  ],
  [
    'every shape refused with a crash',
    'mutation',
    broken(() => {
      throw new TypeError('undefined is not a function');
    }),
  ],
  [
    'inputs that are clamped in place',
    'mutation',
    broken(
      changed((network) => ({
        forward(inputs, rows) {
          for (let i = 0; i < inputs.length; i++) if (inputs[i]! > 0.5 && network.input.kind === 'vector') inputs[i] = 0.5;
          return network.forward(inputs, rows);
        },
      })),
    ),
  ],
  [
    'settings that are written to',
    'mutation',
    broken(
      (settings, shape, seed) => {
        (settings as { width: number }).width += 1;
        return changed(() => ({}), settings as { width: number })({}, shape, seed);
      },
      { parameters: { width: { kind: 'integer', min: 1, max: 64, default: 6, about: 'how wide' } } },
    ),
  ],
  [
    'a division by the norm of a row, which may be 0',
    'numbers',
    broken((_settings, shape, seed) => {
      if (shape.input.kind === 'index') return changed(() => ({}))({}, shape, seed);
      const { width } = shape.input;
      return changed((network) => ({
        forward(inputs, rows) {
          const scaled = Float32Array.from(inputs);
          for (let row = 0; row < rows; row++) {
            const at = scaled.subarray(row * width, (row + 1) * width);
            const norm = Math.hypot(...at);
            for (let k = 0; k < width; k++) at[k]! /= norm;
          }
          return network.forward(scaled, rows);
        },
      }))({}, shape, seed);
    }),
  ],
  [
    'a batch that is centred',
    'rows',
    broken(
      changed((network) => ({
        forward(inputs, rows) {
          const found = network.forward(inputs, rows);
          const mean =
            found.subarray(0, rows * network.outputs).reduce((sum, value) => sum + value, 0) / Math.max(1, rows * network.outputs);
          return found.map((value) => value - mean);
        },
      })),
    ),
  ],
  [
    'no answer for no rows',
    'rows',
    broken(
      changed((network) => ({
        forward(inputs, rows) {
          if (rows === 0) throw new RangeError('offset is out of bounds');
          return network.forward(inputs, rows);
        },
      })),
    ),
  ],
  [
    'a bias that drifts whenever it is used',
    'forward',
    broken(
      changed((network) => ({
        forward(inputs, rows) {
          const found = network.forward(inputs, rows);
          if (rows > 0) network.parameters[network.parameters.length - 1]! += 1e-3;
          return found;
        },
      })),
    ),
  ],
  [
    'a gradient of the last bias with the wrong sign',
    'gradient',
    broken(
      changed((network) => ({
        backward(slopes, rows) {
          const before = network.gradients.slice();
          network.backward(slopes, rows);
          const last = before.length - 1;
          network.gradients[last] = 2 * before[last]! - network.gradients[last]!;
        },
      })),
    ),
  ],
  [
    'a gradient that is a mean over rows',
    'gradient',
    broken(
      changed((network) => ({
        backward: (slopes, rows) => {
          network.backward(
            slopes.map((slope) => slope / Math.max(1, rows)),
            rows,
          );
        },
      })),
    ),
  ],
  [
    'gradients that are set',
    'accumulate',
    broken(
      changed((network) => ({
        backward(slopes, rows) {
          network.gradients.fill(0);
          network.backward(slopes, rows);
        },
      })),
    ),
  ],
  ['a clone that is the same network', 'clone', broken(changed((network) => ({ clone: () => network })))],
  [
    'a clone at the first parameters',
    'clone',
    broken((_settings, shape, seed) => {
      const fresh = (): Network => ({ ...mlpNetwork({ ...shape, hidden: [6], activation: 'tanh', seed }), clone: fresh });
      return fresh();
    }),
  ],
  [
    'a description of fewer parameters than there are',
    'saved',
    broken(changed(({ description }) => ({ description: { ...description, parts: description.parts.slice(0, -1) } }))),
  ],
  ['the same parameters for all seeds', 'seed', broken((_settings, shape) => changed(() => ({}))({}, shape, 3))],
  [
    'parameters that depend on what was made before',
    'seed',
    broken((_settings, shape, seed) => changed(() => ({}))({}, shape, seed + made++)),
  ],
];
