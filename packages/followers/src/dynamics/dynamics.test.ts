import type { FollowerOracle, TablePolicy } from '@firstmover/core';
import { deterministicPolicy, finiteModel, greedyChoices, leaderProblem, randomStream, respondTo } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { chosenGame, implementation, payments, pennies, random } from '../equilibrium/induced-games.fixture.ts';
import { fictitiousPlay, iteratedBestResponse } from './dynamics.ts';

const game = chosenGame([implementation, pennies]);
const model = finiteModel(game);
const respond = (oracle: FollowerOracle, action: number, stream = random) => respondTo(oracle, deterministicPolicy([action], 2), stream);

describe('iterated best response', () => {
  it('plays the equilibrium that it ends in, and shows a gap of 0', () => {
    const { policies, memory } = respond(iteratedBestResponse(model), 0);
    expect(policies.map((policy) => greedyChoices(policy as TablePolicy)[0])).toEqual([0, 1]);
    expect(memory).toEqual([0]);
  });

  it('draws from the cycle where it does not end, and shows the gap', () => {
    const oracle = iteratedBestResponse(model);
    const stream = randomStream(0, 'draws');
    const seen = new Set<string>();
    for (let run = 0; run < 50; run++) {
      const { policies, memory } = respond(oracle, 1, stream.at(run, 0));
      expect(memory).toEqual([1]);
      seen.add(policies.map((policy) => greedyChoices(policy as TablePolicy)[0]).join());
    }
    expect(seen.size).toBe(2);
  });

  it('answers leaders whose actions are vectors', () => {
    const { policies } = respondTo(iteratedBestResponse(payments), { act: () => [4.5, 4.5] }, random);
    expect(policies.map((policy) => greedyChoices(policy as TablePolicy)[0])).toEqual([1, 1]);
  });
});

describe('fictitious play', () => {
  it('plays averages with a gap within the tolerance', () => {
    const { policies, memory } = respond(fictitiousPlay(model, { tolerance: 0.05 }), 1);
    expect((memory as number[])[0]).toBeLessThanOrEqual(0.05);
    for (const policy of policies) expect((policy as TablePolicy).probability(0, 0)).toBeCloseTo(0.5, 1);
  });

  it('shows its gap to a critic', () => {
    const oracle = fictitiousPlay(model, { rounds: 5 });
    const problem = leaderProblem(oracle, { copies: 2, model, critic: 'oracle' });
    problem.reset();
    problem.step(Int32Array.of(0, 1));
    expect(problem.querySteps).toBe(2);
  });

  it('refuses options out of range in the first run', () => {
    expect(() => respond(fictitiousPlay(model, { rounds: 0 }), 0)).toThrow('rounds of fictitious play is 0');
    expect(() => fictitiousPlay(model, { samples: 0.5 })).toThrow('samples of fictitious play is 0.5');
  });
});
