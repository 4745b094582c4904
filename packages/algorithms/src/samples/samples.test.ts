import { expect, it } from 'vitest';
import { discrete, randomStream } from '@firstmover/core';
import { tableNetwork } from '@firstmover/networks';
import { clippedSurrogateGradient } from '../objectives/policy-loss.ts';
import { machineEnvironment, walk } from '../rollout/machines.fixture.ts';
import { Rollout } from '../rollout/rollout.ts';
import { categoricalPolicy } from '../stochastic-policy/categorical.ts';
import type { Samples } from './samples.ts';
import { createSampler, groupByAction } from './samples.ts';

it('has the same gradient of the clipped surrogate gathered as row by row', () => {
  const random = randomStream(3, 'samples').at(0, 0);
  const environment = machineEnvironment(walk, 8);
  const rollout = new Rollout(environment, 'declared');
  rollout.collectEpisodes(5, (_time, actions) => actions.forEach((_zero, i) => (actions[i] = random.integer(2))));
  const network = tableNetwork(4, 2);
  network.parameters.forEach((_zero, i) => (network.parameters[i] = random.normal()));
  const policy = categoricalPolicy(network, environment.observation, randomStream(0, 'unused'), discrete(2));
  const rows = rollout.learnedRows();
  const advantages = Float32Array.from({ length: rollout.steps * rollout.copies }, () => random.normal());
  const old = Float32Array.from({ length: 8 }, () => Math.log(0.2 + 0.6 * random.uniform()));

  const gradientOf = (samples: Samples): Float32Array => {
    const evaluated = policy.evaluate(rollout, samples.rows, samples.count);
    const gradient = new Float32Array(4 * 2);
    const out = new Float32Array(evaluated.count * 2);
    for (let i = 0; i < samples.count; i++) {
      const row = samples.rows[i]!;
      const logRatio = policy.logProbability(i) - old[rollout.observations[row]! * 2 + rollout.actions[row]!]!;
      policy.addLogProbabilityGradient(
        out,
        i,
        (samples.weights[i]! / samples.total) * clippedSurrogateGradient(logRatio, samples.means[i]!, 0.2),
      );
    }
    network.gradients.fill(0);
    network.backward(out, evaluated.count);
    gradient.set(network.gradients);
    return gradient;
  };
  const groups = new Int32Array(rollout.steps * rollout.copies);
  groupByAction(rollout, 2, advantages, groups);
  const gathered = createSampler(16)(rows, advantages, groups);
  expect(gathered.count).toBeLessThanOrEqual(16);
  expect(gathered.weights.reduce((sum, weight) => sum + weight, 0)).toBe(rows.length);
  const single = gradientOf(createSampler(Infinity)(rows, advantages, groups));
  expect(single.some((value) => Math.abs(value) > 0.01)).toBe(true);
  gradientOf(gathered).forEach((value, i) => expect(value).toBeCloseTo(single[i]!, 5));
});
