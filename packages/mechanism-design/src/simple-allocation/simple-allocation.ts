import type { GameDefinition } from '@firstmover/core';
import { defineGame, defineRules, discrete } from '@firstmover/core';

interface State {
  /** The item that the follower wants. */
  readonly wanted: number;
  /** What it said; -1 before. */
  readonly message: number;
}

/**
 * `mechanism/SimpleAllocation-v1`: a follower privately wants one of several items and sends a message. The leader sees the message alone
 * and gives it an item; both earn 1 if it is the one. With m messages at most m types can be told apart (Brero et al. 2022).
 */
export const simpleAllocation: GameDefinition = defineGame({
  id: 'mechanism/SimpleAllocation-v1',
  parameters: {
    items: { kind: 'integer', min: 1, max: 1000, default: 3, about: 'items, each equally likely to be wanted' },
    messages: { kind: 'integer', min: 1, max: 1000, default: 3, about: 'messages that the follower can send' },
  },
  rules: ({ items, messages }) =>
    defineRules({
      players: [
        {
          name: 'mechanism',
          role: 'leader',
          observation: discrete(1 + messages, ['before', ...named('message', messages)]),
          action: discrete(items, named('item', items)),
          hidden: ['wanted'],
        },
        {
          name: 'agent',
          role: 'follower',
          observation: discrete(items + 1, [...named('wants', items), 'served']),
          action: discrete(messages, named('message', messages)),
        },
      ],
      initial: (chance): State => ({ wanted: chance.pick(new Array<number>(items).fill(1)), message: -1 }),
      step({ wanted, message }: State, [item, said]) {
        if (message < 0) return { state: { wanted, message: said }, rewards: [0, 0] };
        const reward = item === wanted ? 1 : 0;
        return { state: { wanted, message }, rewards: [reward, reward], terminated: true };
      },
      observe: ({ wanted, message }, player) => (player === 0 ? message + 1 : message < 0 ? wanted : items),
    }),
  descriptor: ({ items, messages }) => ({
    summary: 'An item for a message about a private wish.',
    utility: 'common-interest',
    rewardBounds: [0, 1],
    optima: (['strong', 'weak'] as const).flatMap((ties) =>
      (['stationary', 'rational'] as const).map((followerClass) => ({
        leaderReturn: Math.min(items, messages) / items,
        commitment: 'pure' as const,
        followerClass,
        ties,
        source: 'derived: m messages give out at most m items, and the follower wants what the leader wants',
      })),
    ),
    source: 'Brero et al., Stackelberg POMDP (arXiv 2210.03852)',
  }),
});

function named(what: string, count: number): string[] {
  return Array.from({ length: count }, (_unused, i) => `${what} ${i}`);
}
