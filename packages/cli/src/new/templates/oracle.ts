import type { Template } from './template.ts';
import { pageOf } from './template.ts';

const SOURCE = `import type { FollowerOracle, OraclePart } from '@firstmover/core';
import { cardinality, definePart, deterministicPolicy, followersOf, InputError, soleLeader } from '@firstmover/core';

/**
 * A follower that imitates: where the leader's answer is one of its own actions it plays the same, else its first. It asks the leader at all
 * observations that both have. Replace the generator by your own: it yields the leader observations that it wants answered, receives the actions, and returns
 * the policies of the followers.
 */
export const __CAMEL__: OraclePart = definePart({
  kind: 'oracle',
  name: '__NAME__',
  about: 'A follower that imitates the leader.',
  source: 'where your oracle comes from',
  needs: ['one-follower', 'discrete-observations', 'discrete-actions'],
  parameters: {
    shift: { kind: 'integer', min: 0, max: 100, default: 0, about: 'how many actions further than the leader it goes, round and round' },
  },
  create({ shift }, { game }): FollowerOracle {
    const leader = game.players[soleLeader(game)]!;
    const follower = game.players[followersOf(game)[0]!]!;
    const [asked, seen, actions] = [leader.observation, follower.observation, follower.action].map(cardinality) as [number, number, number];
    if (followersOf(game).length !== 1 || !Number.isFinite(asked * seen * actions)) throw new InputError('expected one follower and finite spaces in ' + game.id);
    if (leader.action.kind !== 'discrete') throw new InputError('expected a leader of ' + game.id + ' that chooses among finitely many actions');
    const observations = Array.from({ length: asked }, (_unused, i) => i);
    return {
      name: '__NAME__',
      game,
      followerClass: 'stationary',
      ties: 'unspecified',
      equilibrium: 'none (imitation)',
      queries: asked,
      earnsRewards: false,
      carriesOver: false,
      *respond() {
        const answers = yield { observations };
        const plays = Array.from({ length: seen }, (_unused, i) => ((answers[i % asked] as number) + shift) % actions);
        return { policies: [deterministicPolicy(plays, actions)] };
      },
    };
  },
});
`;

const TEST = `import { checkOracle } from '@firstmover/core/testing';
import { it } from 'vitest';
import { __CAMEL__ } from './__NAME__.js';

it('keeps the rules of an oracle', () => {
  checkOracle(__CAMEL__);
});
`;

/** A follower oracle. */
export const oracle: Template = {
  source: SOURCE,
  test: TEST,
  page: pageOf('A follower oracle: how the followers respond, given only queries to the leader.', 'oracle', '--oracle ./src/__NAME__.ts'),
  packages: [],
};
