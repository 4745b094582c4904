import type { Value } from '@firstmover/core';
import { createEnvironment, finiteModel, playEpisode, randomStream } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { droneGame } from './drone.ts';

interface Seen {
  readonly x: number;
  readonly y: number;
  readonly drones: readonly { readonly x: number; readonly y: number }[];
  readonly launched: number;
  readonly caught: number;
}

function stateOf(environment: ReturnType<typeof createEnvironment>): Seen {
  const state = environment.snapshot().state as Omit<Seen, 'drones'> & { readonly drones: readonly number[] };
  return { ...state, drones: state.drones.map((cell) => ({ x: cell % 22, y: Math.floor(cell / 22) })) };
}

describe('the rules', () => {
  it('take the intruder across in 19 steps', () => {
    const environment = createEnvironment(droneGame.create(), { seed: 3 });
    expect(environment.reset().observations).toEqual([0, [0, 9, 0, 0, 0, 0, 0]]);
    for (let step = 1; step <= 19; step++) {
      const { terminated, observations } = environment.step([0, 1]);
      expect((observations[1] as number[]).slice(0, 2)).toEqual([step, Math.max(0, 9 - step)]);
      expect(terminated).toBe(step === 19);
    }
  });

  it('keep the last four drones, whose bodies stay inside and off the goal, one cell a step', () => {
    for (const launch of ['points', 'anywhere']) {
      const environment = createEnvironment(droneGame.create({ launch }), { seed: 5 });
      const random = randomStream(1, 'launches').at(0, 0);
      const directions = new Map<string, number>();
      for (let episode = 0; episode < 25; episode++) {
        environment.reset();
        for (let step = 1; step <= 19; step++) {
          const before = stateOf(environment).drones.slice(step > 4 ? 1 : 0);
          const launching: Value = launch === 'points' ? random.integer(4) : [random.uniform()];
          environment.step([launching, random.integer(3)]);
          const { drones } = stateOf(environment);
          expect(drones).toHaveLength(Math.min(4, step));
          before.forEach((drone, i) => {
            const [dx, dy] = [drones[i]!.x - drone.x, drones[i]!.y - drone.y];
            expect(Math.abs(dx) + Math.abs(dy)).toBe(1);
            if (drone.x > 2 && drone.x < 18 && drone.y > 2 && drone.y < 19)
              directions.set(`${dx},${dy}`, (directions.get(`${dx},${dy}`) ?? 0) + 1);
          });
          for (const { x, y } of drones) {
            expect(x).toBeGreaterThanOrEqual(2);
            expect(x).toBeLessThanOrEqual(18);
            expect(y).toBeGreaterThanOrEqual(2);
            expect(y).toBeLessThanOrEqual(19);
          }
          const row = launch === 'points' ? [3, 8, 13, 18][launching as number]! : Math.floor(17 * (launching as number[])[0]!) + 2;
          expect(drones.at(-1)).toEqual({ x: 14, y: row });
        }
      }
      const total = [...directions.values()].reduce((sum, count) => sum + count, 0);
      expect(directions.size).toBe(4);
      // Four times the standard deviation of a share.
      for (const count of directions.values()) expect(Math.abs(count / total - 0.25)).toBeLessThan(4 * Math.sqrt(0.1875 / total));
    }
  });

  it('pay the first capture only, where the intruder stands on a body', () => {
    const environment = createEnvironment(droneGame.create(), { seed: 11 });
    let captures = 0;
    for (let episode = 0; episode < 300; episode++) {
      environment.reset();
      let total = 0;
      for (let step = 1; step <= 19; step++) {
        const { caught } = stateOf(environment);
        const { rewards } = environment.step([episode % 4, 0]);
        const { x, y, drones } = stateOf(environment);
        const on = drones.some((drone) => Math.max(Math.abs(drone.x - x), Math.abs(drone.y - y)) <= 1);
        expect(rewards[0]).toBe(caught === 0 && on ? 1 : 0);
        expect(rewards[1]).toBe(0 - rewards[0]!);
        total += rewards[0]!;
      }
      expect(total).toBe(stateOf(environment).caught);
      captures += total;
    }
    expect(captures).toBeGreaterThan(0);
    expect(captures).toBeLessThan(300);
  });

  it('show the defender which launch points have a drone near', () => {
    const environment = createEnvironment(droneGame.create(), { seed: 2 });
    environment.reset();
    expect(environment.step([0, 0]).observations).toEqual([1, [1, 9, 1, 0, 0, 0, 1]]);
    expect(environment.step([3, 0]).observations).toEqual([9, [2, 9, 1, 0, 0, 1, 4]]);
  });

  it('show all drones where they start anywhere', () => {
    const environment = createEnvironment(droneGame.create({ launch: 'anywhere' }), { seed: 2 });
    environment.reset();
    expect(environment.step([[1], 0]).observations).toEqual([
      [15, 20, 0, 0, 0, 0, 0, 0],
      [2, 10, 15, 20, 0, 0, 0, 0, 0, 0, 19],
    ]);
  });

  it('show a sighted intruder the cells around it', () => {
    const environment = createEnvironment(droneGame.create({ intruder: 'sighted' }), { seed: 2 });
    const free = new Array<number>(9).fill(0);
    const around = ({ observations }: { readonly observations: readonly Value[] }): number[] => (observations[1] as number[]).slice(7);
    // The border is next to the first column.
    expect(around(environment.reset())).toEqual([3, 0, 0, 3, 0, 0, 3, 0, 0]);
    let result = environment.step([0, 0]);
    expect(around(result)).toEqual(free);
    for (let step = 0; step < 12; step++) result = environment.step([1, 0]);
    const { x, y, drones } = stateOf(environment);
    expect(around(result)).toEqual(
      free.map((_cell, i) =>
        drones.some((drone) => Math.abs(drone.x - (x - 1 + (i % 3))) <= 1 && Math.abs(drone.y - (y - 1 + Math.floor(i / 3))) <= 1) ? 2 : 0,
      ),
    );
    expect(around(result)).toContain(2);
  });
});

it('has no finite model, and says so', () => {
  expect(() => finiteModel(droneGame.create())).toThrow('it has no finite model');
  expect(playEpisode(droneGame.create(), { seed: 0, steps: 100 })).toHaveLength(20);
});

it.each([{}, { intruder: 'sighted' }, { launch: 'anywhere' }, { launch: 'anywhere', intruder: 'sighted' }])(
  'keeps the rules of a game: %j',
  (parameters) => {
    checkGame(droneGame.create(parameters), { steps: 1000 });
  },
);
