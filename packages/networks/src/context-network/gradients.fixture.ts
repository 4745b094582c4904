import { randomStream } from '@firstmover/core';
import type { Network } from '../network/network.ts';

/** The largest difference between a network's gradients and central differences of sum of weight x output, over all parameters. */
export function gradientError(network: Network, inputs: Float32Array, rows: number): number {
  const random = randomStream(3, 'gradients').at(0, 0);
  const weights = Float32Array.from({ length: rows * network.outputs }, () => random.normal());
  const loss = (): number => {
    const outputs = network.forward(inputs, rows);
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += weights[k]! * outputs[k]!;
    return sum;
  };
  loss();
  network.gradients.fill(0);
  network.backward(weights, rows);
  const gradients = network.gradients.slice();
  const step = 1 / 128;
  let error = 0;
  gradients.forEach((gradient, i) => {
    const value = network.parameters[i]!;
    network.parameters[i] = value + step;
    const above = loss();
    network.parameters[i] = value - step;
    const difference = (above - loss()) / (2 * step);
    network.parameters[i] = value;
    error = Math.max(error, Math.abs(difference - gradient));
  });
  return error;
}
