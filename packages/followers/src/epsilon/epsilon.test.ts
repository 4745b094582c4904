import type { TablePolicy } from '@firstmover/core';
import { finiteModel, greedyChoices, policyFromRows, respondTo } from '@firstmover/core';
import { iteratedHero, maintain } from '@firstmover/matrix-games';
import { describe, expect, it } from 'vitest';
import { random } from '../equilibrium/induced-games.fixture.ts';
import { exactFollower } from '../exact/exact.ts';
import { epsilonOptimalFollower } from './epsilon.ts';

const mixed = maintain.create({ commitment: 'mixed' });

describe('the epsilon-optimal follower', () => {
  it('takes the worst or the best column for the leader within epsilon of its best payoff', () => {
    // Mixture (1/3, 2/3, 0): columns pay 5, 10/3 and 0 to the follower and 80/3, 20/3 and 0 to the leader.
    const reply = (epsilon: number, selection: 'leader-worst' | 'leader-best', mixture: number[] = [1 / 3, 2 / 3, 0]): number =>
      greedyChoices(
        respondTo(epsilonOptimalFollower(mixed, { epsilon, selection }), { act: () => mixture }, random).policies[0] as TablePolicy,
      )[0]!;
    expect([1.6, 1.7, 5].map((epsilon) => reply(epsilon, 'leader-worst'))).toEqual([0, 1, 2]);
    expect([0, 5].map((epsilon) => reply(epsilon, 'leader-best'))).toEqual([0, 0]);
    // Mixture (1/5, 4/5, 0): 3 against 4.
    expect([0.9, 1.1].map((epsilon) => reply(epsilon, 'leader-best', [0.2, 0.8, 0]))).toEqual([1, 0]);
  });

  it('is the exact follower for epsilon 0', () => {
    const model = finiteModel(iteratedHero.create());
    const leader = policyFromRows(Array.from({ length: 5 }, (_unused, i) => (i % 2 === 0 ? [1, 0] : [0, 1])));
    for (const [selection, ties] of [
      ['leader-worst', 'weak'],
      ['leader-best', 'strong'],
    ] as const) {
      const [near] = respondTo(epsilonOptimalFollower(model, { epsilon: 0, selection }), leader, random).policies;
      const [exact] = respondTo(exactFollower(model, { ties }), leader, random).policies;
      expect(greedyChoices(near as TablePolicy)).toEqual(greedyChoices(exact as TablePolicy));
    }
  });

  it('refuses options out of range', () => {
    expect(() => epsilonOptimalFollower(mixed, { epsilon: NaN })).toThrow(
      'epsilon of the epsilon-optimal oracle is NaN: expected a finite number of at least 0',
    );
    expect(() => epsilonOptimalFollower(mixed, { epsilon: 1, selection: 'first' as 'leader-best' })).toThrow(
      'selection of the epsilon-optimal oracle is "first": expected leader-worst or leader-best',
    );
  });
});
