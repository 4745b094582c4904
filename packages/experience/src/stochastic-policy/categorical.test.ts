import { expect, it } from 'vitest';
import type { Discrete, RandomStream, TablePolicy, VectorEnvironment } from '@firstmover/core';
import { discrete, randomStream, tuple } from '@firstmover/core';
import { linearNetwork, tableNetwork } from '@firstmover/networks';
import { drip, machineEnvironment, signs, walk } from '../testing/machines.ts';
import { Rollout } from '../rollout/rollout.ts';
import { checkInput, rowEvaluator } from '../row-evaluator/row-evaluator.ts';
import { categoricalPolicy } from './categorical.ts';

/** A stream whose filled numbers are given. */
function scripted(numbers: readonly number[]): RandomStream {
  return {
    ...randomStream(0, 'test'),
    fill: (_step: number, out: Float64Array) => numbers.forEach((u, i) => (out[i] = u)),
  } as unknown as RandomStream;
}

it('acts by the inverse of the cumulative distribution, a number per copy', () => {
  const network = tableNetwork(1, 3);
  network.parameters.set([Math.log(0.5), Math.log(0.25), Math.log(0.25)]);
  const environment = machineEnvironment({ ...drip('terminated'), actions: 3 }, 6);
  environment.reset();
  const actions = new Int32Array(6);
  categoricalPolicy(
    network,
    environment.observation,
    scripted([0, 0.4999, 0.5001, 0.7499, 0.7501, 0.9999]),
    environment.action as Discrete,
  ).act(environment, 0, actions, actions);
  expect(Array.from(actions)).toEqual([0, 0, 1, 1, 2, 2]);
});

it('never takes an action of probability zero, whatever rounding leaves', () => {
  const network = tableNetwork(1, 4);
  network.parameters.set([0, 0.1, -0.2, -1e4]);
  const environment = machineEnvironment({ ...drip('terminated'), actions: 4 }, 2);
  environment.reset();
  const actions = new Int32Array(2);
  // Beyond all that the rounded probabilities add up to.
  categoricalPolicy(network, environment.observation, scripted([1, 1.5]), environment.action as Discrete).act(
    environment,
    0,
    actions,
    actions,
  );
  expect(Array.from(actions)).toEqual([2, 2]);
});

it('acts with the frequencies of its probabilities', () => {
  const environment = machineEnvironment(signs, 4000);
  environment.reset();
  const network = linearNetwork(2, 3);
  network.parameters.set([0, 0, 0, 0, 0, 0, Math.log(0.2), Math.log(0.3), Math.log(0.5)]);
  const actions = new Int32Array(4000);
  categoricalPolicy(network, environment.observation, randomStream(5, 'test'), environment.action as Discrete).act(
    environment,
    0,
    actions,
    actions,
  );
  const counts = [0, 1, 2].map((action) => actions.filter((taken) => taken === action).length / 4000);
  [0.2, 0.3, 0.5].forEach((p, i) => expect(Math.abs(counts[i]! - p)).toBeLessThan(0.03));
});

it('freezes tables whose rows sum to one', () => {
  const network = tableNetwork(3, 7);
  network.parameters.forEach((_value, i) => (network.parameters[i] = Math.sin(i) * 5));
  const policy = categoricalPolicy(network, discrete(3), randomStream(0, 'test'), discrete(7)).freeze('sampled') as TablePolicy;
  for (let row = 0; row < 3; row++) expect(policy.table.subarray(7 * row, 7 * row + 7).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 15);
});

function walked(environment: VectorEnvironment, rounds: number): Rollout {
  const rollout = new Rollout(environment, 'declared');
  rollout.collectEpisodes(rounds, (_time, actions) => actions.fill(1));
  return rollout;
}

it('evaluates a table once per observation where there are more rows, with the same numbers', () => {
  const network = tableNetwork(4, 2);
  network.parameters.forEach((_value, i) => (network.parameters[i] = i / 3));
  const rollout = walked(machineEnvironment(walk, 3), 2);
  const { evaluate } = rowEvaluator(network);
  const check = (rows: Int32Array, slots: number): void => {
    const values = evaluate(rollout, rows, rows.length);
    expect(values.count).toBe(slots);
    rows.forEach((row, i) => {
      const seen = rollout.observations[row]!;
      expect(values.outputs[values.slots[i]! * 2 + 1]).toBe(network.parameters[seen * 2 + 1]);
    });
  };
  const all = rollout.learnedRows();
  expect(all.length).toBe(24);
  check(all, 4);
  // Fewer rows than observations: one slot per row. And back.
  check(all.subarray(5, 7), 2);
  check(all, 4);
});

it('evaluates vectors one slot per row', () => {
  const network = linearNetwork(2, 3);
  network.parameters.forEach((_value, i) => (network.parameters[i] = (i - 4) / 5));
  const rollout = walked(machineEnvironment(signs, 3), 2);
  const policy = categoricalPolicy(network, rollout.environment.observation, randomStream(0, 'test'), discrete(3));
  const rows = Int32Array.of(4, 0, 2);
  policy.evaluate(rollout, rows, 3);
  rows.forEach((row, i) => {
    const [x, y] = [rollout.observations[2 * row]!, rollout.observations[2 * row + 1]!];
    const logits = [0, 1, 2].map((k) => ((2 * k - 4) / 5) * x + ((2 * k - 3) / 5) * y + (k + 2) / 5);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    expect(policy.logProbability(i)).toBeCloseTo(logits[rollout.actions[row]!]! - Math.log(sum), 5);
    expect(policy.entropy(i)).toBeCloseTo(-logits.reduce((h, logit) => h + (Math.exp(logit) / sum) * (logit - Math.log(sum)), 0), 5);
  });
});

it('reads spaces of several parts as flat vectors', () => {
  expect(() => checkInput(linearNetwork(4, 1), tuple([discrete(2), discrete(2)]))).toThrow(
    'a network on vectors of length 4 cannot read a tuple space of width 2',
  );
  expect(() => checkInput(linearNetwork(2, 1), tuple([discrete(2), discrete(2)]))).not.toThrow();
  expect(() => checkInput(tableNetwork(4, 1), tuple([discrete(2), discrete(2)]))).toThrow(
    'a network on 4 indices cannot read a tuple space of width 2',
  );
});
