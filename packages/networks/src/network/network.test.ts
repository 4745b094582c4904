import { describe, expect, it } from 'vitest';
import { randomStream } from '@firstmover/core';
import { linearNetwork } from '../linear/linear.ts';
import { tableNetwork } from '../table/table.ts';
import type { Network } from './network.ts';

const random = randomStream(1, 'networks').at(0, 0);
const cases: readonly (readonly [string, Network, Int32Array | Float32Array])[] = [
  ['table', tableNetwork(4, 3), Int32Array.of(0, 2, 2, 3, 1)],
  ['linear', linearNetwork(4, 3), Float32Array.from({ length: 20 }, () => random.normal())],
];

describe.each(cases)('%s network', (_name, network, inputs) => {
  it('has gradients equal to finite differences of a quadratic loss', () => {
    const rows = 5;
    network.parameters.forEach((_value, i) => (network.parameters[i] = random.normal()));
    const target = Float64Array.from({ length: rows * network.outputs }, () => random.normal());
    const loss = (): number =>
      network
        .forward(inputs, rows)
        .slice(0, target.length)
        .reduce((sum, y, i) => sum + (y - target[i]!) ** 2 / 2, 0);
    const outputs = network.forward(inputs, rows);
    network.gradients.fill(0);
    network.backward(
      Float32Array.from(target, (t, i) => outputs[i]! - t),
      rows,
    );
    for (let i = 0; i < network.parameters.length; i++) {
      const kept = network.parameters[i]!;
      const step = 1 / 64;
      network.parameters[i] = kept + step;
      const above = loss();
      network.parameters[i] = kept - step;
      const below = loss();
      network.parameters[i] = kept;
      expect(network.gradients[i]).toBeCloseTo((above - below) / (2 * step), 3);
    }
  });

  it('adds up gradients over calls', () => {
    const ones = new Float32Array(5 * network.outputs).fill(1);
    network.forward(inputs, 5);
    network.gradients.fill(0);
    network.backward(ones, 5);
    const once = network.gradients.slice();
    network.backward(ones, 5);
    network.gradients.forEach((gradient, i) => expect(gradient).toBeCloseTo(2 * once[i]!, 4));
  });
});

it('refuses sizes below one', () => {
  expect(() => tableNetwork(0, 1)).toThrow('a table with 0 rows');
  expect(() => linearNetwork(2, 1.5)).toThrow('a linear layer with 1.5 outputs');
});
