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

const TEST = `import { bindPart, defineGame, discrete, randomStream, respondTo } from '@firstmover/core';
import { expect, it } from 'vitest';
import { __CAMEL__ } from './__NAME__.js';

const game = defineGame({
  id: 'my/Meeting-v1',
  rules: () => ({
    players: [
      { name: 'leader', role: 'leader', observation: discrete(1), action: discrete(2) },
      { name: 'follower', role: 'follower', observation: discrete(1), action: discrete(2) },
    ],
    initial: () => ({}),
    step: (state, [first, second]: readonly [number, number]) => ({ state, rewards: [first, first === second ? 1 : 0], terminated: true }),
    observe: () => 0,
  }),
}).create();

it.each([0, 1])('goes where the leader goes: %d', (action) => {
  const oracle = bindPart(__CAMEL__).create({ game }, 0);
  if (!('respond' in oracle)) throw new Error('expected an oracle');
  const { policies } = respondTo(oracle, { act: () => action }, randomStream(0, 'test').at(0, 0));
  expect(policies[0]?.act(0, randomStream(0, 'test').at(0, 0))).toBe(action);
});
`;

/** A follower oracle. */
export const oracle: Template = {
  source: SOURCE,
  test: TEST,
  page: pageOf('A follower oracle: how the followers respond, given only queries to the leader.', 'oracle', '--oracle ./src/__NAME__.ts'),
  packages: [],
};
