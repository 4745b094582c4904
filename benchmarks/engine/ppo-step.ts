// One PPO gradient step (clipped policy loss, value loss, entropy, norm clip, Adam) on two actions and a value, on any network of three outputs.
import { randomStream } from '@firstmover/core';
import type { Network } from '@firstmover/networks';
import { adam, clipByNorm } from '@firstmover/networks';

const ACTIONS = 2;
const OUTPUTS = ACTIONS + 1;

/** Makes a minibatch and returns a function that takes one gradient step of a network on it. */
export function ppoStep(network: Network, width: number, rows: number): () => void {
  const random = randomStream(1, 'benchmark').at(0, 0);
  const optimiser = adam(3e-4, { epsilon: 1e-5 })(network.parameters.length);
  const observations = Float32Array.from({ length: rows * width }, () => random.normal());
  const actions = Uint8Array.from({ length: rows }, () => random.integer(ACTIONS));
  const oldLogProbabilities = Float32Array.from({ length: rows }, () => -0.69 + 0.1 * random.normal());
  const advantages = Float32Array.from({ length: rows }, () => random.normal());
  const returns = Float32Array.from({ length: rows }, () => random.normal());
  const gradients = new Float32Array(rows * OUTPUTS);

  return () => {
    const outputs = network.forward(observations, rows);
    for (let row = 0; row < rows; row++) {
      const at = row * OUTPUTS;
      const first = outputs[at]!;
      const second = outputs[at + 1]!;
      const highest = first > second ? first : second;
      const logSum = highest + Math.log(Math.exp(first - highest) + Math.exp(second - highest));
      const log0 = first - logSum;
      const log1 = second - logSum;
      const p0 = Math.exp(log0);
      const p1 = Math.exp(log1);
      const entropy = -(p0 * log0 + p1 * log1);
      const action = actions[row]!;
      const advantage = advantages[row]!;
      const ratio = Math.exp((action === 0 ? log0 : log1) - oldLogProbabilities[row]!);
      const clipped = advantage >= 0 ? ratio > 1.2 : ratio < 0.8;
      const pull = clipped ? 0 : -(advantage * ratio);
      gradients[at] = (pull * ((action === 0 ? 1 : 0) - p0) + 0.01 * p0 * (log0 + entropy)) / rows;
      gradients[at + 1] = (pull * ((action === 1 ? 1 : 0) - p1) + 0.01 * p1 * (log1 + entropy)) / rows;
      gradients[at + 2] = (0.5 * (outputs[at + 2]! - returns[row]!)) / rows;
    }
    network.gradients.fill(0);
    network.backward(gradients, rows);
    clipByNorm(network.gradients, 0.5);
    optimiser.step(network.parameters, network.gradients);
  };
}
