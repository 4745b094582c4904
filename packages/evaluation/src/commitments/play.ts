import type { FollowerOracle, Game, Policy } from '@firstmover/core';
import { InputError, RefusedError, childSeed, followersOf, playEpisode, randomStream, respondTo, show, soleLeader } from '@firstmover/core';
import type { BootstrapOptions, Interval } from '../intervals/intervals.ts';
import { bootstrap } from '../intervals/intervals.ts';
import { meanScore } from '../aggregates/aggregates.ts';

const STEP_LIMIT = 1_000_000;

/** How games are played for a measurement. */
export interface PlayReturnsOptions extends BootstrapOptions {
  /** How many episodes (default 100). */
  readonly episodes?: number;
}

/** Mean returns of episodes, with intervals. */
export interface PlayedReturns {
  /** Per player. */
  readonly returns: readonly Interval[];
  /** Per player, the return of every episode. */
  readonly episodes: readonly (readonly number[])[];
}

/**
 * Plays episodes and returns what the players earned on average: for games without a finite model.
 *
 * @param game - the game
 * @param policies - one per player
 * @throws InputError for another number of policies, or fewer than two episodes; RefusedError for a game that does not end
 */
export function playReturns(game: Game, policies: readonly Policy[], options: PlayReturnsOptions = {}): PlayedReturns {
  const { episodes = 100, seed = 0 } = options;
  if (policies.length !== game.players.length)
    throw new InputError(`${policies.length} policies for ${game.id}: expected one for each of ${game.players.length} players`);
  if (!Number.isSafeInteger(episodes) || episodes < 2)
    throw new InputError(`episodes ${show(episodes)}: expected an integer of at least 2`);
  const earned = policies.map((): number[] => []);
  for (let episode = 0; episode < episodes; episode++) {
    const moments = playEpisode(game, { policies, seed: childSeed(seed, `episode ${episode}`), steps: STEP_LIMIT });
    const { terminated, truncated } = moments.at(-1)!;
    if (!terminated && !truncated)
      throw new RefusedError(`an episode of ${game.id} is not over after ${STEP_LIMIT} steps: it has no return`);
    earned.forEach((returns, player) => returns.push(moments.reduce((sum, { rewards }) => sum + (rewards?.[player] ?? 0), 0)));
  }
  return { returns: earned.map((returns) => bootstrap([returns], meanScore, options)), episodes: earned };
}

/** How far a follower falls short of an independent one. */
export interface MeasuredGap {
  /** What the independent oracle's follower earns more on average: below 0 where it is the worse one of the two, which proves nothing. */
  readonly followerGain: Interval;
  /** The leader's return with the follower at hand. */
  readonly leaderReturn: Interval;
  /** The leader's return with the independent oracle's follower: what the commitment is worth if that one is right. */
  readonly independentLeaderReturn: Interval;
  /** The name of the independent oracle. */
  readonly oracle: string;
}

/**
 * Measures a follower in any game against an independent oracle, exact or freshly trained (`innerLoopFollower` of the followers package,
 * say). The gap is how much more the oracle's answer to the same leader earns. Both are played in episodes with the same chance.
 *
 * @param leader - the commitment
 * @param follower - the follower at hand
 * @param oracle - of the same game, with one follower
 * @throws InputError for a game with several followers
 */
export function measureGap(leader: Policy, follower: Policy, oracle: FollowerOracle, options: PlayReturnsOptions = {}): MeasuredGap {
  const { game } = oracle;
  const [follows, ...others] = followersOf(game);
  if (follows === undefined || others.length > 0)
    throw new InputError(`${game.id} has ${follows === undefined ? 0 : 1 + others.length} followers: a gap is measured for exactly one`);
  const leads = soleLeader(game);
  const { seed = 0 } = options;
  const independent = respondTo(oracle, leader, randomStream(seed, 'independent oracle').at(0, 0)).policies[0]!;
  const seated = (reply: Policy): Policy[] => game.players.map((_player, i) => (i === leads ? leader : reply));
  const [own, other] = [follower, independent].map((reply) => playReturns(game, seated(reply), options)) as [PlayedReturns, PlayedReturns];
  const gains = other.episodes[follows]!.map((earned, episode) => earned - own.episodes[follows]![episode]!);
  return {
    followerGain: bootstrap([gains], meanScore, options),
    leaderReturn: own.returns[leads]!,
    independentLeaderReturn: other.returns[leads]!,
    oracle: oracle.name,
  };
}
