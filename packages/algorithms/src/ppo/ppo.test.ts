import { describe, expect, it } from 'vitest';
import type { TablePolicy } from '@firstmover/core';
import { discrete, greedyChoices, policyRows, randomStream } from '@firstmover/core';
import type { Machine } from '@firstmover/experience/testing';
import { bandit, drip, machineEnvironment, ring, signs, walk } from '@firstmover/experience/testing';
import { linearNetwork, tableNetwork } from '@firstmover/networks';
import type { PpoOptions } from './ppo.ts';
import { ppo } from './ppo.ts';

/** The final greedy choices of a table and the metrics of the last update. */
function train(machine: Machine, options: PpoOptions, updates: number, size = 8): { choices: number[]; metrics: Record<string, number> } {
  const learner = ppo(machineEnvironment(machine, size), options);
  let metrics = {};
  for (let i = 0; i < updates; i++) metrics = learner.update();
  return { choices: greedyChoices(learner.policy() as TablePolicy), metrics };
}

const SEEDS = [0, 1, 2, 3, 4];

describe('ppo reaches the known optimum', () => {
  it.each(SEEDS)('of a bandit, seed %d', (seed) => {
    const { choices, metrics } = train(bandit([0, 1, -1, 0.8]), { learningRate: 0.1, seed }, 80);
    expect(choices).toEqual([1]);
    expect(metrics['return']).toBeGreaterThan(0.9);
  });

  it.each(SEEDS)('of a walk with a tempting exit, which its discount decides on, seed %d', (seed) => {
    const options = { learningRate: 0.1, lambda: 1, entropyBonus: 0.02, seed, collect: { episodes: 4 } };
    expect(train(walk, { ...options, gamma: 0.9 }, 60).choices).toEqual([1, 1, 1, 1]);
    expect(train(walk, { ...options, gamma: 0.5 }, 60).choices[0]).toBe(0);
  });

  it.each(SEEDS)('of a ring, by steps and minibatches, seed %d', (seed) => {
    const options: PpoOptions = { collect: { steps: 16 }, minibatches: 4, learningRate: 0.05, gamma: 0.5, horizon: 'truncated', seed };
    expect(train(ring('terminated'), options, 60).choices).toEqual([1, 1, 1]);
  });

  it.each(SEEDS)('on linear networks and vectors, seed %d', (seed) => {
    const environment = machineEnvironment(signs, 16);
    const learner = ppo(environment, { network: linearNetwork(2, 3), valueNetwork: linearNetwork(2, 1), learningRate: 0.1, seed });
    for (let i = 0; i < 60; i++) learner.update();
    const policy = learner.policy();
    const random = randomStream(0, 'test').at(0, 0);
    const hits = [
      [[1, 0.5], 0],
      [[-1, 0.5], 0],
      [[0.5, -2], 1],
      [[-0.5, -2], 2],
    ].map(([seen, best]) =>
      Array.from({ length: 50 }, () => Number(policy.act(seen as number[], random) === best)).reduce((a, b) => a + b, 0),
    );
    for (const count of hits) expect(count).toBeGreaterThan(44);
  });
});

