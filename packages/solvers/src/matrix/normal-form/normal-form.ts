import { InputError, show } from '@firstmover/core';

/**
 * A game of followers in normal form, with a leader who has moved already and is paid. P profiles: mixed radix of the players' strategies, the
 * first player most significant.
 */
export interface NormalForm {
  /** Per player, the number of its strategies. */
  readonly strategies: readonly number[];
  /** Per player, its payoff in each profile: P entries. */
  readonly payoffs: readonly ArrayLike<number>[];
  /** The leader's payoff in each profile: P entries. */
  readonly leaderPayoff: ArrayLike<number>;
}

/**
 * Checks that every player has strategies, and payoffs that are finite numbers, one per profile.
 *
 * @returns P
 * @throws InputError naming the entry
 */
export function checkNormalForm({ strategies, payoffs, leaderPayoff }: NormalForm): number {
  if (strategies.length === 0 || strategies.some((count) => !Number.isSafeInteger(count) || count < 1))
    throw new InputError(`strategies of a normal form are ${show(strategies)}: expected at least one per player`);
  if (payoffs.length !== strategies.length)
    throw new InputError(`a normal form of ${strategies.length} players has payoffs of ${payoffs.length}: expected one list per player`);
  const profiles = strategies.reduce((product, count) => product * count, 1);
  [...payoffs, leaderPayoff].forEach((column, i) => {
    const whose = i < payoffs.length ? `player ${i}` : 'the leader';
    if (column.length !== profiles) throw new InputError(`${whose} has ${column.length} payoffs: expected ${profiles}, one per profile`);
    for (let profile = 0; profile < profiles; profile++) {
      if (!Number.isFinite(column[profile]))
        throw new InputError(`the payoff of ${whose} in profile ${profile} is ${show(column[profile])}: expected a finite number`);
    }
  });
  return profiles;
}

/** Per player, how much one more in its strategy adds to the profile. */
export function stridesOf(strategies: readonly number[]): number[] {
  return strategies.map((_count, i) => strategies.slice(i + 1).reduce((product, count) => product * count, 1));
}

/** The strategy of each player in a profile. */
export function strategiesIn(strategies: readonly number[], profile: number): number[] {
  return stridesOf(strategies).map((stride, i) => Math.floor(profile / stride) % strategies[i]!);
}

/** The lowest and highest of some payoffs. */
export function rangeOf(column: ArrayLike<number>): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < column.length; k++) {
    low = Math.min(low, column[k]!);
    high = Math.max(high, column[k]!);
  }
  return [low, high];
}

/** How far apart two payoffs of a column must be to count as different: 1e-9 of its range, and never less than rounding. */
export function toleranceOf(column: ArrayLike<number>): number {
  const [low, high] = rangeOf(column);
  return 1e-9 * (high - low) + 1e-13 * Math.max(Math.abs(low), Math.abs(high));
}
