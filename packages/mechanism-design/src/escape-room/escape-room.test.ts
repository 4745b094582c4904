import type { TieRule } from '@firstmover/core';
import { InputError, createEnvironment, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { escapeRoom } from './escape-room.ts';

/** The best payments in every context, with the best or worst pure equilibrium of the followers, by trying everything in the game itself. */
function searched(parameters: { readonly [name: string]: unknown }, ties: TieRule): number {
  const game = escapeRoom.create(parameters);
  const { levels, leverCosts } = game.parameters as { levels: number; leverCosts: number[][] };
  const chance = { pick: () => 0, uniform: () => 0 };
  const values = leverCosts.map((_row, context) => {
    let best = -Infinity;
    for (let offer = 0; offer < (levels + 1) ** 2; offer++) {
      const paid = [offer % (levels + 1), Math.floor(offer / (levels + 1))];
      const play = (a: number, b: number): readonly number[] => game.step({ context, places: [] }, [paid, a, b], chance).rewards;
      const settled: number[] = [];
      for (const a of [0, 1, 2]) {
        for (const b of [0, 1, 2]) {
          const [leader, first, second] = play(a, b) as [number, number, number];
          if ([0, 1, 2].every((c) => play(c, b)[1]! <= first + 1e-9 && play(a, c)[2]! <= second + 1e-9)) settled.push(leader);
        }
      }
      if (settled.length > 0) best = Math.max(best, ties === 'strong' ? Math.max(...settled) : Math.min(...settled));
    }
    return best;
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('the rules', () => {
  it('open the door to who stands there while the other pulls the lever', () => {
    const environment = createEnvironment(escapeRoom.create({ leverCosts: [[1, 3]] }));
    environment.reset();
    expect(environment.step([[4, 12], 1, 2])).toMatchObject({ rewards: [4 - 2, 2 - 1, 9], terminated: true, observations: [1, 1, 1] });
    environment.reset();
    expect(environment.step([[4, 12], 1, 1]).rewards).toEqual([-2 - 6, 1, 3]);
    environment.reset();
    expect(environment.step([[4, 12], 2, 0]).rewards).toEqual([0, -1, 0]);
  });

  it.each([{}, { levels: 0 }, { leverCosts: [[1, 1]], levels: 3, highestPayment: 3 }])('are those of a game: %j', (parameters) => {
    checkGame(escapeRoom.create(parameters), { steps: 500 });
  });

  it('have a finite model, and refuse levers that cost nothing', () => {
    expect(finiteModel(escapeRoom.create()).jointActions).toBe(13 * 13 * 9);
    expect(() => escapeRoom.create({ leverCosts: [[1, 0]] })).toThrow(InputError);
  });
});

describe('the optimal payments', () => {
  it.each([{}, { levels: 4 }, { levels: 5, highestPayment: 2 }, { prize: 1.4 }, { leverCosts: [[2, 2]], prize: 7 }])(
    'with %j are those of a search through all payments and equilibria',
    (parameters) => {
      for (const ties of ['strong', 'weak'] as const) {
        const declared = escapeRoom.create(parameters).descriptor.optima.find((optimum) => optimum.ties === ties);
        expect(declared?.leaderReturn).toBeCloseTo(searched(parameters, ties), 7);
      }
    },
  );

  it('depend on the context: 3, 3 and nothing', () => {
    expect(escapeRoom.create().descriptor.optima[0]?.leaderReturn).toBeCloseTo(2, 9);
    expect(escapeRoom.create({ escape: 1 }).descriptor.optima).toEqual([]);
  });
});
