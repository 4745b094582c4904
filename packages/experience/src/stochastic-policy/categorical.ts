import type { Column, Discrete, Policy, RandomStream, Space } from '@firstmover/core';
import { deterministicPolicy, flatten, greedyChoices, savedCount, tablePolicy, width } from '@firstmover/core';
import type { Network } from '@firstmover/networks';
import { categoricalHead } from '@firstmover/networks';
import type { PolicyMode } from '../learner/learner.ts';
import { addEntropyGradient, addLogProbabilityGradient, entropy, softmaxRows } from '../categorical/categorical.ts';
import { indicesOf, rowEvaluator } from '../row-evaluator/row-evaluator.ts';
import type { EvaluatedRows } from '../row-evaluator/row-evaluator.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { StochasticPolicy } from './stochastic-policy.ts';

/**
 * A softmax policy: the same distributions as the categorical head, with the probabilities of a table or a minibatch computed once.
 *
 * @param network - its first outputs are the logits; reads what `observation` holds
 * @param observation - the observations
 * @param stream - the randomness of acting
 * @param action - the actions
 */
export function categoricalPolicy(network: Network, observation: Space, stream: RandomStream, action: Discrete): StochasticPolicy {
  const actions = action.n;
  const stride = network.outputs;
  const evaluator = rowEvaluator(network);
  const all = indicesOf(network);
  let uniforms = new Float64Array(0);
  let inputs = new Float32Array(0);
  let limits = new Float64Array(0);
  let probabilities = new Float32Array(0);
  let logProbabilities = new Float32Array(0);
  let draws = 0;
  let rollout: Rollout;
  let rows: Int32Array;
  let slots: Int32Array;

  const softmax = (outputs: Float32Array, count: number): void => {
    if (probabilities.length < count * actions) {
      probabilities = new Float32Array(count * actions);
      logProbabilities = new Float32Array(count * actions);
    }
    softmaxRows(outputs, count, actions, probabilities, logProbabilities, stride);
  };

  return {
    acted: savedCount(
      () => draws,
      (count) => (draws = count),
    ),
    network,
    head: categoricalHead(action),
    act(environment, _time, chosen) {
      const copies = environment.size;
      const seen = environment.observations;
      if (uniforms.length < copies) uniforms = new Float64Array(copies);
      stream.fill(draws++, uniforms, copies);
      const shared = all !== undefined && all.length <= copies;
      if (shared) softmax(network.forward(all, all.length), all.length);
      else if (all) softmax(network.forward(seen as Int32Array, copies), copies);
      else {
        const cells = copies * width(observation);
        if (inputs.length < cells) inputs = new Float32Array(cells);
        for (let k = 0; k < cells; k++) inputs[k] = seen[k]!;
        softmax(network.forward(inputs, copies), copies);
      }
      const rows = shared ? all.length : copies;
      if (limits.length < rows * actions) limits = new Float64Array(rows * actions);
      writeLimits(probabilities, rows, actions, limits);
      choose(limits, actions, shared ? (seen as Int32Array) : undefined, uniforms, copies, chosen);
    },
    writeLogProbabilities(given, from, count, out) {
      const taken = given.actions;
      if (all && all.length <= count) {
        const seen = given.observations;
        softmax(network.forward(all, all.length), all.length);
        for (let i = 0; i < count; i++) {
          const row = from[i]!;
          out[row] = logProbabilities[seen[row]! * actions + taken[row]!]!;
        }
      } else {
        softmax(evaluator.evaluate(given, from, count).outputs, count);
        for (let i = 0; i < count; i++) out[from[i]!] = logProbabilities[i * actions + taken[from[i]!]!]!;
      }
    },
    evaluate(given, from, count): EvaluatedRows {
      const values = evaluator.evaluate(given, from, count);
      softmax(values.outputs, values.count);
      rollout = given;
      rows = from;
      slots = values.slots;
      return values;
    },
    logProbability: (i) => logProbabilities[slots[i]! * actions + rollout.actions[rows[i]!]!]!,
    entropy: (i) => entropy(probabilities, logProbabilities, slots[i]! * actions, actions),
    addLogProbabilityGradient(gradient, i, weight) {
      const slot = slots[i]!;
      addLogProbabilityGradient(gradient, slot * stride, probabilities, slot * actions, actions, rollout.actions[rows[i]!]!, weight);
    },
    addEntropyGradient(gradient, i, weight) {
      const slot = slots[i]!;
      addEntropyGradient(gradient, slot * stride, probabilities, logProbabilities, slot * actions, actions, weight);
    },
    freeze(mode) {
      if (observation.kind === 'discrete') return freezeTable(network, observation.n, actions, mode);
      const frozen = network.clone();
      const flat = new Float32Array(width(observation));
      const row = new Float32Array(actions);
      const logRow = new Float32Array(actions);
      return {
        act(value, random) {
          flatten(observation, value, flat);
          softmaxRows(frozen.forward(flat, 1), 1, actions, row, logRow, stride);
          return mode === 'greedy' ? row.indexOf(row.reduce((most, p) => Math.max(most, p), 0)) : random.pick(row);
        },
      };
    },
  };
}

/** Writes the cumulative probabilities of each row: below which number an action or one before it is taken. */
function writeLimits(probabilities: Float32Array, rows: number, actions: number, limits: Float64Array): void {
  for (let start = 0; start < rows * actions; start += actions) {
    let sum = 0;
    for (let k = start; k < start + actions; k++) limits[k] = sum += probabilities[k]!;
    // Rounding can leave something over, which must not take an action of probability zero: its ratio would be unbounded.
    let last = start + actions - 1;
    while (last > start && probabilities[last] === 0) last--;
    limits[last] = Infinity;
  }
}

/** Takes an action in each copy, given the row of limits of each (default: its own). */
function choose(
  limits: Float64Array,
  actions: number,
  rows: Int32Array | undefined,
  uniforms: Float64Array,
  copies: number,
  chosen: Column,
): void {
  const last = actions - 1;
  if (last === 1 && rows) return chooseOfTwo(limits, rows, uniforms, copies, chosen);
  for (let copy = 0; copy < copies; copy++) {
    const uniform = uniforms[copy]!;
    const start = (rows ? rows[copy]! : copy) * actions;
    let taken = 0;
    while (taken < last && uniform >= limits[start + taken]!) taken++;
    chosen[copy] = taken;
  }
}

/** The same for two actions, without a branch that is guessed wrong half the time. */
function chooseOfTwo(limits: Float64Array, rows: Int32Array, uniforms: Float64Array, copies: number, chosen: Column): void {
  for (let copy = 0; copy < copies; copy++) chosen[copy] = Number(uniforms[copy]! >= limits[2 * rows[copy]!]!);
}

function freezeTable(network: Network, observations: number, actions: number, mode: PolicyMode): Policy {
  const probabilities = new Float32Array(observations * actions);
  const indices = Int32Array.from({ length: observations }, (_unused, i) => i);
  const logs = new Float32Array(observations * actions);
  softmaxRows(network.forward(indices, observations), observations, actions, probabilities, logs, network.outputs);
  const table = Float64Array.from(probabilities);
  for (let start = 0; start < table.length; start += actions) {
    let sum = 0;
    for (let k = start; k < start + actions; k++) sum += table[k]!;
    for (let k = start; k < start + actions; k++) table[k] = table[k]! / sum;
  }
  const policy = tablePolicy(table, { observations, actions });
  return mode === 'greedy' ? deterministicPolicy(greedyChoices(policy), actions) : policy;
}
