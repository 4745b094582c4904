import type { TablePolicy } from '@firstmover/core';
import { createEnvironment, finiteModel, policyFromRows, randomStream, respondTo } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { exactFollower } from '@firstmover/followers';
import { bestResponse } from '@firstmover/solvers';
import { describe, expect, it } from 'vitest';
import { neighboursOf, readGraph } from './graph.ts';
import { patrolOptimum } from './optimum.ts';
import { patrol } from './patrol.ts';

const star = (leaves: number): number[][] => Array.from({ length: leaves }, (_unused, leaf) => [0, leaf + 1]);
const complete = (nodes: number): number[][] =>
  Array.from({ length: nodes }, (_unused, from) => Array.from({ length: nodes - from }, (_other, k) => [from, from + k])).flat();

/** All points of the simplex with a multiple of 1/parts in each entry. */
function lattice(size: number, parts: number, whole: number = parts): number[][] {
  if (size === 1) return [[parts / whole]];
  return Array.from({ length: parts + 1 }, (_unused, k) => lattice(size - 1, parts - k, whole).map((rest) => [k / whole, ...rest])).flat();
}

/** What the patrol earns by a row per node, padded, against the best response of a follower of either class. */
function worth(parameters: { readonly [name: string]: unknown }, rows: readonly (readonly number[])[]): number {
  const model = finiteModelOf(parameters);
  return bestResponse(model, policyFromRows(rows) as TablePolicy, { followerClass: 'rational', ties: 'weak' }).leaderValue;
}

const models = new Map<string, ReturnType<typeof finiteModel>>();

function finiteModelOf(parameters: { readonly [name: string]: unknown }): ReturnType<typeof finiteModel> {
  const key = JSON.stringify(parameters);
  if (!models.has(key)) models.set(key, finiteModel(patrol.create({ ...parameters, commitment: 'sampled' })));
  return models.get(key)!;
}

describe('the rules', () => {
  it('catch an attacker when the patrol comes by in time', () => {
    const environment = createEnvironment(patrol.create({ commitment: 'sampled', attackTime: 3 }));
    expect(environment.reset().observations).toEqual([0, 0]);
    expect(environment.step([1, 0])).toMatchObject({ observations: [2, 2], rewards: [0, 0] });
    // Node 1 is attacked; the patrol goes to the hub, to node 1.
    expect(environment.step([0, 2])).toMatchObject({ observations: [0, 5], terminated: false });
    expect(environment.step([0, 0])).toMatchObject({ rewards: [1, -1], terminated: true });
    environment.reset();
    environment.step([1, 2]);
    environment.step([0, 3]); // what it does now means nothing
    expect(environment.step([1, 3])).toMatchObject({ rewards: [-2, 2], terminated: true });
  });

  it('end when nobody attacks in time', () => {
    const environment = createEnvironment(patrol.create({ commitment: 'sampled', rounds: 3 }));
    environment.reset();
    expect([0, 1, 2].map(() => environment.step([0, 0]).terminated)).toEqual([false, false, true]);
  });

  it('draw the next node from the mixture, without what does not exist', () => {
    const environment = createEnvironment(patrol.create({ rounds: 1 }), { seed: 1 });
    const counts = [0, 0, 0, 0, 0];
    for (let episode = 0; episode < 4000; episode++) {
      environment.reset();
      counts[environment.step([[0.1, 0.2, 0.3, 0.4], 0]).observations[0] as number]! += 1 / 4000;
    }
    [0, 0.1, 0.2, 0.3, 0.4].forEach((share, node) => expect(Math.abs(counts[node]! - share)).toBeLessThan(0.035));
    const fixed = createEnvironment(patrol.create({ rounds: 4, attacker: 'knows' }));
    fixed.reset();
    fixed.step([[1, 0, 0, 0], 0]);
    // A leaf has one neighbour.
    expect(fixed.step([[0, 0.5, 0.5, 0], 0]).observations).toEqual([0, 0]);
  });
});

