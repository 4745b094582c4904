import { describe, expect, it } from 'vitest';
import type { Game, TieRule } from '@firstmover/core';
import { createEnvironment, finiteModel } from '@firstmover/core';
import { checkpoints } from './checkpoints.ts';
import { checkpointsOptimum } from './optimum.ts';

/** What the leader and the follower earn when the follower responds best, from the finite model, round by round. */
function respond(game: Game, guards: readonly number[], ties: TieRule): readonly [leader: number, follower: number] {
  const model = finiteModel(game);
  let values = model.states.map(() => [0, 0] as readonly [number, number]);
  for (let round = 0; round < guards.length; round++) {
    values = model.states.map((_state, s) => {
      const options = [0, 1].map((action) => {
        const row = s * model.jointActions + guards[model.observations[0]![s]!]! * 2 + action;
        const sums: [number, number] = [0, 0];
        for (let o = model.first[row]!; o < model.first[row + 1]!; o++) {
          for (const player of [0, 1]) {
            const later = model.ended[o] === 0 ? values[model.next[o]!]![player]! : 0;
            sums[player]! += model.probability[o]! * (model.rewards[player]![o]! + later);
          }
        }
        return sums;
      });
      const [rest, run] = options as [[number, number], [number, number]];
      if (Math.abs(rest[1] - run[1]) > 1e-9) return rest[1] > run[1] ? rest : run;
      return rest[0] > run[0] === (ties === 'strong') ? rest : run;
    });
  }
  return values[model.initial[0]!.state]!;
}

function tables(places: number): number[][] {
  return places === 0 ? [[]] : tables(places - 1).flatMap((table) => [0, 1, 2].map((guards) => [...table, guards]));
}

describe('the checkpoints', () => {
  it('pay as the rules say', () => {
    const environment = createEnvironment(checkpoints.create({ places: 4 }));
    environment.reset();
    const play = (guards: number, runs: number): readonly number[] => environment.step([guards, runs]).rewards;
    expect(play(0, 1)).toEqual([-1, 1]);
    expect(play(2, 1)).toEqual([-0.4, 0]); // one unit of strength is left: a rest
    expect(play(1, 1)).toEqual([-0.7, 0.25]);
    expect(play(2, 0)).toEqual([-0.4, 0]);
    expect(environment.snapshot().done).toBe(true);
  });

  it('make the smuggler wait for what is to come', () => {
    const game = checkpoints.create({ places: 5 });
    // Running at once would leave 1, 2, 3, 3 units: the gaps at places 1 and 3 are worth two runs only if it rests first.
    expect(respond(game, [1, 0, 2, 0, 2], 'weak')[1]).toBe(2);
  });

  it('have few states, however many there are', () => {
    const model = finiteModel(checkpoints.create({ places: 500, slip: 0.25 }));
    expect(model.states.length).toBeLessThanOrEqual(4 * 500 + 4);
    expect(model.next.length).toBeLessThanOrEqual(4 * 500 * 6 * 2);
  });

  it('are met at least every other time on average', () => {
    const environment = createEnvironment(checkpoints.create({ places: 200, slip: 0.25 }), { seed: 1 });
    let met = 0;
    for (let episode = 0; episode < 50; episode++) {
      environment.reset();
      for (met++; !environment.step([0, 0]).terminated; met++);
    }
    expect(met / 50 / 200).toBeCloseTo(1 / 1.25, 1);
  });
});

describe('the optimal commitment', () => {
  it.each([
    [1, 0.4, 0.5],
    [4, 0.4, 0.5],
    [5, 0.4, 0.5],
    [5, 0.3, 0.5],
    [5, 0.1, 1],
    [5, 0.25, 0],
    [5, 0.7, 0.37],
  ])('of %d places, guards at %d and fines of %d is what trying all tables finds, under both tie rules', (places, guardCost, fine) => {
    const game = checkpoints.create({ places, guardCost, fine });
    for (const ties of ['strong', 'weak'] as const) {
      const { leaderReturn, guards } = checkpointsOptimum({ places, guardCost, fine, ties });
      const searched = Math.max(...tables(places).map((table) => respond(game, table, ties)[0]));
      expect(leaderReturn).toBeCloseTo(searched, 8);
      expect(respond(game, guards, ties)[0]).toBeCloseTo(leaderReturn, 8);
    }
  });

  it('is confirmed by a best response at 500 places, and in the descriptor', () => {
    const game = checkpoints.create({ places: 500 });
    const { leaderReturn, guards } = checkpointsOptimum({ places: 500, guardCost: 0.4, fine: 0.5, ties: 'weak' });
    expect(leaderReturn).toBeGreaterThan(-167 - 1e-9);
    expect(respond(game, guards, 'weak')[0]).toBeCloseTo(leaderReturn, 6);
    expect(game.descriptor.optima).toHaveLength(4);
    expect(game.descriptor.optima.find(({ ties }) => ties === 'weak')).toMatchObject({ leaderReturn });
  });

  it('is not claimed where places are slipped past', () => {
    expect(checkpoints.create({ slip: 0.1 }).descriptor.optima).toEqual([]);
  });
});
