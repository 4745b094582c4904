import { bindPart } from '@firstmover/core';
import { ppoLeader } from '@firstmover/algorithms';
// Leaders that learn from pictures, against followers that need no queries.
import type { FollowerOracle, Game, Policy } from '@firstmover/core';
import { bulletTrade, mazeDesign, mazeDesignOptimum } from '@firstmover/benchmark-games';
import { functionFollower } from '@firstmover/followers';
import type { Field } from '../../packages/benchmark-games/src/bullet-trade/field.ts';
import { SCREEN, SHIP_ROW, invaderAt, playRound } from '../../packages/benchmark-games/src/bullet-trade/field.ts';
import { AHEAD } from '../../packages/benchmark-games/src/maze-design/maze.ts';
import type { Case } from './case.ts';
import { count, train } from './case.ts';
import { played } from './worth.ts';

/** Below this price a buyer buys: a bullet is worth 1 to it, and it does not pay that for nothing. */
const MOST = 0.9;
const INVADERS = 6;

/** What a player's screen shows of its field. */
function fieldOf(pixels: readonly number[], round: number): Field {
  const lit = (plane: number, row: number, column: number): boolean => pixels[(plane * SCREEN + row) * SCREEN + column] === 1;
  const columns = Array.from({ length: SCREEN }, (_unused, column) => column);
  const shots = columns.flatMap((column) =>
    columns.flatMap((row): (readonly [number, number])[] => (row > 0 && row < SHIP_ROW && lit(0, row, column) ? [[row, column]] : [])),
  );
  return {
    ship: columns.find((column) => lit(0, SHIP_ROW, column))!,
    bullets: columns.slice(0, -1).filter((column) => lit(0, 0, column)).length,
    shots,
    invaders: Array.from({ length: INVADERS }, (_unused, invader) => lit(1, ...invaderAt(invader, round))),
  };
}

/** How many invaders are left when all shots in flight have hit or missed. */
function survivors(field: Field, round: number): number {
  for (; field.shots.length > 0; round++) field = playRound(field, 0, round).field;
  return field.invaders.filter(Boolean).length;
}

/** Stays where it is, fires when it will hit what nothing in flight is going to hit, and buys for less than a bullet is worth to it. */
export function marksman(): Policy {
  let round = 0;
  return {
    reset: () => (round = 0),
    act(pixels) {
      const field = fieldOf(pixels as readonly number[], round);
      const [fired, stayed] = [3, 0].map((move) => survivors(playRound(field, move, round).field, round + 1)) as [number, number];
      round++;
      return [field.bullets > 0 && fired < stayed ? 3 : 0, 10 * MOST];
    },
  };
}

/** Goes ahead where it can, and turns to the side that is free where it cannot. */
const walker: Policy = {
  act(seen) {
    const walls = (seen as readonly number[]).slice(12);
    return walls[AHEAD] === 0 ? 2 : walls[1] === 0 ? 1 : 0;
  },
};

const without = (game: Game, name: string, policy: () => Policy): FollowerOracle =>
  functionFollower(game, { name, queries: [], respond: () => [policy()] });

/** The trade of bullets for a buyer that shoots well. */
export function bullets(): Case {
  return against(bulletTrade.create(), 'marksman', marksman, {
    follower: `a buyer that fires when it hits and pays up to ${MOST}`,
    exact: 3 * MOST,
    exactAbout: `all bullets at ${MOST}`,
    budget: 300_000,
  });
}

/** The maze for an agent without memory. */
export function maze(): Case {
  return against(mazeDesign.create(), 'walker', () => walker, {
    follower: 'an agent that goes ahead where it can and turns to the free side where it cannot, which is quickest in the best maze',
    exact: mazeDesignOptimum(7).leaderReturn,
    exactAbout: 'longest way without a short cut',
    budget: 300_000,
  });
}

function against(
  game: Game,
  name: string,
  policy: () => Policy,
  about: Pick<Case, 'exact' | 'exactAbout'> & { readonly follower: string; readonly budget: number },
): Case {
  const { follower, budget, exact, exactAbout } = about;
  const oracle = without(game, name, policy);
  return {
    name: game.id.replace(/^.*\/|-v\d+$/g, ''),
    game,
    kind: 'listed',
    how: `${follower}; PPO (two layers of 64, entropy 0.01, 16 games an update), ${count(budget)} steps`,
    check: '200 games against the same follower, which is no best response to every leader',
    exact,
    exactAbout,
    goal: null,
    goalAbout: '',
    seeds: 3,
    learn: (seed, effort) =>
      train(
        {
          oracle,
          leader: bindPart(ppoLeader, { entropyBonus: 0.01, lambda: 0.95 }),
          budget,
          value: (leader) => played(oracle, leader, 200, seed + 1000),
        },
        seed,
        effort,
      ),
  };
}