describe('the value function', () => {
  /** What the value of the one observation of three steps of reward 1 converges to. */
  const valueOf = (end: 'terminated' | 'truncated', options: PpoOptions): number => {
    const valueNetwork = tableNetwork(1, 1);
    const learner = ppo(machineEnvironment(drip(end), 2), { ...options, valueNetwork, gamma: 0.5, epochs: 10, learningRate: 0.02 });
    for (let i = 0; i < 150; i++) learner.update();
    return valueNetwork.parameters[0]!;
  };

  it.each([
    // Bootstrapped everywhere: V = 1 + V/2. Terminal: the mean of 1 + V/2, 1 + V/2 and 1; with lambda 1 of 7/4, 3/2 and 1.
    ['truncated', 'terminated', 0, 2],
    ['truncated', 'terminated', 1, 2],
    ['terminal', 'truncated', 0, 1.5],
    ['terminal', 'truncated', 1, 17 / 12],
    ['declared', 'truncated', 0.5, 2],
    ['declared', 'terminated', 0, 1.5],
  ] as const)('with the horizon treated as %s, where episodes are %s, at lambda %d is %f', (horizon, end, lambda, expected) => {
    expect(valueOf(end, { horizon, lambda })).toBeCloseTo(expected, 2);
  });

  it('is the same where collections cut episodes', () => {
    expect(valueOf('terminated', { horizon: 'terminal', lambda: 0, collect: { steps: 3 } })).toBeCloseTo(1.5, 2);
    // One step at a time, where every row is the end of a collection: the mean over three updates, up to the size of a step.
    expect(Math.abs(valueOf('terminated', { horizon: 'terminal', lambda: 1, collect: { steps: 1 } }) - 1.5)).toBeLessThan(0.1);
  });

  it('bootstraps from vectors too', () => {
    const machine: Machine = { ...drip('truncated'), observations: 2, see: () => [1, -1] };
    const valueNetwork = linearNetwork(2, 1);
    const learner = ppo(machineEnvironment(machine, 2), {
      network: linearNetwork(2, 1),
      valueNetwork,
      gamma: 0.5,
      epochs: 10,
      learningRate: 0.02,
    });
    for (let i = 0; i < 150; i++) learner.update();
    expect(valueNetwork.forward(Float32Array.of(1, -1), 1)[0]).toBeCloseTo(2, 2);
  });
});

describe('the metrics of the first update', () => {
  const first = (options: PpoOptions): Record<string, number> => ppo(machineEnvironment(walk, 64), options).update();

  it('are those of a uniform policy and zero values', () => {
    const metrics = first({ epochs: 1, learningRate: 0.1 });
    expect(metrics['entropy']).toBeCloseTo(Math.LN2, 6);
    expect(metrics['klDivergence']).toBeCloseTo(0, 9);
    expect(metrics['clipFraction']).toBe(0);
    // Targets at discount 1 and lambda 0.95 of zero values are returns that decay by 0.95 a step; all between 0 and 1.
    expect(metrics['valueLoss']).toBeGreaterThan(0);
    expect(metrics['valueLoss']).toBeLessThan(0.5);
  });

  it('show a policy that moves with further passes', () => {
    const metrics = first({ epochs: 10, learningRate: 0.1, maxGradientNorm: 10 });
    expect(metrics['klDivergence']).toBeGreaterThan(1e-3);
    expect(metrics['clipFraction']).toBeGreaterThan(0);
    expect(metrics['clipFraction']).toBeLessThanOrEqual(1);
  });

  it('count a return only where an episode ended', () => {
    expect(ppo(machineEnvironment(drip('terminated'), 2), { collect: { steps: 2 } }).update()['return']).toBe(0);
    expect(ppo(machineEnvironment(drip('terminated'), 2), { collect: { steps: 3 } }).update()['return']).toBe(3);
  });
});

describe('what ppo learns from', () => {
  it('is the executed action, even where a problem turns every action around', () => {
    const turned: Machine = { ...bandit([0, 1]), execute: (_state, action) => 1 - action };
    const { choices, metrics } = train(turned, { learningRate: 0.1 }, 60);
    expect(choices).toEqual([1]);
    expect(metrics['return']).toBeLessThan(0.2);
  });

  it('is only the learned rows, with the rewards of the others folded in', () => {
    // The choice in state 0 decides what the masked state after it earns; in state 1 or 2 no action is learned.
    const delayed: Machine = {
      observations: 3,
      actions: 2,
      learned: (state) => state === 0,
      move: (state, action) => (state === 0 ? { state: 1 + action, reward: 0 } : { state, reward: state === 2 ? 1 : 0, end: 'terminated' }),
    };
    const learner = ppo(machineEnvironment(delayed, 8), { learningRate: 0.1 });
    for (let i = 0; i < 40; i++) learner.update();
    const rows = policyRows(learner.policy() as TablePolicy);
    expect(rows[0]![1]).toBeGreaterThan(0.9);
    expect(rows.slice(1)).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
  });

  it('may be nothing at all', () => {
    const learner = ppo(machineEnvironment({ ...bandit([0, 1]), learned: () => false }, 4));
    expect(learner.update()).toMatchObject({ entropy: 0, klDivergence: 0, clipFraction: 0, valueLoss: 0, epochs: 4 });
    expect(policyRows(learner.policy() as TablePolicy)).toEqual([[0.5, 0.5]]);
  });
});

