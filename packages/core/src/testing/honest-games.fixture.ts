import type { Batch } from '../environment/batch.ts';
import { createBatch } from '../environment/batch.ts';
import type { KnownOptimum } from '../game/descriptor.ts';
import type { Game, Player, Rules } from '../game/game.ts';
import { defineGame } from '../game/game.ts';
import { discrete, multiDiscrete } from '../spaces/spaces.ts';
import type { CheckGameOptions } from './check-game.ts';

/** The state of the honest game. */
export interface Deal {
  /** How many rounds were played. */
  readonly round: number;
  /** What only the dealer sees. */
  readonly card: number;
  /** What the dealer said last. */
  readonly bid: number;
}

/** How long it lasts. */
export const ROUNDS = 5;

/** A pure optimum of this value. */
export const optimum = (leaderReturn: number): readonly KnownOptimum[] => [
  { leaderReturn, commitment: 'pure', followerClass: 'stationary', ties: 'strong', source: 'here' },
];

/** Five rounds: a card that only the dealer sees, and a guess that only the guesser makes; both earn what the guess is worth, on a scale to 1. */
export const honestRules: Rules<Deal> = {
  players: [
    { name: 'dealer', role: 'leader', observation: multiDiscrete([ROUNDS + 1, 2]), action: discrete(2) },
    { name: 'guesser', role: 'follower', observation: discrete(2 * (ROUNDS + 1)), action: discrete(2), hidden: ['card'] },
  ],
  initial: (chance) => ({ round: 0, card: chance.pick([1, 1]), bid: 0 }),
  step: ({ round, card }, actions, chance) => {
    const [bid, guess] = actions as [number, number];
    return {
      state: { round: round + 1, card: chance.pick([1, 1]), bid },
      rewards: [Number(card === guess), Number(bid === guess) / 2],
      terminated: round === ROUNDS - 1,
      truncated: false,
    };
  },
  observe: ({ round, card, bid }, player) => (player === 0 ? [round, card] : 2 * round + bid),
};

/** A game of these rules. */
export const make = <TState>(
  rules: Rules<TState>,
  optima: readonly KnownOptimum[] = [],
  rewardBounds: readonly [number, number] = [0, 1],
): Game =>
  defineGame({
    id: 'toy/Deal-v1',
    rules: () => rules,
    descriptor: () => ({ rewardBounds, horizon: ROUNDS, optima }),
  }).create();

/** The honest game with some rules changed. */
export const change = (rules: Partial<Rules<Deal>>): Game => make({ ...honestRules, ...rules });

/** A game whose step is changed at some calls, as a counter outside the state says. */
export function atCalls(
  when: (call: number) => boolean,
  broken: (transition: ReturnType<Rules<Deal>['step']>) => ReturnType<Rules<Deal>['step']>,
): Game {
  let calls = 0;
  return change({
    step: (state, actions, chance) => {
      const transition = honestRules.step(state, actions, chance);
      return when(++calls) ? broken(transition) : transition;
    },
  });
}

/** The players of the honest game with one changed. */
export const player = (index: number, given: Partial<Player>): readonly Player[] =>
  honestRules.players.map((each, i) => (i === index ? { ...each, ...given } : each));

/** One round, no chance: the leader's best row is 1, worth 3. */
export const pennies = (declared: readonly KnownOptimum[]): Game =>
  defineGame({
    id: 'toy/Pennies-v1',
    rules: (): Rules<{ readonly over: number }> => ({
      players: [
        { name: 'leader', role: 'leader', observation: discrete(1), action: discrete(2) },
        { name: 'follower', role: 'follower', observation: discrete(1), action: discrete(2) },
      ],
      initial: () => ({ over: 0 }),
      step: (_state, actions) => {
        const [row, column] = actions as [number, number];
        return {
          state: { over: 1 },
          rewards: [
            [
              [2, 4],
              [1, 3],
            ][row]![column]!,
            [
              [1, 0],
              [0, 1],
            ][row]![column]!,
          ],
          terminated: true,
        };
      },
      observe: () => 0,
    }),
    descriptor: () => ({ rewardBounds: [0, 4], optima: declared }),
  }).create();

/** A mixed optimum of this value. */
export const mixed = (leaderReturn: number): readonly KnownOptimum[] => [{ ...optimum(leaderReturn)[0]!, commitment: 'mixed' }];

/** A batch by hand, right but for what is changed in it after every step. */
export const byHand =
  (game: Game, spoil: (batch: Batch) => void): NonNullable<CheckGameOptions['batch']> =>
  (options) => {
    const batch = createBatch(game, options);
    return {
      ...batch,
      step: (actions, mask) => {
        batch.step(actions, mask);
        spoil(batch);
      },
    };
  };

/** Games that keep every rule: the twins of the broken ones. */
export const honestGames: readonly (readonly [what: string, game: Game, options?: CheckGameOptions])[] = [
  ['the deal', make(honestRules)],
  ['the pennies with their pure and mixed optimum', pennies([...optimum(3), ...mixed(3.5)])],
  ['the deal with a batch by hand', make(honestRules), { batch: byHand(make(honestRules), () => undefined) }],
];
