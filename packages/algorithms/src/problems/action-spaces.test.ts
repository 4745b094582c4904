import { describe, expect, it } from 'vitest';
import type { Space, VectorEnvironment } from '@firstmover/core';
import { box, columnOf, contains, discrete, multiDiscrete, randomStream, simplex, unflatten, width } from '@firstmover/core';
import { headFor, tableNetwork } from '@firstmover/networks';
import { ppo } from '../ppo/ppo.ts';
import { reinforce } from '../reinforce/reinforce.ts';

/** One step, a reward for the action, nothing to see; optionally an action that is executed instead. */
function oneStep(
  action: Space,
  copies: number,
  reward: (action: readonly number[]) => number,
  fixed?: readonly number[],
): VectorEnvironment & { seen: unknown[] } {
  const terminated = new Uint8Array(copies).fill(1);
  const rewards = new Float64Array(copies);
  const executed = columnOf(action, copies);
  const wide = width(action);
  const seen: unknown[] = [];
  let steps = 0;
  return {
    seen,
    size: copies,
    observation: discrete(1),
    action,
    observations: new Int32Array(copies),
    rewards,
    terminated,
    truncated: new Uint8Array(copies),
    executed,
    learn: new Uint8Array(copies).fill(1),
    get steps() {
      return steps;
    },
    reset: (mask) => terminated.forEach((_one, copy) => (terminated[copy] = mask && mask[copy] !== 1 ? terminated[copy]! : 0)),
    step(actions) {
      for (let copy = 0; copy < copies; copy++) {
        if (terminated[copy] === 1) continue;
        for (let k = 0; k < wide; k++) executed[copy * wide + k] = fixed ? fixed[k]! : actions[copy * wide + k]!;
        seen.push(unflatten(action, actions, copy * wide));
        rewards[copy] = reward(Array.from(executed.subarray(copy * wide, (copy + 1) * wide)));
        terminated[copy] = 1;
        steps++;
      }
    },
  };
}

const problems: readonly (readonly [string, Space, readonly number[]])[] = [
  ['a bounded box', box(-1, 2, [2]), [0.5, -0.3]],
  ['an unbounded box', box(-Infinity, Infinity, [1]), [1.5]],
  ['a simplex', simplex(3), [0.6, 0.3, 0.1]],
  ['several choices', multiDiscrete([3, 4]), [2, 1]],
];

describe.each(problems)('on %s', (_name, space, target) => {
  const distance = (action: readonly number[]): number => -action.reduce((sum, x, i) => sum + (x - target[i]!) * (x - target[i]!), 0);

  it.each(['ppo', 'reinforce'] as const)('%s moves the greedy action to the optimum and only takes actions of the space', (name) => {
    const environment = oneStep(space, 64, distance);
    const network = tableNetwork(1, headFor(space).parameters);
    const learner =
      name === 'ppo'
        ? ppo(environment, { network, learningRate: 0.01, minibatches: 2, seed: 3 })
        : reinforce(environment, { network, learningRate: 0.03, seed: 3 });
    for (let update = 0; update < 250; update++) learner.update();
    for (const action of environment.seen) expect(contains(space, action)).toBe(true);
    const action = learner.policy('greedy').act(0, randomStream(0, 'unused')) as readonly number[];
    expect(contains(space, action)).toBe(true);
    expect(distance(action)).toBeGreaterThan(-0.01);
  });

  it('learns from the action that was executed, not from the one that was drawn', () => {
    const environment = oneStep(space, 8, () => 1, target);
    const learner = reinforce(environment, { network: tableNetwork(1, headFor(space).parameters), learningRate: 0.05, baseline: 'none' });
    for (let update = 0; update < 400; update++) learner.update();
    // A constant reward makes the executed action ever more likely, whatever was drawn.
    const action = learner.policy('greedy').act(0, randomStream(0, 'unused')) as readonly number[];
    expect(distance(action)).toBeGreaterThan(-0.01);
  });
});
