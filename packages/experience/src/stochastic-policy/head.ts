import type { RandomStream, Space } from '@firstmover/core';
import { flatten, savedCount, unflatten, width } from '@firstmover/core';
import type { Head, Network } from '@firstmover/networks';
import { rowEvaluator } from '../row-evaluator/row-evaluator.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { StochasticPolicy } from './stochastic-policy.ts';

/**
 * A policy whose actions are distributed as a head says.
 *
 * @param network - its first outputs are the head's; reads what `observation` holds
 * @param observation - the observations
 * @param stream - the randomness of acting
 * @param head - the family of distributions
 */
export function headPolicy(network: Network, observation: Space, stream: RandomStream, head: Head): StochasticPolicy {
  const stride = network.outputs;
  const { latentWidth, actionWidth } = head;
  const evaluator = rowEvaluator(network);
  let inputs: Int32Array | Float32Array = new Float32Array(0);
  let draws = 0;
  let rollout: Rollout;
  let rows: Int32Array;
  let slots: Int32Array;
  let outputs: Float32Array;

  return {
    acted: savedCount(
      () => draws,
      (count) => (draws = count),
    ),
    network,
    head,
    act(environment, _time, actions, latents) {
      const copies = environment.size;
      const seen = environment.observations;
      if (network.input.kind === 'index') inputs = seen as Int32Array;
      else {
        const cells = copies * network.input.width;
        if (inputs.length < cells) inputs = new Float32Array(cells);
        for (let k = 0; k < cells; k++) inputs[k] = seen[k]!;
      }
      const given = network.forward(inputs, copies);
      for (let copy = 0; copy < copies; copy++) {
        head.sample(given, copy * stride, stream.at(copy, draws), latents, copy * latentWidth);
        head.decode(latents, copy * latentWidth, actions, copy * actionWidth);
      }
      draws++;
    },
    writeLogProbabilities(given, from, count, out) {
      const values = evaluator.evaluate(given, from, count);
      for (let i = 0; i < count; i++) {
        out[from[i]!] = head.logProbability(values.outputs, values.slots[i]! * stride, given.actions, from[i]! * latentWidth);
      }
    },
    evaluate(given, from, count) {
      const values = evaluator.evaluate(given, from, count);
      rollout = given;
      rows = from;
      ({ slots, outputs } = values);
      return values;
    },
    logProbability: (i) => head.logProbability(outputs, slots[i]! * stride, rollout.actions, rows[i]! * latentWidth),
    entropy: (i) => head.entropy(outputs, slots[i]! * stride, rollout.actions, rows[i]! * latentWidth),
    addLogProbabilityGradient(gradient, i, weight) {
      // The gradient has the layout of the outputs, so the same offset serves both.
      head.addLogProbabilityGradient(outputs, slots[i]! * stride, rollout.actions, rows[i]! * latentWidth, weight, gradient);
    },
    addEntropyGradient(gradient, i, weight) {
      head.addEntropyGradient(outputs, slots[i]! * stride, rollout.actions, rows[i]! * latentWidth, weight, gradient);
    },
    freeze(mode) {
      const frozen = network.clone();
      const flat = observation.kind === 'discrete' ? new Int32Array(1) : new Float32Array(width(observation));
      const latents = new Float64Array(latentWidth);
      const action = new Float64Array(actionWidth);
      return {
        act(value, random) {
          flatten(observation, value, flat);
          const given = frozen.forward(flat, 1);
          if (mode === 'greedy') head.greedy(given, 0, latents, 0);
          else head.sample(given, 0, random, latents, 0);
          head.decode(latents, 0, action, 0);
          return unflatten(head.space, action);
        },
      };
    },
  };
}
