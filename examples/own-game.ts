// A game of your own: a seller posts one of ten prices, a buyer who values the good at 6.5 buys or not.
import { defineGame, discrete, finiteModel } from '@firstmover/core';
import { solve } from '@firstmover/pipeline';
import { bestDeterministicCommitment } from '@firstmover/solvers';

const pricing = defineGame({
  id: 'my/Pricing-v1',
  parameters: { cost: { kind: 'number', default: 2, about: 'what one unit costs the seller' } },
  rules: ({ cost }) => ({
    players: [
      { name: 'seller', role: 'leader' as const, observation: discrete(1), action: discrete(10) },
      { name: 'buyer', role: 'follower' as const, observation: discrete(1), action: discrete(2) },
    ],
    initial: () => ({}),
    step: (state: object, actions: readonly unknown[]) => {
      const [price, buys] = actions as [number, number];
      return { state, rewards: [buys * (price - cost), buys * (6.5 - price)], terminated: true };
    },
    observe: () => 0,
  }),
});

const game = pricing.create();
const best = bestDeterministicCommitment(finiteModel(game), { followerClass: 'stationary', ties: 'weak' });
console.log(best.leaderValue, best.optimalCommitments); // => 4 [ [ 6 ] ]

const learned = await solve(game, { oracle: 'exact', seed: 2, budget: { leaderSteps: 4000 } });
console.log(learned.leaderValue, learned.evidence.kind); // => 4 optimal