describe('one update', () => {
  const bits = [1, 0];

  it('takes the gradient of the clipped surrogate, once per pass', () => {
    // One state, two actions, advantages normalised: with shares q and 1 - q of the actions they are sqrt((1-q)/q) and -sqrt(q/(1-q)), and
    // the derivative for the first logit is -q * sqrt((1-q)/q) * 1/2 - (1-q) * sqrt(q/(1-q)) * 1/2 = -sqrt(q(1-q)). A tiny step keeps it.
    for (const epochs of [1, 3]) {
      const network = tableNetwork(1, 2);
      const metrics = ppo(machineEnvironment(bandit(bits), 64), {
        network,
        epochs,
        learningRate: 1e-9,
        maxGradientNorm: Infinity,
      }).update();
      const q = metrics['return']!;
      expect(q).toBeGreaterThan(0.3);
      expect(network.gradients[0]).toBeCloseTo(-Math.sqrt(q * (1 - q)), 5);
      expect(network.gradients[1]).toBeCloseTo(Math.sqrt(q * (1 - q)), 5);
    }
  });

  it('adds the gradient of the entropy bonus', () => {
    // Equal rewards leave the bonus alone: its loss is -0.5 H, and dH/dlogit = -p (log p + H).
    const network = tableNetwork(1, 2);
    network.parameters.set([Math.log(3), 0]);
    ppo(machineEnvironment(bandit([1, 1]), 8), { network, entropyBonus: 0.5, epochs: 1 }).update();
    const entropyOfIt = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
    expect(network.gradients[0]).toBeCloseTo(0.5 * 0.75 * (Math.log(0.75) + entropyOfIt), 5);
    expect(network.gradients[1]).toBeCloseTo(0.5 * 0.25 * (Math.log(0.25) + entropyOfIt), 5);
  });

  it('clips the gradients of both networks', () => {
    const [network, valueNetwork] = [tableNetwork(1, 2), tableNetwork(1, 1)];
    ppo(machineEnvironment(bandit([100, 0]), 64), { network, valueNetwork, maxGradientNorm: 0.01, epochs: 1 }).update();
    expect(Math.hypot(...network.gradients)).toBeCloseTo(0.01, 6);
    expect(Math.hypot(...valueNetwork.gradients)).toBeCloseTo(0.01, 6);
  });

  it('cuts each pass into parts that cover all rows, in another order every time', () => {
    const inner = linearNetwork(1, 1);
    const passes: number[][] = [];
    let parts: number[] = [];
    const network = {
      ...inner,
      forward(inputs: Int32Array | Float32Array, rows: number): Float32Array {
        // Parts of 4, 4 and 2 rows; the first call of an update evaluates all ten, and acting one.
        if (rows === 4 || rows === 2) parts.push(...inputs.subarray(0, rows));
        if (parts.length === 10) passes.push(parts.splice(0));
        return inner.forward(inputs, rows);
      },
    };
    const rows: Machine = {
      observations: 1,
      actions: 1,
      see: (state) => [state],
      move: (state) => ({ state: state + 1, reward: 1, ...(state === 9 ? { end: 'terminated' as const } : {}) }),
    };
    const learner = ppo(machineEnvironment(rows, 1), { network, valueNetwork: linearNetwork(1, 1), minibatches: 3, epochs: 2 });
    learner.update();
    parts = [];
    learner.update();
    expect(passes.length).toBe(4);
    for (const pass of passes) expect(pass.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(passes.map((pass) => pass.join())).size).toBe(4);
  });
});

