import type { Drawing, FiniteChance, GameDefinition, TieRule, Tone } from '@firstmover/core';
import { FRAME, box, defineGame, defineRules, multiDiscrete, svgRect, svgText } from '@firstmover/core';
import type { Field } from './field.ts';
import { MOVES, PERIOD, SCREEN, SHIP_ROW, invaderAt, newField, playRound } from './field.ts';

/** How many rounds an episode of `benchmark/BulletTrade-v1` has. */
export const TRADE_ROUNDS = 50;

/** Bullets are offered before this round, so that there is time to hit with each. */
export const OFFER_ROUNDS = 20;

/** Prices and thresholds are 0 to 10 tenths. */
const TENTHS = 10;

interface Trade {
  readonly round: number;
  /** Whether a bullet is offered in this round. */
  readonly offering: boolean;
  /** How many were offered so far, this one included. */
  readonly offered: number;
  readonly sold: number;
  readonly seller: Field;
  readonly buyer: Field;
}

/**
 * The seller's optimal return in `benchmark/BulletTrade-v1`. A bullet is worth 1 to the buyer, which is the price where ties go to the seller. Where they do not, only the last one needs
 * to be a tenth cheaper, for a buyer that bought all before.
 *
 * @param bullets - how many are offered
 * @param ties - what a buyer does to whom buying is worth nothing
 */
export function bulletTradeOptimum(bullets: number, ties: TieRule): number {
  return ties === 'strong' ? bullets : (TENTHS * bullets - 1) / TENTHS;
}

/** Draws whether a round has an offer, such that all sets of rounds are equally likely. */
function withOffer(trade: Omit<Trade, 'offering'>, bullets: number, chance: FiniteChance): Trade {
  const left = bullets - trade.offered;
  const rounds = OFFER_ROUNDS - trade.round;
  const offering = left > 0 && chance.pick([rounds - left, left]) === 1;
  return { ...trade, offering, offered: trade.offered + (offering ? 1 : 0) };
}

/** Three planes: ship and shots, invaders, invaders one round ago. In row 0 are bullets held, sold and offered, and at its end whether one is offered now. */
function screen({ round, offering, offered, sold }: Trade, field: Field): number[] {
  const pixels = new Array<number>(3 * SCREEN * SCREEN).fill(0);
  const light = (plane: number, row: number, column: number): void => {
    pixels[(plane * SCREEN + row) * SCREEN + column] = 1;
  };
  light(0, SHIP_ROW, field.ship);
  for (const [row, column] of field.shots) light(0, row, column);
  field.invaders.forEach((alive, i) => {
    if (!alive) return;
    light(1, ...invaderAt(i, round));
    light(2, ...invaderAt(i, round + PERIOD - 1));
  });
  [field.bullets, sold, offered].forEach((count, plane) => {
    for (let i = 0; i < count; i++) light(plane, 0, i);
    if (offering) light(plane, 0, SCREEN - 1);
  });
  return pixels;
}

/** What is drawn for each kind of pixel. */
const TONES: { readonly [pixel: string]: Tone } = { S: 'leader', B: 'follower', v: 'bad', '!': 'ink' };

/** Both screens side by side, the seller's on the left. */
function drawTrade({ round, offering, offered, sold, seller, buyer }: Trade): Drawing {
  const rows: string[][] = Array.from({ length: SCREEN }, () =>
    Array.from({ length: 2 * SCREEN + 1 }, (_unused, column) => (column === SCREEN ? '|' : '.')),
  );
  for (const [field, ship, left] of [
    [seller, 'S', 0],
    [buyer, 'B', SCREEN + 1],
  ] as const) {
    field.invaders.forEach((alive, i) => {
      const [row, column] = invaderAt(i, round);
      if (alive) rows[row]![left + column] = 'v';
    });
    for (const [row, column] of field.shots) rows[row]![left + column] = '!';
    rows[SHIP_ROW]![left + field.ship] = ship;
  }
  const size = FRAME / (2 * SCREEN + 1);
  const screens = [0, SCREEN + 1].map((left) => svgRect(left * size, 0, SCREEN * size, SCREEN * size, 'paper'));
  const pixels = rows.flatMap((row, y) =>
    row.flatMap((pixel, x) => (TONES[pixel] ? [svgRect(x * size, y * size, size, size, TONES[pixel])] : [])),
  );
  const words = `round ${round}: ${sold} of ${offered} sold${offering ? ', one offered' : ''}`;
  const height = SCREEN * size + 14;
  return {
    svg: [...screens, ...pixels, svgText(0, height - 3, words)].join(''),
    height,
    text: [...rows.map((row) => row.join('')), words].join('\n'),
  };
}

/**
 * `benchmark/BulletTrade-v1`: seller and buyer each play a shooter on a screen of their own, without bullets. At random times one bullet is for sale: the seller names a price, the buyer a
 * threshold, and the bullet goes to the buyer if the price is not above it and to the seller otherwise. An invader is worth 1 to the buyer and 0.1 to the seller.
 */
export const bulletTrade: GameDefinition = defineGame({
  id: 'benchmark/BulletTrade-v1',
  parameters: { bullets: { kind: 'integer', min: 1, max: 5, default: 3, about: 'how many bullets are offered, at different times' } },
  rules: ({ bullets }) => {
    const observation = box(0, 1, [3, SCREEN, SCREEN]);
    const action = multiDiscrete([MOVES.length, TENTHS + 1]);
    return defineRules({
      players: [
        { name: 'seller', role: 'leader', observation, action, hidden: ['buyer'] },
        { name: 'buyer', role: 'follower', observation, action, hidden: ['seller'] },
      ],
      initial: (chance) => withOffer({ round: 0, offered: 0, sold: 0, seller: newField(), buyer: newField() }, bullets, chance),
      step: ({ round, offering, offered, sold, seller, buyer }: Trade, actions, chance) => {
        const [[leads, price], [follows, threshold]] = actions as [[number, number], [number, number]];
        const trades = offering && price <= threshold;
        const own = playRound(seller, leads, round);
        const other = playRound(buyer, follows, round);
        const paid = trades ? price : 0;
        const state = {
          round: round + 1,
          offered,
          sold: sold + (trades ? 1 : 0),
          seller: offering && !trades ? { ...own.field, bullets: own.field.bullets + 1 } : own.field,
          buyer: trades ? { ...other.field, bullets: other.field.bullets + 1 } : other.field,
        };
        return {
          state: withOffer(state, bullets, chance),
          rewards: [(own.hits + paid) / TENTHS, (TENTHS * other.hits - paid) / TENTHS],
          terminated: round + 1 === TRADE_ROUNDS,
        };
      },
      observe: (trade, player) => screen(trade, player === 0 ? trade.seller : trade.buyer),
      draw: (trade) => drawTrade(trade),
    });
  },
  descriptor: ({ bullets }) => ({
    summary: 'Two players shoot invaders on pixel screens, and one sells its bullets to the other, to whom they are worth more.',
    rewardBounds: [-1, Math.max(1, bullets)],
    horizon: TRADE_ROUNDS,
    optima: (['strong', 'weak'] as const).flatMap((ties) =>
      (['stationary', 'rational'] as const).map((followerClass) => ({
        leaderReturn: bulletTradeOptimum(bullets, ties),
        commitment: 'pure' as const,
        followerClass,
        ties,
        source: 'every bullet can hit, whenever it is bought (bulletTradeOptimum, proof on the page)',
      })),
    ),
    source: 'firstmover: a small version of the bilateral trade between two Atari games of Gerstgrasser & Parkes (ICML 2023)',
  }),
});
