import { describe, expect, it } from 'vitest';
import type { VectorEnvironment } from '@firstmover/core';
import { RefusedError, createBatch, defineGame, discrete, multiDiscrete, policyRows, randomStream } from '@firstmover/core';
import type { Machine } from '@firstmover/experience/testing';
import { machineEnvironment } from '@firstmover/experience/testing';
import { exhaustiveSearch, randomSearch } from './table-search.ts';

/** Three rooms; action 0, 1, 0 is worth 10, anything else ends the episode with what was collected. */
const rooms: Machine = {
  observations: 3,
  actions: 2,
  move: (state, action) =>
    action === state % 2
      ? { state: (state + 1) % 3, reward: state === 2 ? 8 : 1, ...(state === 2 ? { end: 'terminated' as const } : {}) }
      : { state, reward: 0, end: 'truncated' },
};

describe('exhaustive search', () => {
  it.each([1, 3, 8, 20])('tries each of 8 tables once with %d copies and finds the best', (copies) => {
    const environment = machineEnvironment(rooms, copies);
    const learner = exhaustiveSearch(environment);
    let updates = 0;
    let passes = 0;
    while (passes < 1) {
      ({ passes } = learner.update() as { passes: number });
      updates++;
    }
    expect(updates).toBe(Math.ceil(8 / Math.min(8, copies)));
    expect(policyRows(learner.policy())).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    expect(learner.update()['best']).toBe(10);
  });

  it('adds to the means with every pass where the problem randomises', () => {
    const bandit = noisyBandit([0.45, 0.55], 1);
    const learner = exhaustiveSearch(bandit, { episodes: 100 });
    for (let pass = 0; pass < 60; pass++) learner.update();
    expect(learner.policy().act(0, randomStream(0, 'unused'))).toBe(1);
    expect(Math.abs(learner.update()['best']! - 0.55)).toBeLessThan(0.04);
  });

  it('refuses what it cannot go through', () => {
    expect(() => exhaustiveSearch(machineEnvironment({ ...rooms, observations: 23 }, 1))).toThrow(RefusedError);
    expect(() => exhaustiveSearch(machineEnvironment({ ...rooms, observations: 23 }, 1))).toThrow(
      'more than 4194304 tables; use randomSearch',
    );
    expect(() => exhaustiveSearch(machineEnvironment(rooms, 1), { episodes: 0 })).toThrow('episodes of exhaustiveSearch is 0');
  });
});

describe('random search', () => {
  it('keeps the best table it met', () => {
    const learner = randomSearch(machineEnvironment(rooms, 4), { seed: 2 });
    let best = -Infinity;
    for (let update = 0; update < 30; update++) {
      const metrics = learner.update();
      expect(metrics['best']).toBeGreaterThanOrEqual(best);
      expect(metrics['tables']).toBe(4 * (update + 1));
      best = metrics['best']!;
    }
    expect(best).toBe(10);
    expect(policyRows(learner.policy())).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
  });

  it('draws the same tables from the same seed', () => {
    const bests = [5, 5, 6].map((seed) => {
      const learner = randomSearch(machineEnvironment(rooms, 1), { seed });
      return Array.from({ length: 12 }, () => learner.update()['return']);
    });
    expect(bests[1]).toEqual(bests[0]);
    expect(bests[2]).not.toEqual(bests[0]);
  });

  it('chooses among the values of any finite space', () => {
    const environment = noisyBandit([0, 0, 0, 0, 1, 0], 2, true);
    const learner = randomSearch(environment);
    for (let update = 0; update < 20; update++) learner.update();
    expect(learner.policy().act(0, randomStream(0, 'unused'))).toEqual([1, 1]);
  });
});

/** One step, one observation; arm i pays 1 with its probability. Arms may be pairs of 2 x 3 choices. */
function noisyBandit(arms: readonly number[], copies: number, pairs = false): VectorEnvironment {
  const action = pairs ? multiDiscrete([2, 3]) : discrete(arms.length);
  const batch = createBatch(
    defineGame({
      id: 'test/Bandit-v1',
      rules: () => ({
        players: [{ name: 'player', role: 'leader', observation: discrete(1), action }],
        initial: () => ({}),
        step: (state, [given], chance) => {
          const arm = pairs ? 3 * (given as [number, number])[0] + (given as [number, number])[1] : (given as number);
          return { state, rewards: [chance.pick([1 - arms[arm]!, arms[arm]!])], terminated: true };
        },
        observe: () => 0,
      }),
    }).create(),
    { size: copies },
  );
  let steps = 0;
  return {
    size: copies,
    observation: discrete(1),
    action,
    observations: batch.observations[0]!,
    rewards: batch.rewards[0]!,
    terminated: batch.terminated,
    truncated: batch.truncated,
    executed: pairs ? new Float64Array(2 * copies) : new Int32Array(copies),
    learn: new Uint8Array(copies).fill(1),
    get steps() {
      return steps;
    },
    reset: (mask) => {
      batch.reset(mask);
    },
    step(actions) {
      batch.step([actions]);
      steps += copies;
    },
  };
}
