import { describe, expect, it } from 'vitest';
import type { Column } from '@firstmover/core';
import { NonFiniteError } from '@firstmover/networks';
import type { Horizon } from '../learner/learner.ts';
import type { Machine } from '../testing/machines.ts';
import { bandit, drip, machineEnvironment, ring, signs } from '../testing/machines.ts';
import { createCollector } from './collector.ts';
import { replayMemory } from './memory.ts';

type Row = readonly [observation: number, action: number, reward: number, discount: number, next: number];

const PLAIN = { gamma: 1, horizon: 'declared', nStep: 1 } as const;

/** The transitions of so many steps of one copy (or more) that always takes one action, in the order they were stored. */
function collect(
  machine: Machine,
  steps: number,
  options: { action?: number; horizon?: Horizon; copies?: number; nStep?: number } = {},
): { rows: Row[]; finished: object } {
  const { action = 1, horizon = 'declared', copies = 1, nStep = 1 } = options;
  const environment = machineEnvironment(machine, copies);
  const memory = replayMemory(environment.observation, environment.action, 100);
  const order: number[] = [];
  const collector = createCollector(environment, memory, 'test', { gamma: 0.5, horizon, nStep }, (row) => order.push(row));
  for (let t = 0; t < steps; t++) {
    collector.begin((actions: Column) => actions.fill(action));
    collector.finish();
  }
  const { observations, actions, rewards, discounts, nextObservations } = memory.state;
  const rows = order.map((row): Row => [observations![row]!, actions![row]!, rewards![row]!, discounts![row]!, nextObservations![row]!]);
  return { rows, finished: collector.finished() };
}

describe('the end of an episode', () => {
  const body: Row[] = [
    [0, 1, 0, 0.5, 1],
    [1, 1, 1, 0.5, 2],
  ];

  it.each([
    ['terminated', 'declared', 0],
    ['truncated', 'declared', 0.5],
    ['terminated', 'truncated', 0.5],
    ['truncated', 'terminal', 0],
  ] as const)('that is %s, treated as %s, has the discount %d and shows what was seen last', (end, horizon, discount) => {
    const { rows, finished } = collect(ring(end), 4, { horizon });
    expect(rows).toEqual([...body, [2, 1, 2, discount, 0], body[0]]);
    expect(finished).toEqual({ episodes: 1, return: 3 });
  });

  it('starts the next episode, copy by copy', () => {
    const staggered: Machine = { ...drip('terminated'), observations: 3, see: (state) => Math.min(state, 2), start: (copy) => copy };
    const { rows, finished } = collect(staggered, 3, { action: 0, copies: 2 });
    // Copy 0 runs through states 0, 1, 2, copy 1 through 1, 2 and 1 again.
    expect(rows.map(([observation]) => observation)).toEqual([0, 1, 1, 2, 2, 1]);
    expect(rows.map((row) => row[3])).toEqual([0.5, 0.5, 0.5, 0, 0, 0.5]);
    expect(finished).toEqual({ episodes: 2, return: 2.5 });
  });
});

describe('masked rows', () => {
  /** Five steps of reward 1, 2, 3, 4, 5, of which some are learned from. */
  const masked = (learned: readonly number[], end: 'terminated' | 'truncated' = 'terminated'): Machine => ({
    observations: 6,
    actions: 2,
    learned: (state) => learned.includes(state),
    move: (state) => ({ state: state + 1, reward: state + 1, ...(state === 4 ? { end } : {}) }),
  });

  it('fold their rewards, discounted, into the learned row before, which leads to the next learned one', () => {
    expect(collect(masked([0, 3]), 5).rows).toEqual([
      [0, 1, 1 + 2 / 2 + 3 / 4, 1 / 8, 3],
      [3, 1, 4 + 5 / 2, 0, 5],
    ]);
  });

  it('bootstrap from the last observation where the episode was cut behind them', () => {
    expect(collect(masked([3], 'truncated'), 5).rows).toEqual([[3, 1, 4 + 5 / 2, 1 / 4, 5]]);
  });

  it('earn for nobody before the first learned row of an episode, not for the last one of the episode before', () => {
    expect(collect(masked([2]), 10).rows).toEqual([
      [2, 1, 3 + 4 / 2 + 5 / 4, 0, 5],
      [2, 1, 3 + 4 / 2 + 5 / 4, 0, 5],
    ]);
  });

  it('may be all there is', () => {
    expect(collect(masked([]), 6)).toEqual({ rows: [], finished: { episodes: 1, return: 15 } });
  });
});

