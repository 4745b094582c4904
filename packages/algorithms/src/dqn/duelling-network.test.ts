import { expect, it } from 'vitest';
import { linearNetwork, tableNetwork } from '@firstmover/networks';
import { duellingNetwork } from './duelling-network.ts';

it('has the values of its streams', () => {
  const streams = tableNetwork(2, 3);
  streams.parameters.set([1, 4, 2, -1, 0, 6]);
  const network = duellingNetwork(streams);
  expect(network.outputs).toBe(2);
  expect(Array.from(network.forward(Int32Array.of(1, 0), 2))).toEqual([-4, 2, 2, 0]);
});

it('has the gradients that finite differences have', () => {
  const network = duellingNetwork(linearNetwork(2, 4));
  network.parameters.forEach((_value, i) => (network.parameters[i] = Math.sin(i)));
  const inputs = Float32Array.of(0.5, -1, 2, 0.25);
  const upstream = Float32Array.of(1, 0, -2, 0.5, 0.5, 3);
  const loss = (): number => network.forward(inputs, 2).reduce((sum, value, i) => (i < 6 ? sum + value * upstream[i]! : sum), 0);
  loss();
  network.backward(upstream, 2);
  network.parameters.forEach((value, i) => {
    network.parameters[i] = value + 0.25;
    const above = loss();
    network.parameters[i] = value - 0.25;
    expect(network.gradients[i]).toBeCloseTo((above - loss()) / 0.5, 4);
    network.parameters[i] = value;
  });
});

it('shares its parameters with the streams, and with no clone', () => {
  const streams = tableNetwork(1, 3);
  const network = duellingNetwork(streams);
  const clone = network.clone();
  streams.parameters.set([3, 1, 0]);
  expect(Array.from(network.forward(Int32Array.of(0), 1))).toEqual([3.5, 2.5]);
  expect(Array.from(clone.forward(Int32Array.of(0), 1))).toEqual([0, 0]);
});
