import type { Column, Savable, VectorEnvironment } from '@firstmover/core';
import { randomStream, savable, savedCount, width } from '@firstmover/core';
import type { Network } from '@firstmover/networks';
import { argmax } from '../objectives/q-targets.ts';
import { epsilonGreedy } from '../objectives/exploration.ts';

/** Chooses an action for every copy from the present values. */
export interface Behaviour {
  /** What it remembers. */
  readonly saved: Savable;
  /** `exploration` is epsilon, or the standard deviation of the parameter noise. */
  act(actions: Column, exploration: number): void;
}

/** Random actions with probability epsilon, else the best one. */
export function epsilonGreedyBehaviour(network: Network, environment: VectorEnvironment, seed: number): Behaviour {
  const stream = randomStream(seed, 'dqn/actions');
  const uniforms = new Float64Array(environment.size);
  const inputs = networkInputs(environment);
  let draws = 0;
  return {
    saved: savedCount(
      () => draws,
      (count) => (draws = count),
    ),
    act(actions, epsilon) {
      stream.fill(draws++, uniforms);
      // Where all copies explore there is nothing to compute.
      let greedy = false;
      for (let copy = 0; copy < environment.size; copy++) greedy ||= uniforms[copy]! >= epsilon;
      const values = greedy ? network.forward(inputs(), environment.size) : undefined;
      for (let copy = 0; copy < environment.size; copy++) {
        const best = values ? argmax(values, copy * network.outputs, network.outputs) : 0;
        actions[copy] = epsilonGreedy(uniforms[copy]!, epsilon, best, network.outputs);
      }
    },
  };
}

/**
 * The best action of a network whose parameters carry Gaussian noise (Plappert et al. 2018). The noise is drawn anew for every episode of
 * every copy, so that exploration is consistent throughout an episode. Memory: one number per copy and parameter.
 *
 * @param episodes - how many episodes each copy has begun
 */
export function parameterNoiseBehaviour(network: Network, environment: VectorEnvironment, episodes: Uint32Array, seed: number): Behaviour {
  const stream = randomStream(seed, 'dqn/noise');
  const noisy = network.clone();
  const count = network.parameters.length;
  const noise = new Float32Array(environment.size * count);
  const drawnFor = new Uint32Array(environment.size);
  const { observations } = environment;
  const columns = width(environment.observation);
  const row = observations instanceof Int32Array ? new Int32Array(1) : new Float32Array(columns);
  return {
    saved: savable('parameter noise', {}, { noise, drawnFor }),
    act(actions, deviation) {
      for (let copy = 0; copy < environment.size; copy++) {
        const start = copy * count;
        if (drawnFor[copy] !== episodes[copy]) {
          drawnFor[copy] = episodes[copy]!;
          stream.at(copy, episodes[copy]!);
          for (let i = 0; i < count; i++) noise[start + i] = deviation * stream.normal();
        }
        for (let i = 0; i < count; i++) noisy.parameters[i] = network.parameters[i]! + noise[start + i]!;
        for (let k = 0; k < columns; k++) row[k] = observations[copy * columns + k]!;
        actions[copy] = argmax(noisy.forward(row, 1), 0, network.outputs);
      }
    },
  };
}

/** Reads the present observations of a problem as the inputs of a network. */
function networkInputs(environment: VectorEnvironment): () => Int32Array | Float32Array {
  const { observations } = environment;
  if (observations instanceof Int32Array) return () => observations;
  const inputs = new Float32Array(observations.length);
  return () => {
    inputs.set(observations);
    return inputs;
  };
}
