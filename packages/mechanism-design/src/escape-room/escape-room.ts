import type { GameDefinition, KnownOptimum, Matrix } from '@firstmover/core';
import { InputError, box, defineGame, defineRules, discrete, drawBars, multiDiscrete, show } from '@firstmover/core';

interface State {
  /** Which row of costs holds. */
  readonly context: number;
  /** Where both stand. */
  readonly places: readonly number[];
}

const PLACES = ['start', 'lever', 'door'] as const;
const LEVER = 1;
const DOOR = 2;

/**
 * `mechanism/EscapeRoom-v1`: two followers can escape if one pulls the lever while the other goes to the door, which earns the other one alone
 * something. Who pulls it at what cost differs from context to context. The leader, who wants the escape, commits to what it pays each follower at the lever.
 */
export const escapeRoom: GameDefinition = defineGame({
  id: 'mechanism/EscapeRoom-v1',
  parameters: {
    leverCosts: {
      kind: 'matrix',
      default: [
        [1, 3],
        [2, 1],
        [5, 5],
      ],
      about: 'a row per context, all equally likely: what the lever costs follower 0 and follower 1, above 0',
    },
    escape: { kind: 'number', min: 0, max: 1000, default: 10, about: 'what the follower at the door earns when the lever is pulled' },
    moveCost: { kind: 'number', min: 0.01, max: 1000, default: 1, about: 'what going to the door costs' },
    prize: { kind: 'number', min: 0, max: 1000, default: 4, about: 'what the leader earns by an escape' },
    highestPayment: { kind: 'number', min: 0, max: 1000, default: 6, about: 'the most that a follower is paid' },
    levels: {
      kind: 'integer',
      min: 0,
      max: 1000,
      default: 12,
      about: 'payments are multiples of highestPayment / levels: then the game has a finite model; 0 for any',
    },
  },
  rules({ leverCosts, escape, moveCost, prize, highestPayment, levels }) {
    leverCosts.forEach((row) => {
      if (row.length !== 2 || !row.every((cost) => cost > 0))
        throw new InputError(`a row of leverCosts of mechanism/EscapeRoom-v1 is ${show(row)}: expected two costs above 0`);
    });
    const contexts = leverCosts.length;
    const observation = discrete(contexts + 1, [...leverCosts.map(([first, second]) => `lever at ${first} and ${second}`), 'over']);
    return defineRules({
      players: [
        {
          name: 'leader',
          role: 'leader',
          observation,
          action: levels === 0 ? box(0, highestPayment, [2]) : multiDiscrete([levels + 1, levels + 1]),
        },
        ...[0, 1].map((i) => ({ name: `follower ${i}`, role: 'follower' as const, observation, action: discrete(3, PLACES) })),
      ],
      initial: (chance): State => ({ context: chance.pick(new Array<number>(contexts).fill(1)), places: [] }),
      step({ context }: State, [offer, ...chosen]) {
        const places = chosen as number[];
        const escaped = places.includes(LEVER) && places.includes(DOOR);
        const paid = places.map((place, i) => {
          const amount = offer[i]!;
          return place === LEVER ? (levels === 0 ? amount : (amount * highestPayment) / levels) : 0;
        });
        const rewards = places.map((place, i) => {
          if (place === LEVER) return paid[i]! - leverCosts[context]![i]!;
          return place === DOOR ? (escaped ? escape : 0) - moveCost : 0;
        });
        return { state: { context, places }, rewards: [(escaped ? prize : 0) - paid[0]! - paid[1]!, ...rewards], terminated: true };
      },
      observe: ({ context, places }) => (places.length === 0 ? context : contexts),
      draw: ({ context, places }) =>
        drawBars(
          [0, 1].map((i) => ({
            label: `follower ${i}: ${places.length === 0 ? `lever costs ${leverCosts[context]![i]!}` : PLACES[places[i]!]!}`,
            value: leverCosts[context]![i]!,
            tone: places[i] === LEVER ? 'good' : places[i] === DOOR ? 'follower' : 'soft',
          })),
          Math.max(...leverCosts.flat()),
        ),
    });
  },
  descriptor({ leverCosts, escape, moveCost, prize, highestPayment, levels }) {
    const highestCost = Math.max(...leverCosts.flat());
    const optima: KnownOptimum[] = (['strong', 'weak'] as const).flatMap((ties) => {
      // Without a profit at the door nobody goes there.
      if (escape <= moveCost || (levels === 0 && ties === 'weak')) return [];
      const leaderReturn = escapeOptimum(leverCosts, prize, highestPayment, levels, ties);
      const source = 'derived: the cheaper follower is paid what the lever costs it, where that is less than the prize (page)';
      return [{ leaderReturn, commitment: 'pure', followerClass: 'stationary', ties, source }];
    });
    return {
      summary: 'Payments that make two followers coordinate at a lever and a door.',
      rewardBounds: [-Math.max(2 * highestPayment, highestCost, moveCost), Math.max(prize, escape, highestPayment)],
      horizon: 1,
      optima,
      source:
        'after the Escape Room of Yang et al., Learning to Incentivize Other Learning Agents (NeurIPS 2020), with contexts and a leader that pays',
    };
  },
});

/**
 * What the leader expects at best. In each context it pays one follower, the other nothing: a follower that is not paid never pulls the lever, so the one
 * that is has nothing to gain at the door; at a payment of its cost (strong ties) or above (weak) it pulls the lever, and the other goes to the door.
 */
export function escapeOptimum(leverCosts: Matrix, prize: number, highestPayment: number, levels: number, ties: 'strong' | 'weak'): number {
  const payment = (cost: number): number => {
    if (levels === 0) return cost;
    const unit = highestPayment / levels;
    return unit * (ties === 'strong' ? Math.ceil(cost / unit - 1e-9) : Math.floor(cost / unit + 1e-9) + 1);
  };
  const best = leverCosts.map((row) => {
    const least = Math.min(...row.map(payment));
    return least <= highestPayment + 1e-9 ? Math.max(0, prize - least) : 0;
  });
  return Math.round((best.reduce((sum, value) => sum + value, 0) / best.length) * 1e9) / 1e9;
}