describe('transitions of several steps', () => {
  /** Four steps of reward 1, 2, 3, 4. */
  const four = (end: 'terminated' | 'truncated', learned: (state: number) => boolean = () => true): Machine => ({
    observations: 5,
    actions: 2,
    learned,
    execute: (state) => state % 2,
    move: (state) => ({ state: state + 1, reward: state + 1, ...(state === 3 ? { end } : {}) }),
  });

  it('span as many learned rows, and what is left at the end of an episode', () => {
    const rows: Row[] = [
      [0, 0, 1 + 2 / 2 + 3 / 4, 1 / 8, 3],
      [1, 1, 2 + 3 / 2 + 4 / 4, 0, 4],
      [2, 0, 3 + 4 / 2, 0, 4],
      [3, 1, 4, 0, 4],
    ];
    // Twice, so that nothing of the first episode is left over.
    expect(collect(four('terminated'), 8, { nStep: 3 }).rows).toEqual([...rows, ...rows]);
  });

  it('bootstrap, at the end of an episode that was cut, with the discount of the steps that were left', () => {
    expect(collect(four('truncated'), 4, { nStep: 3 }).rows.map((row) => row[3])).toEqual([1 / 8, 1 / 8, 1 / 4, 1 / 2]);
  });

  it('that are longer than the episode hold its returns', () => {
    expect(collect(four('terminated'), 4, { nStep: 9 }).rows).toEqual([
      [0, 0, 1 + 2 / 2 + 3 / 4 + 4 / 8, 0, 4],
      [1, 1, 2 + 3 / 2 + 4 / 4, 0, 4],
      [2, 0, 3 + 4 / 2, 0, 4],
      [3, 1, 4, 0, 4],
    ]);
  });

  it('count learned rows, whatever lies masked between them', () => {
    expect(
      collect(
        four('terminated', (state) => state !== 1),
        4,
        { nStep: 2 },
      ).rows,
    ).toEqual([
      [0, 0, 1 + 2 / 2 + 3 / 4, 1 / 8, 3],
      [2, 0, 3 + 4 / 2, 0, 4],
      [3, 1, 4, 0, 4],
    ]);
  });

  it('do not mix the copies', () => {
    const one = collect(four('terminated'), 12, { nStep: 2 }).rows;
    const two = collect({ ...four('terminated'), start: (copy) => copy }, 12, { nStep: 2, copies: 2 }).rows;
    expect(one).toHaveLength(12);
    for (const row of one) expect(two).toContainEqual(row);
    expect(two.filter(([observation]) => observation === 0)).toHaveLength(3);
  });

  it('are forgotten with the episode that met a number that is not finite', () => {
    let steps = 0;
    const broken: Machine = { ...four('terminated'), move: (state) => ({ state: state + 1, reward: ++steps === 2 ? NaN : 1 }) };
    const environment = machineEnvironment({ ...broken, observations: 99 }, 1);
    const memory = replayMemory(environment.observation, environment.action, 8);
    const collector = createCollector(environment, memory, 'test', { ...PLAIN, nStep: 3 }, () => undefined);
    const step = (): void => {
      collector.begin((actions) => actions.fill(0));
      collector.finish();
    };
    step();
    expect(step).toThrow(NonFiniteError);
    for (let t = 0; t < 3; t++) step();
    expect(Array.from(memory.state['rewards']!.subarray(0, memory.size))).toEqual([3]);
  });
});

it('stores what was executed', () => {
  const swapped: Machine = { ...bandit([3, 5]), execute: (_state, action) => 1 - action };
  expect(collect(swapped, 2).rows).toEqual(Array.from({ length: 2 }, () => [0, 0, 3, 0, 0]));
});

it('counts episodes since it was last asked', () => {
  const environment = machineEnvironment(bandit([2]), 3);
  const memory = replayMemory(environment.observation, environment.action, 8);
  const collector = createCollector(environment, memory, 'test', PLAIN, () => undefined);
  const step = (): void => {
    collector.begin((actions) => actions.fill(0));
    collector.finish();
  };
  step();
  step();
  expect(Array.from(collector.episodes)).toEqual([2, 2, 2]);
  expect(collector.finished()).toEqual({ episodes: 6, return: 2 });
  expect(collector.finished()).toEqual({ episodes: 0, return: 0 });
});

const NAN_MESSAGE =
  'reward 0 is NaN in what dqn collected after 6 environment steps: the last good parameters are kept; look for rewards or observations that are not finite, or lower the learning rate';

describe('numbers that are not finite', () => {
  it('stop before anything is stored', () => {
    const broken: Machine = { ...drip('terminated'), move: (state) => ({ state: state + 1, reward: state === 2 ? NaN : 1 }) };
    const environment = machineEnvironment(broken, 2);
    const memory = replayMemory(environment.observation, environment.action, 8);
    const collector = createCollector(environment, memory, 'dqn', PLAIN, () => undefined);
    const step = (): void => {
      collector.begin((actions) => actions.fill(0));
      collector.finish();
    };
    step();
    step();
    expect(step).toThrow(new NonFiniteError(NAN_MESSAGE));
    expect(memory.size).toBe(4);
    // From there on, with new episodes.
    step();
    expect(memory.size).toBe(6);
    expect(collector.finished().episodes).toBe(0);
    step();
    expect(step).toThrow(NonFiniteError);
    expect(memory.state['rewards']!.every(Number.isFinite)).toBe(true);
  });

  it('are found in observations too', () => {
    for (const broken of [
      { ...signs, see: () => [1, Infinity] },
      { ...signs, see: (state: number) => [state === 9 ? NaN : 1, 1], move: () => ({ state: 9, reward: 0 }) },
    ] satisfies Machine[]) {
      const environment = machineEnvironment(broken, 1);
      const memory = replayMemory(environment.observation, environment.action, 8);
      const collector = createCollector(environment, memory, 'dqn', PLAIN, () => undefined);
      expect(() => {
        collector.begin((actions) => actions.fill(0));
        collector.finish();
      }).toThrow(/observation entry [01] is (Infinity|NaN)/);
      expect(memory.size).toBe(0);
    }
  });
});
