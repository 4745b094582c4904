import { InputError, createEnvironment, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { BRAESS, PIGOU, congestionTolls } from './congestion-tolls.ts';
import { isEquilibrium, tollsOptimum } from './optimum.ts';
import { averageTime, loadsOf, readNetwork } from './network.ts';

const optimumOf = (parameters: { [name: string]: unknown }, ties: 'strong' | 'weak'): number | undefined =>
  congestionTolls.create(parameters).descriptor.optima.find((optimum) => optimum.ties === ties)?.leaderReturn;

/** Three parallel roads and a short cut, all with tolls. */
const GRID = [
  [0, 1, 0.2, 1, 2],
  [0, 2, 0.5, 0.5, 2],
  [1, 2, 0.1, 0, 2],
  [1, 3, 0.6, 0.3, 2],
  [2, 3, 0, 1.2, 2],
  [0, 3, 1.8, 0, 2],
];

describe('the rules', () => {
  it('slow drivers down by their number, and charge tolls to them alone', () => {
    const environment = createEnvironment(congestionTolls.create());
    environment.reset();
    // Routes 0-1-2-3 (the bridge), 0-1-3, 0-2-3; two over the bridge, one on each other route; a toll of 1/2 on the bridge.
    const { rewards, terminated } = environment.step([[2], 0, 0, 1, 2]);
    expect(terminated).toBe(true);
    expect(rewards.slice(1)).toEqual([-2, -2, -1.75, -1.75]);
    expect(rewards[0]).toBe(-(2 * 1.5 + 2 * 1.75) / 4);
  });

  it.each([{}, { network: PIGOU, drivers: 3, levels: 0 }, { network: GRID, drivers: 2, levels: 1 }])(
    'are those of a game: %j',
    (parameters) => {
      checkGame(congestionTolls.create(parameters), { steps: 500 });
    },
  );

  it('have a finite model', () => {
    expect(finiteModel(congestionTolls.create()).jointActions).toBe(5 * 3 ** 4);
  });

  it('refuse what is no network', () => {
    for (const [network, message] of [
      [[[0, 1, 1, 0]], 'road 0 is [0,1,1,0]'],
      [[[0, 0, 1, 0, 0]], 'two different nodes'],
      [[[1, 2, 1, 0, 1]], 'no road leads from node 0'],
      [[[0, 1, 1, 0, 0]], 'no road has a highest toll'],
    ] as const) {
      expect(() => congestionTolls.create({ network })).toThrow(message);
      expect(() => congestionTolls.create({ network })).toThrow(InputError);
    }
  });
});

describe('optimal tolls', () => {
  it('of Braess close the bridge: 3/2 instead of 2', () => {
    const network = readNetwork(BRAESS);
    expect(isEquilibrium(network, 4, [4, 0, 0], [0, 0, 0, 0, 0])).toBe(true);
    expect(averageTime(network, loadsOf(network, [4, 0, 0]), 4)).toBe(2);
    for (const ties of ['strong', 'weak'] as const) {
      expect(optimumOf({}, ties)).toBe(-1.5);
      expect(optimumOf({ drivers: 40, levels: 0 }, ties)).toBe(-1.5);
    }
  });

  it('of Pigou take 1/2, less half a driver so that everybody is decided: 3/4 instead of 1', () => {
    const network = readNetwork(PIGOU);
    expect(isEquilibrium(network, 4, [0, 4], [0, 0])).toBe(true);
    expect(averageTime(network, loadsOf(network, [0, 4]), 4)).toBe(1);
    for (const drivers of [4, 10, 40]) {
      const { weak, least } = tollsOptimum(network, drivers, 0)!;
      expect(least).toBe(0.75);
      expect(weak).toEqual({ time: 0.75, action: [0.5 - 0.5 / drivers] });
    }
    // At whole quarters one driver is undecided.
    expect(optimumOf({ network: PIGOU, levels: 4 }, 'strong')).toBe(-0.75);
    expect(optimumOf({ network: PIGOU, levels: 4 }, 'weak')).toBe(-0.8125);
    expect(optimumOf({ network: PIGOU, levels: 8 }, 'weak')).toBe(-0.75);
  });

  it('of any network are what playing all routes in the game itself finds', () => {
    const parameters = { network: GRID, drivers: 2, levels: 2 };
    const game = congestionTolls.create(parameters);
    const routes = readNetwork(GRID).routes.length;
    const chance = { pick: () => 0, uniform: () => 0 };
    const found = { strong: -Infinity, weak: -Infinity };
    for (let index = 0; index < 3 ** 6; index++) {
      const tolls = Array.from({ length: 6 }, (_unused, i) => Math.floor(index / 3 ** i) % 3);
      const play = (a: number, b: number): readonly number[] => game.step({ loads: [] }, [tolls, a, b], chance).rewards;
      const settled: number[] = [];
      for (let a = 0; a < routes; a++) {
        for (let b = 0; b < routes; b++) {
          const [leader, first, second] = play(a, b) as [number, number, number];
          const stays = Array.from({ length: routes }, (_unused, c) => c).every(
            (c) => play(c, b)[1]! <= first + 1e-9 && play(a, c)[2]! <= second + 1e-9,
          );
          if (stays) settled.push(leader);
        }
      }
      found.strong = Math.max(found.strong, ...settled);
      found.weak = Math.max(found.weak, Math.min(...settled));
    }
    expect(optimumOf(parameters, 'strong')).toBeCloseTo(found.strong, 9);
    expect(optimumOf(parameters, 'weak')).toBeCloseTo(found.weak, 9);
    expect(found.strong).toBeCloseTo(-tollsOptimum(readNetwork(GRID), 2, 2)!.least, 9);
  });
});
