import type { GameDefinition } from '@firstmover/core';
import { defineGame, defineRules, discrete, drawBars, multiDiscrete } from '@firstmover/core';

/** What the sponsor earns at the optimum of `benchmark/Bandwagon-v1`, and one way to get there. */
export interface BandwagonOptimum {
  /** The sponsor's return. */
  readonly leaderReturn: number;
  /** The offer to each firm, as its action: a number of parts of `1 / followers`. */
  readonly offers: readonly number[];
}

/**
 * The optimal commitment of `benchmark/Bandwagon-v1`, for any number of firms. A firm that expects j others joins if its offer is at least n - j
 * parts. Where the firms play the equilibrium that is best for the sponsor, one part each is enough. Where they play the worst one, the firms
 * of its fewest joiners join one after another, so that the offers are at least n, n - 1, ..., 1 in some order: divide and conquer (Segal 2003; Winter 2004).
 *
 * @param followers - n, the number of firms
 * @param selection - which pure Nash equilibrium the firms play
 */
export function bandwagonOptimum(followers: number, selection: 'leader-best' | 'leader-worst'): BandwagonOptimum {
  if (selection === 'leader-best') return { leaderReturn: followers - 1, offers: new Array<number>(followers).fill(1) };
  return { leaderReturn: (followers - 1) / 2, offers: Array.from({ length: followers }, (_unused, i) => followers - i) };
}

/**
 * `benchmark/Bandwagon-v1`: a sponsor commits to what it pays to each of `followers` firms for joining its standard. All firms decide at once, and each is better
 * off the more others join. Paying all the same is either too little, when everybody fears to be alone, or more than the standard is worth.
 */
export const bandwagon: GameDefinition = defineGame({
  id: 'benchmark/Bandwagon-v1',
  parameters: { followers: { kind: 'integer', min: 1, max: 100, default: 3, about: 'how many firms there are, all of them followers' } },
  rules: ({ followers: n }) => {
    const observation = discrete(1, ['market']);
    const firms = Array.from({ length: n }, (_unused, i) => ({
      name: `firm ${i + 1}`,
      role: 'follower' as const,
      observation,
      action: discrete(2, ['stay', 'join']),
    }));
    return defineRules({
      players: [{ name: 'sponsor', role: 'leader', observation, action: multiDiscrete(new Array<number>(n).fill(n + 1)) }, ...firms],
      initial: () => ({}),
      step: (state, [offers, ...joins]) => {
        const joiners = joins.reduce((sum, join) => sum + join, 0);
        const kept = offers.reduce((sum, offer, i) => sum + joins[i]! * (n - offer), 0);
        return {
          state,
          rewards: [kept / n, ...offers.map((offer, i) => (joins[i] === 1 ? (offer + (joiners - 1) - (n - 0.5)) / n : 0))],
          terminated: true,
        };
      },
      observe: () => 0,
      draw: (_state, actions) => {
        const [offers, ...joins] = (actions ?? [new Array<number>(n).fill(0), ...new Array<number>(n).fill(0)]) as [number[], ...number[]];
        return drawBars(
          offers.slice(0, 10).map((offer, i) => ({
            label: `firm ${i + 1} ${joins[i] === 1 ? 'joins' : 'stays'}`,
            value: offer / n,
            tone: joins[i] === 1 ? 'good' : 'faint',
          })),
          1,
        );
      },
    });
  },
  descriptor: ({ followers }) => ({
    summary: 'A sponsor pays firms for joining a standard that is worth joining only together.',
    rewardBounds: [-1, followers],
    horizon: 1,
    optima: (['strong', 'weak'] as const).flatMap((ties) =>
      (['stationary', 'rational'] as const).map((followerClass) => ({
        leaderReturn: bandwagonOptimum(followers, ties === 'strong' ? 'leader-best' : 'leader-worst').leaderReturn,
        commitment: 'pure' as const,
        followerClass,
        ties,
        source: `the ${ties === 'strong' ? 'best' : 'worst'} equilibrium of the firms (bandwagonOptimum; after Segal 2003 and Winter 2004)`,
      })),
    ),
    source: 'firstmover: a benchmark that scales in the number of followers',
  }),
});
