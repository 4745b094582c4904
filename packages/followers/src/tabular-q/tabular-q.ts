import type { FiniteModel, FollowerOracle, Game, Player, Random } from '@firstmover/core';
import { InputError, box, deterministicPolicy, followersOf, sampledChance, show } from '@firstmover/core';
import { episodeLength } from '../simulation/episode-length.ts';
import type { Seats } from '../simulation/simulation.ts';
import { simulation } from '../simulation/simulation.ts';

/** How a tabular Q-learning follower learns. */
export interface TabularQFollowerOptions {
  /** How many games it plays against the leader in each run (default 80). */
  readonly episodes?: number;
  /** The step size of a value (default 0.1). */
  readonly learningRate?: number;
  /** The follower's discount while learning (default 0.9). */
  readonly gamma?: number;
  /**
   * How it explores: a uniformly random action with probability `epsilon`; or greedily on values with normal noise of standard deviation
   * `parameterNoise`, drawn anew for each game (default epsilon 0.1).
   */
  readonly exploration?: { readonly epsilon: number } | { readonly parameterNoise: number };
  /** What values start from: zero, or normal with standard deviation 0.01 (default `zero`). */
  readonly initial?: 'zero' | 'normal';
  /** The finite model of the game, where it has one: tells how many queries a run makes. */
  readonly model?: FiniteModel;
}

/** The values of one learner. */
interface Table {
  readonly observations: number;
  readonly actions: number;
  readonly values: number[];
}

/**
 * Followers that learn by tabular Q-learning (Watkins 1989) inside each response: they play `episodes` games against the leader, whose moves are
 * the queries, then freeze and play greedily. This is the inner loop that the papers compare with (Gerstgrasser & Parkes 2023, Section 6; the
 * followers of Brero et al. 2022). Values are updated after every move; the target is the reward alone where the game has ended by its rules.
 * Several followers learn independently, each on what it sees. Of equal values the lowest action is played.
 *
 * Restarting or carrying the tables over is a condition of the leader problem (`oracleRestarts`). Its memory is all tables, follower by follower,
 * observations x actions.
 *
 * @param game - one leader with any spaces, at least one follower, all with discrete spaces
 * @throws InputError for options out of range or spaces that are not discrete
 */
export function tabularQFollower(game: Game, options: TabularQFollowerOptions = {}): FollowerOracle {
  const { episodes = 80, learningRate = 0.1, gamma = 0.9, exploration = { epsilon: 0.1 }, initial = 'zero', model } = options;
  check(options);
  const epsilon = 'epsilon' in exploration ? exploration.epsilon : 0;
  const noise = 'parameterNoise' in exploration ? exploration.parameterNoise : 0;
  const shapes = tableShapes(game);
  const entries = shapes.reduce((sum, { observations, actions }) => sum + observations * actions, 0);
  const moves = model ? episodeLength(model) : undefined;

  const start = (random: Random): Table[] =>
    shapes.map(({ observations, actions }) => ({
      observations,
      actions,
      values: Array.from({ length: observations * actions }, () => (initial === 'normal' ? 0.01 * random.normal() : 0)),
    }));

  return {
    name: 'tabular-q',
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: shapes.length === 1 ? 'learned best response' : 'none (independent learners)',
    queries: moves === undefined ? 'adaptive' : episodes * moves,
    earnsRewards: true,
    carriesOver: true,
    memory: box(-Infinity, Infinity, [entries]),
    *respond({ random, carried }) {
      const tables =
        carried === undefined ? start(random) : (carried as Table[]).map((table) => ({ ...table, values: table.values.slice() }));
      const played = tables.map(({ values }) => (noise > 0 ? values.slice() : values)); // what the learners act on
      const memory = (): number[] => tables.flatMap(({ values }) => values);
      const games = simulation(game, memory);
      const chance = sampledChance(random);
      const seats: Seats = {
        act(follower, observation) {
          const { actions } = tables[follower]!;
          if (epsilon > 0 && random.uniform() < epsilon) return random.integer(actions);
          return best(played[follower]!, observation as number, actions);
        },
        learn({ follower, observation, action, reward, next, end }) {
          const { values, actions } = tables[follower]!;
          const following = end === 'terminated' ? 0 : values[(next as number) * actions + best(values, next as number, actions)]!;
          const index = (observation as number) * actions + (action as number);
          const step = learningRate * (reward + gamma * following - values[index]!);
          values[index]! += step;
          if (noise > 0) played[follower]![index]! += step;
        },
      };
      for (let episode = 0; episode < episodes; episode++) {
        if (noise > 0) {
          tables.forEach(({ values }, f) => {
            for (let i = 0; i < values.length; i++) played[f]![i] = values[i]! + noise * random.normal();
          });
        }
        yield* games.play(seats, chance);
      }
      const policies = tables.map(({ values, observations, actions }) =>
        deterministicPolicy(
          Array.from({ length: observations }, (_unused, observation) => best(values, observation, actions)),
          actions,
        ),
      );
      return { policies, reward: games.settle(), memory: memory(), carry: tables };
    },
  };
}

/** The best action of an observation, the lowest of equals. */
function best(values: readonly number[], observation: number, actions: number): number {
  const row = observation * actions;
  let choice = 0;
  for (let action = 1; action < actions; action++) if (values[row + action]! > values[row + choice]!) choice = action;
  return choice;
}

/** The shapes of the followers' tables. */
function tableShapes(game: Game): { readonly observations: number; readonly actions: number }[] {
  const followers = followersOf(game);
  if (followers.length === 0) throw new InputError(`${game.id} has no followers: tabular Q-learning serves at least one`);
  return followers.map((position) => {
    const { name, observation, action } = game.players[position] as Player;
    for (const [what, space] of [
      ['observations', observation],
      ['actions', action],
    ] as const) {
      if (space.kind === 'discrete') continue;
      throw new InputError(
        `the ${what} of ${name} in ${game.id} are a ${space.kind} space: tabular Q-learning needs discrete ones; use innerLoopFollower`,
      );
    }
    return { observations: (observation as { n: number }).n, actions: (action as { n: number }).n };
  });
}

function check(options: TabularQFollowerOptions): void {
  const { episodes = 80, learningRate = 0.1, gamma = 0.9, exploration = { epsilon: 0.1 }, initial = 'zero' } = options;
  const refuse = (name: string, value: unknown, expected: string): never => {
    throw new InputError(`${name} of the tabular Q follower is ${show(value)}: expected ${expected}`);
  };
  if (!Number.isSafeInteger(episodes) || episodes < 1) refuse('episodes', episodes, 'an integer of at least 1');
  if (!(learningRate > 0 && learningRate <= 1)) refuse('learningRate', learningRate, 'a number above 0 and at most 1');
  if (!(gamma >= 0 && gamma <= 1)) refuse('gamma', gamma, 'a number from 0 to 1');
  if (initial !== 'zero' && initial !== 'normal') refuse('initial', initial, 'zero or normal');
  const { epsilon, parameterNoise }: { epsilon?: unknown; parameterNoise?: unknown } = exploration;
  const fits =
    (parameterNoise === undefined && typeof epsilon === 'number' && epsilon >= 0 && epsilon <= 1) ||
    (epsilon === undefined && typeof parameterNoise === 'number' && parameterNoise > 0 && parameterNoise < Infinity);
  if (!fits) refuse('exploration', exploration, '{ epsilon } from 0 to 1, or { parameterNoise } above 0');
}
