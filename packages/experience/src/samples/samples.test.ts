import { expect, it } from 'vitest';
import { discrete, randomStream } from '@firstmover/core';
import { tableNetwork } from '@firstmover/networks';
import { machineEnvironment, walk } from '../testing/machines.ts';
import { Rollout } from '../rollout/rollout.ts';
import { categoricalPolicy } from '../stochastic-policy/categorical.ts';
import type { SamplePair } from './samples.ts';
import { rowSampler } from './samples.ts';
import { tableSamples } from './table-samples.ts';

/** The derivative of PPO's clipped surrogate (Schulman et al. 2017, equation 7) at a clip of 0.2, as algorithms has it. */
function clippedSlope(logRatio: number, advantage: number): number {
  const ratio = Math.exp(logRatio);
  return (advantage >= 0 ? ratio > 1.2 : ratio < 0.8) ? 0 : -advantage * ratio;
}

it.each([1, 3])('has the same gradients gathered as row by row, in %d parts', (parts) => {
  const random = randomStream(3, 'samples').at(0, 0);
  const environment = machineEnvironment({ ...walk, learned: (state) => state !== 2 }, 300);
  const rollout = new Rollout(environment, 'declared');
  rollout.collectEpisodes(5, (_time, actions) => actions.forEach((_zero, i) => (actions[i] = random.integer(2))));
  const network = tableNetwork(4, 2);
  network.parameters.forEach((_zero, i) => (network.parameters[i] = random.normal()));
  const policy = categoricalPolicy(network, environment.observation, randomStream(0, 'unused'), discrete(2));
  const rows = rollout.learnedRows();
  const size = rollout.steps * rollout.copies;
  expect(rows.length).toBeLessThan(size);
  expect(rollout.learned).toBe(rows.length);
  const raw = Float32Array.from({ length: size }, (_unused, row) => (rollout.learn[row] === 1 ? 3 + random.normal() : NaN));
  const mean = rows.reduce((sum, row) => sum + raw[row]! / rows.length, 0);
  const deviation = Math.sqrt(rows.reduce((sum, row) => sum + (raw[row]! - mean) ** 2 / rows.length, 0));
  const advantages = raw.map((advantage) => (advantage - mean) / deviation);
  const values = Float32Array.from({ length: 4 }, () => random.normal());
  const targets = Float32Array.from(raw, (advantage, row) => advantage + values[rollout.observations[row]!]!);
  const old = Float32Array.from({ length: 8 }, () => Math.log(0.2 + 0.6 * random.uniform()));

  /** The gradients of the policy and, at values that have moved, of the value loss. */
  const gradientsOf = ({ policy: samples, values: valueSamples }: SamplePair): readonly [Float32Array, Float64Array] => {
    const evaluated = policy.evaluate(rollout, samples.rows, samples.count);
    const out = new Float32Array(evaluated.count * 2);
    for (let i = 0; i < samples.count; i++) {
      const row = samples.rows[i]!;
      const logRatio = policy.logProbability(i) - old[rollout.observations[row]! * 2 + rollout.actions[row]!]!;
      const slope = clippedSlope(logRatio, samples.means[i]!);
      policy.addLogProbabilityGradient(out, i, (samples.weights[i]! / samples.total) * slope);
    }
    network.gradients.fill(0);
    network.backward(out, evaluated.count);
    const valueGradient = new Float64Array(4);
    for (let i = 0; i < valueSamples.count; i++) {
      const observation = rollout.observations[valueSamples.rows[i]!]!;
      const error = values[observation]! + 0.3 - valueSamples.means[i]!;
      valueGradient[observation]! += (valueSamples.weights[i]! / valueSamples.total) * error;
    }
    return [network.gradients.slice(), valueGradient];
  };

  const labels = Uint8Array.from(rows, () => random.integer(parts));
  const tables = tableSamples(4, 2, parts);
  // What was gathered before is forgotten.
  for (let round = 0; round < 2; round++) tables.gather(rollout, raw, mean, parts > 1 ? labels : undefined);
  const [samplePolicy, sampleValues] = [rowSampler(), rowSampler()];
  for (let part = 0; part < parts; part++) {
    const own = rows.filter((_row, i) => parts === 1 || labels[i] === part);
    const gathered = tables.samples(part, values);
    for (const { count, rows: examples, weights, total } of [gathered.policy, gathered.values]) {
      expect(total).toBe(own.length);
      expect(weights.subarray(0, count).reduce((sum, weight) => sum + weight, 0)).toBe(own.length);
      expect(Array.from(examples.subarray(0, count)).every((row) => rollout.learn[row] === 1)).toBe(true);
    }
    expect([gathered.policy.count, gathered.values.count]).toEqual([2 * 3 * 2, 3]);
    const [gradient, valueGradient] = gradientsOf(gathered);
    const [single, singleValue] = gradientsOf({ policy: samplePolicy(own, advantages), values: sampleValues(own, targets) });
    expect(single.some((value) => Math.abs(value) > 0.01)).toBe(true);
    gradient.forEach((value, i) => expect(value).toBeCloseTo(single[i]!, 5));
    valueGradient.forEach((value, i) => expect(value).toBeCloseTo(singleValue[i]!, 5));
  }
});
