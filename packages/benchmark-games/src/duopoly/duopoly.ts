import type { GameDefinition } from '@firstmover/core';
import { box, defineGame, defineRules, discrete, drawBars } from '@firstmover/core';

/**
 * `benchmark/Duopoly-v1`: von Stackelberg's own game. Two firms choose quantities from 0 to 1 of a good whose price is what the demand leaves,
 * `demand - quantity of both`, at least 0; a unit costs each firm its own cost. Committing to more than the Cournot quantity pays.
 */
export const duopoly: GameDefinition = defineGame({
  id: 'benchmark/Duopoly-v1',
  parameters: {
    demand: { kind: 'number', min: 0.01, max: 2, default: 1, about: 'the price at which nobody buys' },
    leaderCost: { kind: 'number', min: 0, max: 2, default: 0, about: 'what a unit costs the leader' },
    followerCost: { kind: 'number', min: 0, max: 2, default: 0, about: 'what a unit costs the follower' },
  },
  rules: ({ demand, leaderCost, followerCost }) => {
    const observation = discrete(1, ['market']);
    const action = box(0, 1, [1]);
    return defineRules({
      players: [
        { name: 'leader', role: 'leader', observation, action },
        { name: 'follower', role: 'follower', observation, action },
      ],
      initial: () => ({}),
      step: (state, [first, second]) => {
        const leads = first[0]!;
        const follows = second[0]!;
        const price = Math.max(0, demand - leads - follows);
        return { state, rewards: [(price - leaderCost) * leads, (price - followerCost) * follows], terminated: true };
      },
      observe: () => 0,
      draw: (_state, actions) => {
        const [[leads], [follows]] = (actions ?? [[0], [0]]) as [[number], [number]];
        const price = Math.max(0, demand - leads - follows);
        return drawBars(
          [
            { label: "leader's quantity", value: leads },
            { label: "follower's quantity", value: follows, tone: 'follower' },
            { label: 'price', value: price, tone: 'good' },
          ],
          Math.max(1, demand),
        );
      },
    });
  },
  descriptor: ({ demand, leaderCost, followerCost }) => {
    const optimum = duopolyOptimum(demand, leaderCost, followerCost);
    return {
      summary: 'Two firms choose quantities; the leader commits to its own first.',
      rewardBounds: [0 - Math.max(leaderCost, followerCost), demand],
      optima: optimum
        ? (['strong', 'weak'] as const).map((ties) => ({
            leaderReturn: optimum.leaderReturn,
            commitment: 'pure' as const,
            followerClass: 'stationary' as const,
            ties,
            source:
              'closed form: the reply to q is (demand - followerCost - q) / 2, and the optimum (demand - 2 leaderCost + followerCost) / 2',
          }))
        : [],
      source: 'von Stackelberg, Marktform und Gleichgewicht (1934)',
    };
  },
});

/** What the leader commits to and what both do then, where neither bound of the quantities nor of the price binds; else undefined. */
export function duopolyOptimum(
  demand: number,
  leaderCost: number,
  followerCost: number,
): { readonly leader: number; readonly follower: number; readonly leaderReturn: number } | undefined {
  const leader = (demand - 2 * leaderCost + followerCost) / 2;
  const follower = (demand - followerCost - leader) / 2;
  const interior = leader > 0 && leader < 1 && follower > 0 && follower < 1;
  // Where it pays to drive the follower out, the optimum lies at another kink: not claimed here.
  const drivenOut = demand - followerCost;
  const alone = (quantity: number): number => (Math.max(0, demand - quantity) - leaderCost) * quantity;
  const leaderReturn = (demand - leader - follower - leaderCost) * leader;
  if (!interior || (drivenOut <= 1 && alone(Math.max(drivenOut, (demand - leaderCost) / 2)) > leaderReturn)) return undefined;
  return { leader, follower, leaderReturn };
}
