import { describe, expect, it } from 'vitest';
import type { Machine } from '../testing/machines.ts';
import { drip, machineEnvironment } from '../testing/machines.ts';
import type { Act } from './rollout.ts';
import { Rollout } from './rollout.ts';

/** Counts down from its first state, copy + 1 + episode, and earns what it counts; the end is cut in copy 1's first episode (state 12). */
const countdown: Machine = {
  observations: 20,
  actions: 2,
  start: (copy, episode) => (copy === 1 && episode === 0 ? 12 : copy + 1 + episode),
  move(state) {
    if (state > 10) return { state: state - 1, reward: state, ...(state === 11 ? { end: 'truncated' as const } : {}) };
    return { state: state - 1, reward: state, ...(state === 1 ? { end: 'terminated' as const } : {}) };
  },
};

const idle: Act = (_time, actions) => actions.fill(0);

/** One column of what was executed, by copy. */
function column(rollout: Rollout, values: ArrayLike<number>): number[][] {
  return Array.from({ length: rollout.copies }, (_unused, copy) =>
    Array.from({ length: rollout.steps }, (_entry, t) => t * rollout.copies + copy).flatMap((row) =>
      rollout.live[row] ? [values[row]!] : [],
    ),
  );
}

describe('collectEpisodes', () => {
  it('runs every copy through whole episodes of different lengths', () => {
    const environment = machineEnvironment(countdown, 3);
    const rollout = new Rollout(environment, 'declared');
    rollout.collectEpisodes(2, idle);
    expect(column(rollout, rollout.observations)).toEqual([
      [1, 2, 1],
      [12, 11, 3, 2, 1],
      [3, 2, 1, 4, 3, 2, 1],
    ]);
    expect(column(rollout, rollout.rewards)).toEqual(column(rollout, rollout.observations));
    expect(column(rollout, rollout.ended)).toEqual([
      [1, 0, 1],
      [0, 2, 0, 0, 1],
      [0, 0, 1, 0, 0, 0, 1],
    ]);
    // The first round takes 3 steps and the second 4, in all copies; dead rows are not counted as executed.
    expect(rollout.steps).toBe(7);
    expect(environment.steps).toBe(15);
    expect(Array.from(rollout.rewards.subarray(0, 21)).reduce((sum, reward) => sum + reward, 0)).toBe(1 + 3 + 23 + 6 + 6 + 10);
    expect(rollout.learnedRows().length).toBe(15);
    expect(Array.from(rollout.returns.toSorted())).toEqual([1, 3, 6, 6, 10, 23]);
    expect(rollout.meanReturn()).toBeCloseTo(49 / 6, 12);
  });

  it('keeps what followed a cut row, and only that', () => {
    const rollout = new Rollout(machineEnvironment(countdown, 3), 'declared');
    rollout.collectEpisodes(1, idle);
    expect(rollout.tailRows).toEqual([1 * 3 + 1]);
    expect(rollout.tail).toEqual([10]);
  });

  it('forgets the last collection', () => {
    const rollout = new Rollout(machineEnvironment(countdown, 2), 'declared');
    rollout.collectEpisodes(3, idle);
    rollout.collectEpisodes(1, idle);
    expect(column(rollout, rollout.observations)).toEqual([
      [4, 3, 2, 1],
      [5, 4, 3, 2, 1],
    ]);
    expect(Array.from(rollout.returns)).toEqual([10, 15]);
    expect(rollout.tailRows).toEqual([]);
    expect(rollout.learnedRows().every((row) => row < rollout.steps * 2)).toBe(true);
  });

  it.each([
    ['declared', [1, 2]],
    ['terminal', [1, 1]],
    ['truncated', [2, 2]],
  ] as const)('treats the horizon as %s', (horizon, ends) => {
    const rollout = new Rollout(machineEnvironment(countdown, 2), horizon);
    rollout.collectEpisodes(1, idle);
    expect(column(rollout, rollout.ended).map((copy) => copy.at(-1))).toEqual(ends);
    expect(rollout.tail).toEqual([
      ...(ends[0] === 2 ? [0] : []), // what copy 0 shows at the end
      ...(ends[1] === 2 ? [10] : []),
    ]);
  });

  it('refuses a horizon that does not exist', () => {
    expect(() => new Rollout(machineEnvironment(countdown, 1), 'forever' as 'terminal')).toThrow(
      'horizon "forever": expected declared, terminal or truncated',
    );
  });

  it('records executed actions, not submitted ones, and which rows are learned from', () => {
    const fixed: Machine = {
      ...countdown,
      execute: (state, action) => (state === 2 ? 1 - action : action),
      learned: (state) => state % 2 === 1,
    };
    const rollout = new Rollout(machineEnvironment(fixed, 3), 'declared');
    rollout.collectEpisodes(1, (_time, actions) => actions.fill(1));
    expect(column(rollout, rollout.actions)).toEqual([[1], [1, 1], [1, 0, 1]]);
    expect(column(rollout, rollout.learn)).toEqual([[1], [0, 1], [1, 0, 1]]);
    expect(Array.from(rollout.learnedRows())).toEqual([0, 2, 4, 8]);
  });

  it('shows the policy the current observations and the time', () => {
    const environment = machineEnvironment(countdown, 1);
    const seen: number[][] = [];
    new Rollout(environment, 'declared').collectEpisodes(3, (time, actions) => {
      seen.push([time, environment.observations[0]!]);
      actions.fill(0);
    });
    expect(seen).toEqual([
      [0, 1],
      [1, 2],
      [2, 1],
      [3, 3],
      [4, 2],
      [5, 1],
    ]);
  });

  it('keeps everything while its buffers grow', () => {
    const long: Machine = {
      observations: 2000,
      actions: 1,
      move: (state) => ({ state: state + 1, reward: 1, ...(state === 999 ? { end: 'terminated' as const } : {}) }),
    };
    const rollout = new Rollout(machineEnvironment(long, 2), 'declared');
    rollout.collectEpisodes(2, idle);
    const once = Array.from({ length: 1000 }, (_unused, t) => t);
    expect(column(rollout, rollout.observations)).toEqual([
      [...once, ...once],
      [...once, ...once],
    ]);
    expect(Array.from(rollout.returns)).toEqual([1000, 1000, 1000, 1000]);
  });
});

