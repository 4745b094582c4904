import type { GameDefinition, Space, TieRule } from '@firstmover/core';
import { InputError, RefusedError, box, defineGame, defineRules, discrete, drawBars, multiDiscrete } from '@firstmover/core';
import type { Buyer } from './buyers.ts';
import { buyersOf, standardOptimum } from './buyers.ts';

/** The most observations of a leader: sets of buyers left, times messages. */
export const OBSERVATION_LIMIT = 100_000;

interface State {
  /** The type of each buyer. */
  readonly types: readonly number[];
  /** What each said; empty before. */
  readonly messages: readonly number[];
  /** The buyers visited, as bits. */
  readonly visited: number;
}

/**
 * `mechanism/SequentialPrice-v1`: a sequential price mechanism with messages (Brero et al. 2022; Brero et al., Learning Sequential Price Mechanisms). One
 * item; each buyer sees its value and sends a message; then the leader visits one buyer after the other and offers the item at a price until somebody
 * takes it. The leader's return is the welfare that was lost: the value of who got the item minus the highest value.
 */
export const sequentialPrice: GameDefinition = defineGame({
  id: 'mechanism/SequentialPrice-v1',
  parameters: {
    setting: {
      kind: 'choice',
      options: ['pi', 'grid'],
      default: 'pi',
      about: 'the values: pi, two buyers where prices alone lose welfare; grid, all values uniform on an even grid of [0, 1]',
    },
    messages: { kind: 'integer', min: 1, max: 100, default: 2, about: 'messages that each buyer can send; 1 is a mechanism without' },
    buyers: { kind: 'integer', min: 1, max: 8, default: 2, about: 'buyers (setting grid; pi has two)' },
    types: { kind: 'integer', min: 2, max: 100, default: 2, about: 'values on the grid (setting grid; pi has two per buyer)' },
    prices: {
      kind: 'integer',
      min: 0,
      max: 1000,
      default: 10,
      about:
        'prices are multiples of 1 / prices, the action is a buyer and a price; 0 for any price, the action is a score per buyer and a price',
    },
  },
  rules({ setting, messages, buyers: count, types, prices }) {
    if (setting === 'pi' && (count !== 2 || types !== 2)) {
      throw new InputError(
        `buyers ${count} and types ${types} of mechanism/SequentialPrice-v1 have no effect with setting pi: it has two of each; use setting grid`,
      );
    }
    const buyers = buyersOf(setting, count, types);
    const profiles = messages ** count;
    const sets = 2 ** count - 1;
    if (sets * profiles > OBSERVATION_LIMIT) {
      throw new RefusedError(
        `mechanism/SequentialPrice-v1 with ${count} buyers and ${messages} messages has ${sets * profiles} observations: the limit is ${OBSERVATION_LIMIT}`,
      );
    }
    const action: Space = prices === 0 ? box(0, 1, [count + 1]) : multiDiscrete([count, prices + 1]);
    return defineRules({
      players: [
        { name: 'mechanism', role: 'leader', observation: discrete(1 + sets * profiles), action, hidden: ['types'] },
        ...buyers.map(({ values }, i) => ({
          name: `buyer ${i}`,
          role: 'follower' as const,
          observation: discrete(values.length + 1, [...values.map((value) => `value ${value}`), 'said']),
          action: discrete(messages),
          hidden: buyers.flatMap((_buyer, j) => (j === i ? [] : [`types.${j}`])),
        })),
      ],
      initial: (chance): State => ({ types: buyers.map(({ weights }) => chance.pick(weights)), messages: [], visited: 0 }),
      step(state: State, [offer, ...said]) {
        if (state.messages.length === 0) return { state: { ...state, messages: said }, rewards: noRewards(count) };
        const { buyer, price } = readOffer(offer, state.visited, count, prices);
        const values = state.types.map((type, i) => (buyers[i] as Buyer).values[type] as number);
        const value = values[buyer] as number;
        const visited = state.visited | (1 << buyer);
        const sold = value >= price;
        const over = sold || visited === 2 ** count - 1;
        const rewards = noRewards(count);
        if (over) rewards[0] = (sold ? value : 0) - Math.max(...values);
        if (sold) rewards[buyer + 1] = value - price;
        return { state: { ...state, visited }, rewards, terminated: over };
      },
      observe({ types: own, messages: said, visited }, player) {
        if (player > 0) return said.length === 0 ? (own[player - 1] as number) : (buyers[player - 1] as Buyer).values.length;
        if (said.length === 0) return 0;
        const profile = said.reduce((index, message) => index * messages + message, 0);
        return 1 + Math.min(visited, sets - 1) * profiles + profile;
      },
      draw: ({ types: own, messages: said, visited }) =>
        drawBars(
          buyers.map(({ values }, i) => ({
            label: `buyer ${i}${said.length === 0 ? '' : `, said ${said[i]}`}${(visited & (1 << i)) === 0 ? '' : ', visited'}`,
            value: values[own[i] as number] as number,
            tone: (visited & (1 << i)) === 0 ? 'follower' : 'soft',
          })),
          1,
        ),
    });
  },
  descriptor({ setting, messages, buyers, types, prices }) {
    const optimum = messages === 1 ? standardOptimum(buyersOf(setting, buyers, types), prices) : undefined;
    const claims: readonly { readonly leaderReturn: number; readonly ties: TieRule; readonly source: string }[] =
      messages > 1
        ? withMessages(setting, buyers, types, prices)
        : (['strong', 'weak'] as const).flatMap((ties) =>
            optimum === undefined ? [] : [{ leaderReturn: optimum, ties, source: 'exhaustive search over orders and prices' }],
          );
    return {
      summary: 'One item, offered to one buyer after the other at prices that may depend on messages.',
      rewardBounds: [-1, 1],
      optima: claims.map((claim) => ({ ...claim, commitment: 'pure' as const, followerClass: 'stationary' as const })),
      source:
        'Brero et al., Stackelberg POMDP (arXiv 2210.03852); Brero et al., Reinforcement Learning of Sequential Price Mechanisms (AAAI 2021)',
    };
  },
});

