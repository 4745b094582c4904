import { expect, it } from 'vitest';
import type { Space } from '@firstmover/core';
import { box, discrete, randomStream, simplex } from '@firstmover/core';
import type { Minibatch } from '@firstmover/experience';
import { replayMemory } from '@firstmover/experience';
import type { Network, ReparameterisedHead } from '@firstmover/networks';
import { headFor, mlpNetwork } from '@firstmover/networks';
import { checkInputGradients, continuousSoftActions } from './continuous.ts';
import { discreteSoftActions } from './discrete.ts';
import type { SoftActions, Twins } from './soft-actions.ts';

const BATCH = 6;
const vectors = box(-10, 10, [2]);

const mlp = (width: number, outputs: number, seed: number): Network =>
  mlpNetwork({ input: { kind: 'vector', width }, hidden: [8], outputs, activation: 'tanh', seed });

/** A minibatch of vectors, or of indices. */
function minibatch(observation: Space, action: Space): Minibatch {
  const batch = replayMemory(observation, action, 1).minibatch(BATCH);
  const random = randomStream(4, 'test').at(0, 0);
  const indices = observation.kind === 'discrete';
  for (const column of [batch.observations, batch.nextObservations])
    column.forEach((_zero, i) => (column[i] = indices ? i % 3 : random.normal()));
  batch.actions.forEach((_zero, i) => (batch.actions[i] = action.kind === 'discrete' ? i % 3 : random.uniform()));
  return batch;
}

/** Compares the gradient of the actor's parameters with finite differences of the mean of the losses, the noise the same. */
function compare(soft: SoftActions, actor: Network, critics: Twins, batch: Minibatch): void {
  const gradient = new Float32Array(BATCH * actor.outputs);
  const losses = new Float64Array(BATCH);
  const loss = (): number => {
    soft.actorGradient(batch, critics, 0.3, 7, gradient, losses);
    return losses.reduce((sum, value) => sum + value, 0) / BATCH;
  };
  loss();
  actor.gradients.fill(0);
  actor.backward(gradient, BATCH);
  const largest = actor.gradients.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  expect(largest).toBeGreaterThan(0.01);
  actor.parameters.forEach((value, i) => {
    actor.parameters[i] = value + 0.01;
    const above = loss();
    actor.parameters[i] = value - 0.01;
    const slope = (above - loss()) / 0.02;
    actor.parameters[i] = value;
    expect(Math.abs(actor.gradients[i]! - slope)).toBeLessThan(0.01 * largest + 1e-3);
  });
}

it('agrees with finite differences for discrete actions', () => {
  const actor = mlp(2, 3, 1);
  compare(discreteSoftActions(actor, BATCH), actor, [mlp(2, 3, 2), mlp(2, 3, 3)], minibatch(vectors, discrete(3)));
});

it.each([
  ['boxes', box(-1, 3, [2]), vectors, 2],
  ['unbounded boxes', box(-Infinity, Infinity, [1]), vectors, 2],
  ['simplices', simplex(3), vectors, 2],
  ['boxes after indices, which are one-hot', box(-1, 1, [2]), discrete(3), 3],
])('agrees with finite differences for %s', (_name, action, observation, columns) => {
  const head = headFor(action) as ReparameterisedHead;
  const actor =
    observation.kind === 'discrete'
      ? mlpNetwork({ input: { kind: 'index', count: 3 }, hidden: [], outputs: head.parameters, activation: 'tanh', seed: 1 })
      : mlp(columns, head.parameters, 1);
  const soft = continuousSoftActions(actor, head, observation, BATCH, randomStream(0, 'test'));
  const inputs = columns + head.actionWidth;
  expect(soft.criticInput).toEqual({ kind: 'vector', width: inputs });
  // Critics that differ enough for the noise not to change which is the lower one, which is each of them somewhere.
  const [low, high] = [mlp(inputs, 1, 2), mlp(inputs, 1, 3)];
  compare(soft, actor, [low, high], minibatch(observation, action));
});

it('takes the lower critic and subtracts the temperature times log p', () => {
  const head = headFor(box(-1, 1, [1])) as ReparameterisedHead;
  const actor = mlp(2, 2, 1);
  const soft = continuousSoftActions(actor, head, vectors, BATCH, randomStream(0, 'test'));
  const batch = minibatch(vectors, head.space);
  const [low, high] = [mlp(3, 1, 2), mlp(3, 1, 2)];
  high.parameters[high.parameters.length - 1]! += 5;
  const values = (targets: Twins, temperature: number): Float64Array => {
    const out = new Float64Array(BATCH);
    soft.nextValues(batch, targets, temperature, 3, out);
    return out;
  };
  expect(values([low, high], 0)).toEqual(values([low, low], 0));
  expect(values([high, low], 0)).toEqual(values([low, low], 0));
  // The slope in the temperature is -log p, whose mean is the entropy that the actor reports for the same noise.
  const gap = values([low, high], 2).map((value, i) => (value - values([low, high], 0)[i]!) / 2);
  const outputs = actor.forward(batch.nextObservations, BATCH);
  const latent = new Float64Array(1);
  gap.forEach((minusLog, i) => {
    head.sample(outputs, 2 * i, randomStream(0, 'test').at(i, 6), latent, 0);
    expect(minusLog).toBeCloseTo(-head.logProbability(outputs, 2 * i, latent, 0), 5);
  });
});

it('accepts only critics that give gradients with respect to their inputs', () => {
  const without = { ...mlp(3, 1, 1), backward: () => undefined };
  expect(() => checkInputGradients([mlp(3, 1, 1), mlp(3, 1, 2)])).not.toThrow();
  expect(() => checkInputGradients([mlp(3, 1, 1), without])).toThrow('a critic of sac gives no gradient with respect to its inputs');
});