it('keeps all numbers finite with absurd step sizes, or stops and says so', () => {
  for (const learningRate of [30, 1000, 1e30]) {
    const learner = ppo(machineEnvironment(bandit([0, 1, -1, 0.5, 0.9]), 16), {
      learningRate,
      epochs: 10,
      minibatches: 8,
      maxGradientNorm: Infinity,
    });
    const train = (): void => {
      for (let i = 0; i < 20; i++) for (const value of Object.values(learner.update())) expect(Number.isFinite(value)).toBe(true);
    };
    if (learningRate < 1e30) train();
    else expect(train).toThrow('in ppo, update 1: the last good parameters are kept');
    for (const p of (learner.policy() as TablePolicy).table) expect(p >= 0 && p <= 1).toBe(true);
  }
});

it.each([true, false])('takes the same steps with rows gathered as with single rows, shuffled: %s', (shuffle) => {
  const [gathered, single] = [Infinity, 1e30].map((valueClip) => {
    const learner = ppo(machineEnvironment(walk, 64), { minibatches: 3, shuffle, learningRate: 0.1, valueClip, seed: 1 });
    for (let i = 0; i < 5; i++) learner.update();
    return (learner.policy() as TablePolicy).table;
  }) as [Float64Array, Float64Array];
  expect(gathered.some((p) => Math.abs(p - 0.5) > 0.1)).toBe(true);
  gathered.forEach((p, i) => expect(p).toBeCloseTo(single[i]!, 4));
});