/** What is known with messages: that nothing need be lost. */
function withMessages(
  setting: 'pi' | 'grid',
  buyers: number,
  types: number,
  prices: number,
): readonly { readonly leaderReturn: number; readonly ties: TieRule; readonly source: string }[] {
  if (setting === 'grid') {
    const source =
      'nothing is lost in a pure Bayes-Nash equilibrium: two messages are enough for two buyers of two to five values (bestPostedPrices of @firstmover/solvers)';
    return buyers === 2 && types <= 5 && prices === 0 ? [{ leaderReturn: 0, ties: 'strong', source }] : [];
  }
  const source =
    'Brero et al. (arXiv 2210.03852); buyer 0 strictly prefers the truth where "high" is offered the item first at 0.5, "low" second at 0.1';
  return prices % 10 === 0 ? (['strong', 'weak'] as const).map((ties) => ({ leaderReturn: 0, ties, source })) : [];
}

function noRewards(buyers: number): [number, ...number[]] {
  return [0, ...new Array<number>(buyers).fill(0)];
}

/** Who is visited next, and the price: the first buyer left from the one named on, or the buyer left with the highest score. */
function readOffer(
  offer: readonly number[],
  visited: number,
  buyers: number,
  prices: number,
): { readonly buyer: number; readonly price: number } {
  const left = (i: number): boolean => (visited & (1 << i)) === 0;
  if (prices > 0) {
    let buyer = offer[0] as number;
    while (!left(buyer)) buyer = (buyer + 1) % buyers;
    return { buyer, price: (offer[1] as number) / prices };
  }
  let buyer = -1;
  for (let i = 0; i < buyers; i++) if (left(i) && (buyer < 0 || (offer[i] as number) > (offer[buyer] as number))) buyer = i;
  return { buyer, price: offer[buyers] as number };
}
