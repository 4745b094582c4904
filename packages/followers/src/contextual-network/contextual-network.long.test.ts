import { expect, it } from 'vitest';
import { deterministicPolicy, finiteModel, randomStream, respondTo } from '@firstmover/core';
import { checkpoints } from '@firstmover/benchmark-games';
import { attentiveOptions, payoffRange, testFamilies, worthAgainst } from './checkpoints.fixture.ts';
import { contextualNetworkFollower } from './contextual-network.ts';

it.each([
  [0, 0],
  [0, 1],
  [0.25, 0],
  [0.25, 1],
])('gaps under two percent of the payoff range after fifty queries, in the worst tenth too: slip %d, seed %d', (slip, seed) => {
  const game = checkpoints.create({ places: 50, slip });
  const model = finiteModel(game);
  const follower = contextualNetworkFollower(game, { ...attentiveOptions(50), model, budget: 800_000, seed });
  while (!follower.done) follower.update();
  const oracle = follower.oracle();
  const stream = randomStream(77, 'long test');
  const gaps = Object.values(testFamilies)
    .flatMap((family, f) =>
      Array.from({ length: 60 }, (_unused, i) => {
        const random = stream.at(f, i);
        const guards = family(50, random);
        const policy = respondTo(oracle, deterministicPolicy(guards, 3), random).policies[0]!;
        const { best, played } = worthAgainst(model, guards, policy, random);
        return (best - played) / payoffRange(model);
      }),
    )
    .sort((a, b) => b - a);
  const mean = (list: readonly number[]): number => list.reduce((sum, gap) => sum + gap, 0) / list.length;
  expect(mean(gaps)).toBeLessThan(0.02);
  expect(mean(gaps.slice(0, 18))).toBeLessThan(0.02);
});
