import type { GameDefinition } from '@firstmover/core';
import { defineGame, defineRules, discrete, drawBars } from '@firstmover/core';

interface State {
  /** How many rounds were played. */
  readonly round: number;
  /** The wood of both. */
  readonly wood: readonly [number, number];
  /** The coins of worker 0 less those of worker 1. */
  readonly ahead: number;
}

/** The most wood that a worker holds. */
const MOST_WOOD = 2;
const ACTIONS = ['rest', 'gather', 'build', 'trade'] as const;
const GATHER = 1;
const BUILD = 2;
const TRADE = 3;

/**
 * `mechanism/GatherTrade-v1`: two workers gather wood, trade it and build with it for coins; one of them builds better. Each round the planner sets a tax rate
 * on what they earn, and the revenue is shared. Its return is productivity times equality, a small relative of the economy of Zheng et al. (2022).
 */
export const gatherTrade: GameDefinition = defineGame({
  id: 'mechanism/GatherTrade-v1',
  parameters: {
    rounds: { kind: 'integer', min: 1, max: 50, default: 4, about: 'how many rounds are played' },
    labour: { kind: 'number', min: 0, max: 10, default: 0.5, about: 'what gathering and building cost a worker, in coins' },
    lowPay: { kind: 'number', min: 0, max: 100, default: 2, about: 'what worker 0 is paid for building with a piece of wood' },
    highPay: { kind: 'number', min: 0, max: 100, default: 6, about: 'what worker 1 is' },
    price: { kind: 'number', min: 0, max: 100, default: 3, about: 'what worker 1 pays worker 0 for a piece of wood' },
    levels: { kind: 'integer', min: 1, max: 100, default: 4, about: 'tax rates are multiples of 1 / levels' },
  },
  rules({ rounds, labour, lowPay, highPay, price, levels }) {
    const stocks = MOST_WOOD + 1;
    const observation = discrete(rounds * stocks * stocks);
    return defineRules({
      players: [
        { name: 'planner', role: 'leader', observation, action: discrete(levels + 1) },
        { name: 'worker 0', role: 'follower', observation, action: discrete(4, ACTIONS) },
        { name: 'worker 1', role: 'follower', observation, action: discrete(4, ACTIONS) },
      ],
      initial: (): State => ({ round: 0, wood: [0, 0], ahead: 0 }),
      step({ round, wood, ahead }: State, [level, ...chosen]) {
        const acts = chosen as number[];
        const rate = level / levels;
        // Wood on credit: what worker 1 pays comes from what it will build.
        const sold = acts[0] === TRADE && acts[1] === TRADE && wood[0] > 0 && wood[1] < MOST_WOOD;
        const builds = acts.map((act, i) => act === BUILD && wood[i]! > 0);
        const gathers = acts.map((act, i) => act === GATHER && wood[i]! < MOST_WOOD);
        const earned = [(builds[0] ? lowPay : 0) + (sold ? price : 0), builds[1] ? highPay : 0];
        const share = (rate * (earned[0]! + earned[1]!)) / 2;
        const [first, second] = earned.map((income, i) => (1 - rate) * income + share - (sold && i === 1 ? price : 0)) as [number, number];
        const moved = sold ? 1 : 0;
        const stock = (i: 0 | 1): number => wood[i] + (gathers[i] ? 1 : 0) - (builds[i] ? 1 : 0) + (i === 0 ? -moved : moved);
        const next: State = {
          round: Math.min(round + 1, rounds - 1),
          wood: [stock(0), stock(1)],
          ahead: ahead + first - second,
        };
        const worked = (i: number): number => (builds[i] || gathers[i] ? labour : 0);
        // Twice the smaller holding is the sum less the difference.
        const welfare = first + second - Math.abs(next.ahead) + Math.abs(ahead);
        return { state: next, rewards: [welfare, first - worked(0), second - worked(1)], terminated: round + 1 === rounds };
      },
      observe: ({ round, wood }) => (round * stocks + wood[0]) * stocks + wood[1],
      draw: ({ wood, ahead }) =>
        drawBars(
          [0, 1].flatMap((i) => [
            { label: `worker ${i}: wood`, value: wood[i]!, tone: 'follower' as const },
            { label: `worker ${i}: coins ahead`, value: Math.max(0, i === 0 ? ahead : -ahead), tone: 'good' as const },
          ]),
          Math.max(MOST_WOOD, highPay),
        ),
    });
  },
  descriptor: ({ rounds, labour, lowPay, highPay, price }) => {
    const most = lowPay + highPay + price;
    return {
      summary: 'A tax in a small economy of two workers who gather, trade and build.',
      rewardBounds: [-2 * most - labour, 2 * most],
      horizon: rounds,
      optima: [],
      source: 'after Zheng et al., The AI Economist (Science Advances 2022), much reduced',
    };
  },
});