describe('a run', () => {
  const trace = (seed: number, options: PpoOptions = {}): string => {
    const learner = ppo(machineEnvironment(walk, 8), { seed, ...options });
    return JSON.stringify([Array.from({ length: 10 }, () => learner.update()), policyRows(learner.policy() as TablePolicy)]);
  };

  it.each([{}, { collect: { steps: 8 }, minibatches: 3 }] satisfies PpoOptions[])(
    'is the same for the same seed and another for another, options %j',
    (options) => {
      expect(trace(1, options)).toBe(trace(1, options));
      expect(trace(1, options)).not.toBe(trace(2, options));
    },
  );

  it('gives frozen policies', () => {
    const learner = ppo(machineEnvironment(walk, 8), { learningRate: 0.1 });
    learner.update();
    const snapshot = learner.policy() as TablePolicy;
    const before = policyRows(snapshot);
    for (let i = 0; i < 5; i++) learner.update();
    expect(policyRows(snapshot)).toEqual(before);
    expect(policyRows(learner.policy() as TablePolicy)).not.toEqual(before);
    for (const row of before) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it('gives frozen policies of vectors', () => {
    const learner = ppo(machineEnvironment(signs, 8), {
      network: linearNetwork(2, 3),
      valueNetwork: linearNetwork(2, 1),
      learningRate: 0.3,
    });
    const draws = (policy: ReturnType<typeof learner.policy>): unknown[] => {
      const random = randomStream(1, 'test').at(0, 0);
      return Array.from({ length: 100 }, () => policy.act([1, 0.5], random));
    };
    const snapshot = learner.policy();
    const before = draws(snapshot);
    for (let i = 0; i < 20; i++) learner.update();
    expect(draws(snapshot)).toEqual(before);
    expect(draws(learner.policy())).not.toEqual(before);
  });

  it('learns into the networks that it is given', () => {
    const network = tableNetwork(4, 2);
    network.parameters.fill(3);
    const learner = ppo(machineEnvironment(walk, 8), { network, collect: { episodes: 4 } });
    learner.update();
    expect(network.parameters.some((value) => value !== 3)).toBe(true);
  });
});

it.each([
  [{ epochs: 0 }, 'epochs of ppo is 0: expected an integer from 1 to 10000'],
  [{ minibatches: 2.5 }, 'minibatches of ppo is 2.5'],
  [{ shuffle: false }, 'shuffle of ppo has no effect with one minibatch'],
  [{ clip: 1.1 }, 'clip of ppo is 1.1: expected a number from 0 to 1'],
  [{ entropyBonus: -1 }, 'entropyBonus of ppo is -1'],
  [{ entropyBonus: Infinity }, 'entropyBonus of ppo is Infinity'],
  [{ gamma: 2 }, 'gamma of ppo is 2'],
  [{ lambda: NaN }, 'lambda of ppo is NaN'],
  [{ maxGradientNorm: -1 }, 'maxGradientNorm of ppo is -1: expected a number of at least 0'],
  [{ collect: { episodes: 0 } }, 'episodes in collect of ppo is 0'],
  [{ collect: { steps: 1e7 } }, 'steps in collect of ppo is 10000000'],
  [{ learningRate: 0 }, 'learningRate of ppo is 0: expected a finite number above 0'],
  [{ valueLearningRate: Infinity }, 'valueLearningRate of ppo is Infinity'],
  [{ horizon: 'never' as 'terminal' }, 'horizon of ppo is "never": expected declared, terminal or truncated'],
  [{ lr: 0.1 } as object, 'unknown option of ppo "lr"'],
  [{ epoch: 2 } as object, 'unknown option of ppo "epoch": did you mean epochs?'],
  [{ seed: 0.5 }, 'seed 0.5'],
])('refuses the options %j', (options, message) => {
  expect(() => ppo(machineEnvironment(walk, 2), options)).toThrow(message);
});

it.each([
  ['vectors without networks', machineEnvironment(signs, 2), {}, 'ppo without networks needs a discrete observation space, not box'],
  ['vectors without a value network', machineEnvironment(signs, 2), { network: linearNetwork(2, 3) }, 'ppo without networks'],
  [
    'a policy network with too few outputs',
    machineEnvironment(signs, 2),
    { network: linearNetwork(2, 2), valueNetwork: linearNetwork(2, 1) },
    'the policy network of ppo has 2 outputs: expected',
  ],
  [
    'a policy network with too many outputs',
    machineEnvironment(walk, 2),
    { network: tableNetwork(4, 3) },
    'the policy network of ppo has 3 outputs: expected',
  ],
  [
    'a value network with two outputs',
    machineEnvironment(walk, 2),
    { valueNetwork: tableNetwork(4, 2) },
    'the value network of ppo has 2 outputs: expected 1',
  ],
  [
    'a table of another size',
    machineEnvironment(walk, 2),
    { network: tableNetwork(5, 2) },
    'a network on 5 indices cannot read a discrete space of 4',
  ],
  [
    'a value table of another size',
    machineEnvironment(walk, 2),
    { valueNetwork: tableNetwork(3, 1) },
    'a network on 3 indices cannot read a discrete space of 4',
  ],
  [
    'vectors of another length',
    machineEnvironment(signs, 2),
    { network: linearNetwork(3, 3), valueNetwork: linearNetwork(2, 1) },
    'a network on vectors of length 3 cannot read a box space of width 2',
  ],
  [
    'a vector network for indices',
    machineEnvironment(walk, 2),
    { network: linearNetwork(4, 2) },
    'a network on vectors of length 4 cannot read a discrete space of 4',
  ],
] as const)('refuses %s', (_what, environment, options, message) => {
  expect(() => ppo(environment, options)).toThrow(message);
});

it('refuses a shared value where the critic sees more than the policy', () => {
  const environment = machineEnvironment(walk, 2);
  const privileged = { space: discrete(4), observations: new Int32Array(2) };
  expect(() => ppo({ ...environment, privileged }, { network: tableNetwork(4, 3), valueNetwork: 'shared' })).toThrow(
    'a shared value of ppo cannot see the privileged observation of this problem',
  );
});
