import { describe, expect, it } from 'vitest';
import { deterministicPolicy, policyFromRows } from '../policy/policy.ts';
import { randomStream } from '../random/random.ts';
import type { Value } from '../spaces/spaces.ts';
import { market } from '../testing/toy-games.ts';
import type { FollowerOracle, OracleEpisode, OracleRun } from './oracle.ts';
import { respondTo } from './oracle.ts';

function oracle(respond: (episode: OracleEpisode) => OracleRun): FollowerOracle {
  return {
    name: 'scripted',
    game: market.create(),
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: 'none',
    queries: 'adaptive',
    earnsRewards: false,
    carriesOver: true,
    respond,
  };
}

describe('respondTo', () => {
  it('answers every query in order, batch by batch, and returns the response', () => {
    const heard: (readonly Value[])[] = [];
    const scripted = oracle(function* () {
      heard.push(yield { observations: [1, 0, 0] });
      heard.push(yield { observations: [] });
      heard.push(yield { observations: [0] });
      return { policies: [deterministicPolicy([0, 0, 0], 2), deterministicPolicy([3, 3], 4)], carry: 'kept' };
    });
    const response = respondTo(scripted, deterministicPolicy([2, 1], 3), randomStream(0, 'x'));
    expect(heard).toEqual([[1, 2, 2], [], [2]]);
    expect(response.policies).toHaveLength(2);
    expect(response.carry).toBe('kept');
  });

  it('follows oracles that delegate to others', () => {
    const asksOnce = oracle(function* () {
      const [answer] = yield { observations: [1] };
      return { policies: [], carry: answer };
    });
    const asksTwice = oracle(function* (episode) {
      const inner = yield* asksOnce.respond(episode);
      const [answer] = yield { observations: [0] };
      return { policies: [], carry: [inner.carry, answer] };
    });
    expect(respondTo(asksTwice, deterministicPolicy([2, 1], 3), randomStream(0, 'x')).carry).toEqual([1, 2]);
  });

  it('starts the oracle afresh with the given randomness, so that equal streams give equal responses', () => {
    const starts: OracleEpisode[] = [];
    const random = oracle(function* (episode) {
      starts.push(episode);
      const drawn = episode.random.uniform();
      const answers = yield { observations: [0, 1, 0, 1, 0, 1] };
      return { policies: [], carry: [drawn, answers, episode.random.uniform()] };
    });
    const mixed = policyFromRows([
      [0.3, 0.3, 0.4],
      [0.5, 0.5, 0],
    ]);
    const [first, second, other] = [5, 5, 6].map((seed) => respondTo(random, mixed, randomStream(seed, 'x').at(0, 0)));
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
    expect(starts.map(({ carried }) => carried)).toEqual([undefined, undefined, undefined]);
  });
});