describe('the optimum', () => {
  it('is reached by its patrol and beaten by none of a lattice, on stars', () => {
    for (const [values, attackTime, penalty, rounds] of [
      [[1, 2, 3, 4], 2, 1, 4],
      [[0, 1, 1, 5], 4, 0.5, 3],
      [[1, 1, 1, 1], 6, 0, 2],
      [[1, 1, 2, 1], 2, 10, 4],
    ] as const) {
      const parameters = { graph: star(3), values: [values], attackTime, penalty, rounds };
      const optimum = patrolOptimum({ neighbours: neighboursOf(star(3), 4, 'x'), values, attackTime, penalty, start: 0 })!;
      const rowsOf = (draw: readonly number[]): number[][] => [[...draw], [1, 0, 0], [1, 0, 0], [1, 0, 0]];
      expect(worth(parameters, rowsOf(optimum.draw.slice(1)))).toBeCloseTo(optimum.leaderReturn, 9);
      const best = Math.max(...lattice(3, 12).map((draw) => worth(parameters, rowsOf(draw))));
      expect(best).toBeLessThan(optimum.leaderReturn + 1e-9);
      // One step of the lattice moves what an attack is worth by no more than this.
      expect(best).toBeGreaterThan(optimum.leaderReturn - ((attackTime / 2) * (Math.max(...values) + penalty)) / 12);
    }
  });

  it('gains nothing by staying, on a star where that is possible', () => {
    const graph = [...star(2), [0, 0], [1, 1], [2, 2]];
    const parameters = { graph, values: [[1, 2, 3]], attackTime: 2, penalty: 1, rounds: 4 };
    const { leaderReturn } = patrolOptimum({
      neighbours: neighboursOf(star(2), 3, 'x'),
      values: [1, 2, 3],
      attackTime: 2,
      penalty: 1,
      start: 0,
    })!;
    const stays = [0, 0.5, 1].flatMap((a) => [0, 0.5, 1].map((b) => [a, b] as const));
    const best = Math.max(
      ...lattice(3, 10).flatMap((hub) => stays.map(([a, b]) => worth(parameters, [hub, [1 - a, a, 0], [1 - b, b, 0]]))),
    );
    expect(best).toBeLessThan(leaderReturn + 1e-9);
  });

  it('is reached and not beaten on complete graphs', () => {
    const values = [1, 2, 3];
    const parameters = { graph: complete(3), values: [values], attackTime: 1, penalty: 1, rounds: 3 };
    const optimum = patrolOptimum({ neighbours: neighboursOf(complete(3), 3, 'x'), values, attackTime: 1, penalty: 1, start: 0 })!;
    expect(
      worth(
        parameters,
        [optimum.draw, optimum.draw, optimum.draw].map((row) => [...row]),
      ),
    ).toBeCloseTo(optimum.leaderReturn, 9);
    const rows = lattice(3, 5);
    const best = Math.max(...rows.flatMap((first) => rows.map((second) => worth(parameters, [first, second, second]))));
    expect(best).toBeLessThan(optimum.leaderReturn + 1e-9);
  });

  it('is what an exact follower leaves of the mixture itself', () => {
    const game = patrol.create();
    const { draw, leaderReturn } = patrolOptimum({
      neighbours: neighboursOf(star(4), 5, 'x'),
      values: [1, 2, 3, 4, 5],
      attackTime: 2,
      penalty: 1,
      start: 0,
    })!;
    const act = (seen: unknown): number[] => (seen === 0 ? draw.slice(1) : [1, 0, 0, 0]);
    const policy = respondTo(exactFollower(game), { act }, randomStream(0, 'answer')).policies[0]!;
    const environment = createEnvironment(game, { seed: 4 });
    const random = randomStream(0, 'act');
    let total = 0;
    const episodes = 4000;
    for (let episode = 0; episode < episodes; episode++) {
      let { observations } = environment.reset();
      for (let over = false; !over;) {
        const result = environment.step([act(observations[0]), policy.act(observations[1]!, random)]);
        ({ observations } = result);
        total += result.rewards[0]!;
        over = result.terminated;
      }
    }
    // Four standard deviations of a return between -5 and 1.
    expect(Math.abs(total / episodes - leaderReturn)).toBeLessThan(4 * (3 / Math.sqrt(episodes)));
    expect(game.descriptor.optima[0]!.leaderReturn).toBe(leaderReturn);
  });

  it('is not claimed elsewhere', () => {
    for (const parameters of [
      { attackTime: 3 },
      { start: 1 },
      {
        graph: [
          [0, 1],
          [1, 2],
          [2, 3],
          [3, 4],
        ],
      },
      { graph: [...star(4), [0, 0]] },
    ])
      // prettier-ignore
      expect(patrol.create(parameters).descriptor.optima).toEqual([]);
  });
});

describe('graphs', () => {
  it.each([
    ['0 1\n1 2 # a remark\n\n', [[0, 1], [1, 2]], ['0', '1', '2']], // prettier-ignore
    ['gate, tower\ntower, wall', [[0, 1], [1, 2]], ['gate', 'tower', 'wall']], // prettier-ignore
    ['[[3, 4], [4, 3]]', [[0, 1], [1, 0]], ['3', '4']], // prettier-ignore
    ['{"edges": [["a", "b"]]}', [[0, 1]], ['a', 'b']],
    ['{"nodes": [], "links": [{"source": "a", "target": "a"}]}', [[0, 0]], ['a']],
  ])('are read from %j', (text, edges, names) => {
    expect(readGraph(text)).toEqual({ edges, names });
  });

  it.each([
    ['', 'the graph has no edges'],
    ['a b c', 'line 1 of the graph is "a b c": expected two names'],
    ['[1]', 'edge 0 of the graph is 1: expected a pair of nodes'],
    ['{"edges"', 'expected JSON, or an edge list'],
    ['{}', 'expected a list of edges'],
  ])('%j is refused', (text, message) => {
    expect(() => readGraph(text)).toThrow(message);
  });

  it.each([
    [{ graph: [[0, 5]] }, 'row 0 of graph of security/Patrol-v1 is [0,5]: expected the numbers of two nodes, from 0 to 4'],
    [{ graph: [[0, 1], [2, 3], [3, 4]] }, 'node 2 of graph of security/Patrol-v1 has no path to node 0'], // prettier-ignore
    [{ values: [[1, -1]], graph: [[0, 1]] }, 'a number of at least 0 for each node'],
    [{ start: 7 }, 'start of security/Patrol-v1 is 7: expected a node, from 0 to 4'],
  ])('%j is refused', (parameters, message) => {
    expect(() => patrol.create(parameters)).toThrow(message);
  });
});

it.each([
  {},
  { commitment: 'sampled' },
  { attacker: 'knows', commitment: 'sampled', rounds: 3 },
  { graph: complete(3), values: [[1, 2, 3]], attackTime: 1 },
])('keeps the rules of a game: %j', (parameters) => {
  checkGame(patrol.create(parameters), { steps: 600 });
});