describe('collectSteps', () => {
  it('starts the next episode at once and goes on where it stopped', () => {
    const environment = machineEnvironment(countdown, 2);
    const rollout = new Rollout(environment, 'declared');
    rollout.collectSteps(4, idle);
    expect(column(rollout, rollout.observations)).toEqual([
      [1, 2, 1, 3],
      [12, 11, 3, 2],
    ]);
    expect(column(rollout, rollout.ended)).toEqual([
      [1, 0, 1, 2],
      [0, 2, 0, 2],
    ]);
    // Cut inside: the final observation of the episode. Cut by the collection: the one that comes next.
    const tails = rollout.tailRows.map((row, i) => [row, rollout.tail[i]]);
    expect(tails).toEqual([
      [3, 10],
      [6, 2],
      [7, 1],
    ]);
    expect(Array.from(rollout.returns)).toEqual([1, 23, 3]);
    rollout.collectSteps(2, idle);
    expect(column(rollout, rollout.observations)).toEqual([
      [2, 1],
      [1, 4],
    ]);
    expect(column(rollout, rollout.ended)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    // Returns run over the border between collections: 3 + 2 + 1 in both copies, the reward before it included.
    expect(Array.from(rollout.returns)).toEqual([6, 6]);
    expect(environment.steps).toBe(12);
  });

  it('treats a cut collection as cut even where ends are terminal', () => {
    const rollout = new Rollout(machineEnvironment(drip('truncated'), 1), 'terminal');
    rollout.collectSteps(4, idle);
    expect(column(rollout, rollout.ended)).toEqual([[0, 0, 1, 2]]);
  });

  it('has no mean return before an episode ended', () => {
    const rollout = new Rollout(machineEnvironment(drip('terminated'), 1), 'declared');
    rollout.collectSteps(2, idle);
    expect(rollout.meanReturn()).toBe(0);
    expect(Array.from(rollout.returns)).toEqual([]);
  });
});

it('stores vector observations row by row, and those that follow cut rows', () => {
  const vectors: Machine = { ...drip('truncated'), observations: 2, see: (state) => [state, state / 2] };
  const rollout = new Rollout(machineEnvironment(vectors, 2), 'declared');
  rollout.collectEpisodes(1, idle);
  expect(Array.from(rollout.observations.subarray(0, 12))).toEqual([0, 0, 0, 0, 1, 0.5, 1, 0.5, 2, 1, 2, 1]);
  expect(rollout.tail).toEqual([3, 1.5, 3, 1.5]);
});
