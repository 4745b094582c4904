import { createEnvironment, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { solveLinearProgram } from '@firstmover/programmes';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';
import type { ContractOptimum } from './optimum.ts';
import { contractOptimum } from './optimum.ts';
import type { ContractTree } from './tree.ts';
import { drawTree } from './tree.ts';

/**
 * The most that the principal keeps when the agent aims at the given sides, by one linear programme over payments and rents. Variables: what is paid,
 * 2 node + side; then the agent's expected return from every node.
 */
function keepsBy({ rewards, costs, chances }: ContractTree, sides: readonly number[]): number {
  const nodes = rewards.length;
  const aims = (node: number, side: number): { readonly coefficients: number[]; readonly constant: number } => {
    const coefficients = new Array<number>(3 * nodes).fill(0);
    [0, 1].forEach((taken) => {
      const chance = taken === 1 ? chances[node]![side]! : 1 - chances[node]![side]!;
      coefficients[2 * node + taken] = chance;
      const next = 2 * node + 1 + taken;
      if (next < nodes) coefficients[2 * nodes + next] = chance;
    });
    return { coefficients, constant: -costs[node]![side]! };
  };
  const constraints = sides.flatMap((side, node) => {
    const [own, other] = [aims(node, side), aims(node, 1 - side)];
    return [
      {
        coefficients: own.coefficients.map((entry, i) => entry - other.coefficients[i]!),
        relation: '>=' as const,
        bound: other.constant - own.constant,
      },
      { coefficients: own.coefficients.with(2 * nodes + node, -1), relation: '=' as const, bound: -own.constant },
    ];
  });
  const objective = new Array<number>(3 * nodes).fill(0);
  let earned = 0;
  const reach = [1];
  sides.forEach((side, node) =>
    [0, 1].forEach((taken) => {
      const chance = reach[node]! * (taken === 1 ? chances[node]![side]! : 1 - chances[node]![side]!);
      reach[2 * node + 1 + taken] = chance;
      earned += chance * rewards[node]![taken]!;
      objective[2 * node + taken] = -chance;
    }),
  );
  const outcome = solveLinearProgram({ objective, constraints });
  return outcome.status === 'optimal' ? earned + outcome.value : -Infinity;
}

/** What both earn when the agent responds best to payments and ties go to the principal, backwards through the tree. */
function respond({ rewards, costs, chances }: ContractTree, payments: ContractOptimum['payments']): readonly [number, number] {
  const value = (node: number): readonly [number, number] => {
    if (node >= rewards.length) return [0, 0];
    const below = [value(2 * node + 1), value(2 * node + 2)];
    const [a, b] = [0, 1].map((aim) => {
      let [principal, agent] = [0, -costs[node]![aim]!];
      below.forEach((later, taken) => {
        const chance = taken === 1 ? chances[node]![aim]! : 1 - chances[node]![aim]!;
        principal += chance * (rewards[node]![taken]! - payments[node]![taken]! + later[0]);
        agent += chance * (payments[node]![taken]! + later[1]);
      });
      return [principal, agent] as const;
    }) as [readonly [number, number], readonly [number, number]];
    if (Math.abs(a[1] - b[1]) > 1e-9) return a[1] > b[1] ? a : b;
    return a[0] > b[0] ? a : b;
  };
  return value(0);
}

describe('the rules', () => {
  it('pay for the side that the path takes, and hide where the agent aimed', () => {
    const { rewards, costs } = drawTree({ depth: 2, tree: 5, noise: 0, luck: 0 });
    const environment = createEnvironment(contract.create({ depth: 2, tree: 5, noise: 0, levels: 0 }));
    expect(environment.reset().observations).toEqual([0, 0]);
    const first = environment.step([[1.5, 0.5], 1]);
    expect(first).toMatchObject({ observations: [2, 2], terminated: false });
    expect(first.rewards).toEqual([rewards[0]![1] - 0.5, 0.5 - costs[0]![1]]);
    const second = environment.step([[1.5, 0.5], 0]);
    expect(second).toMatchObject({ terminated: true, rewards: [rewards[2]![0] - 1.5, 1.5 - costs[2]![0]] });
  });

  it('miss the costly side, and take it by luck, as often as they say', () => {
    const environment = createEnvironment(contract.create({ depth: 1, noise: 0.3, luck: 0.1, levels: 5 }), { seed: 1 });
    const costs = drawTree({ depth: 1, tree: 0, noise: 0.3, luck: 0.1 }).costs[0]!;
    const costly = costs[1] > 0 ? 1 : 0;
    const taken = [0, 0];
    for (let i = 0; i < 4000; i++) {
      const aim = i % 2;
      environment.reset();
      // The costly side is paid for with 1.
      taken[aim === costly ? 1 : 0]! += environment.step([[costly, 1], aim]).rewards[1]! + costs[aim]!;
    }
    expect(taken[1]! / 2000).toBeCloseTo(0.7, 1);
    expect(taken[0]! / 2000).toBeCloseTo(0.1, 1);
  });

  it.each([{ depth: 1 }, { depth: 2 }, { depth: 2, levels: 4, noise: 0, luck: 0.3 }, { depth: 3, levels: 0, noise: 0.25 }, {}])(
    'are those of a game: %j',
    (parameters) => {
      checkGame(contract.create(parameters), { steps: 500 });
    },
  );

  it('have a finite model of a few outcomes per node at depth 10', () => {
    expect(finiteModel(contract.create()).states.length).toBeLessThanOrEqual(2 * 1023);
  });
});

describe('the optimal contract', () => {
  it.each([
    { depth: 1, tree: 0, noise: 0.1, luck: 0.1 },
    { depth: 2, tree: 1, noise: 0.25, luck: 0.1 },
    { depth: 3, tree: 2, noise: 0.1, luck: 0.1 },
    { depth: 3, tree: 4, noise: 0.4, luck: 0.3 },
    { depth: 3, tree: 5, noise: 0, luck: 0 },
    { depth: 3, tree: 6, noise: 0.3, luck: 0 },
  ])('of %j is the best over linear programmes, one per way to aim', (problem) => {
    const tree = drawTree(problem);
    const nodes = tree.rewards.length;
    let best = -Infinity;
    for (let plan = 0; plan < 2 ** nodes; plan++)
      best = Math.max(
        best,
        keepsBy(
          tree,
          Array.from({ length: nodes }, (_unused, node) => (plan >> node) & 1),
        ),
      );
    const optimum = contractOptimum(tree)!;
    expect(optimum.leaderReturn).toBeCloseTo(best, 7);
    const [principal, agent] = respond(tree, optimum.payments);
    expect(principal).toBeCloseTo(best, 7);
    expect(agent).toBeCloseTo(optimum.agentReturn, 7);
  });

  it.each([0, 1, 2])('of depth 10 and tree %d is earned by its payments, and all that there is to earn', (seed) => {
    const tree = drawTree({ depth: 10, tree: seed, noise: 0.2, luck: 0 });
    const { leaderReturn, agentReturn, payments } = contractOptimum(tree)!;
    const [principal, agent] = respond(tree, payments);
    expect(principal).toBeCloseTo(leaderReturn, 6);
    expect(agent).toBeCloseTo(0, 6);
    expect(agentReturn).toBe(0);
    // The highest surplus, if the principal aimed by itself and bore the costs.
    const surplus = (node: number): number =>
      node >= tree.rewards.length
        ? 0
        : Math.max(
            ...[0, 1].map((aim) => {
              const right = tree.chances[node]![aim]!;
              const [left, other] = [tree.rewards[node]![0] + surplus(2 * node + 1), tree.rewards[node]![1] + surplus(2 * node + 2)];
              return (1 - right) * left + right * other - tree.costs[node]![aim]!;
            }),
          );
    expect(leaderReturn).toBeCloseTo(surplus(0), 6);
    const nothing = payments.map(() => [0, 0] as const);
    expect(respond(tree, nothing)[0]).toBeLessThan(leaderReturn - 1);
  });

  it('leaves rents where the costly side can come by luck, and is not claimed where that makes it too hard', () => {
    const rents = [0, 1, 2, 3, 4, 5].map((tree) => contractOptimum(drawTree({ depth: 3, tree, noise: 0.2, luck: 0.2 }))!.agentReturn);
    expect(Math.max(...rents)).toBeGreaterThan(0.01);
    expect(contract.create({ luck: 0.2 }).descriptor.optima).toEqual([]);
  });

  it('is declared where its payments can be made', () => {
    const problem = { depth: 10, tree: 0, noise: 0.2, luck: 0 };
    const optimumOf = (parameters: { [name: string]: unknown }): number | undefined =>
      contract.create(parameters).descriptor.optima[0]?.leaderReturn;
    expect(optimumOf({})).toBe(contractOptimum(drawTree(problem))!.leaderReturn);
    expect(optimumOf({ levels: 0 })).toBe(optimumOf({}));
    expect(optimumOf({ highestPayment: 1 })).toBeUndefined();
    expect(optimumOf({ levels: 7 })).toBeUndefined();
  });
});
