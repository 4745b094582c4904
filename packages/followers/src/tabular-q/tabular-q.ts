import type { FiniteModel, FollowerOracle, Game, OptionsOf, Player, Random } from '@firstmover/core';
import { InputError, box, deterministicPolicy, followersOf, resolveOptions, sampledChance } from '@firstmover/core';
import { episodeLength } from '../simulation/episode-length.ts';
import type { Seats } from '../simulation/simulation.ts';
import { simulation } from '../simulation/simulation.ts';

/** The settings of {@link tabularQFollower}. */
export const TABULAR_Q_FOLLOWER_PARAMETERS = {
  episodes: { kind: 'integer', min: 1, default: 80, about: 'how many games it plays against the leader in each run' },
  learningRate: { kind: 'number', min: 0, above: true, max: 1, default: 0.1, about: 'the step size of a value' },
  gamma: { kind: 'number', min: 0, max: 1, default: 0.9, about: "the follower's discount while learning" },
  exploration: {
    kind: 'either',
    of: [
      {
        kind: 'record',
        fields: { epsilon: { kind: 'number', min: 0, max: 1, about: 'the probability of a uniformly random action' } },
      },
      {
        kind: 'record',
        fields: {
          parameterNoise: {
            kind: 'number',
            min: 0,
            above: true,
            about: 'the standard deviation of normal noise on the values, drawn anew for each game, on which it is greedy',
          },
        },
      },
    ],
    default: { epsilon: 0.1 },
    about: 'how it explores',
  },
  initial: {
    kind: 'choice',
    options: ['zero', 'normal'],
    default: 'zero',
    about: 'what values start from: zero, or normal with standard deviation 0.01',
  },
} as const;

/** How a tabular Q-learning follower learns. */
export interface TabularQFollowerOptions extends OptionsOf<typeof TABULAR_Q_FOLLOWER_PARAMETERS> {
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
 * Followers that learn by tabular Q-learning (Watkins 1989) inside each response. They play `episodes` games against the leader, whose
 * moves are the queries, then freeze and play greedily. This is the inner loop that the papers compare with (Gerstgrasser & Parkes 2023,
 * Section 6; the followers of Brero et al. 2022). Values are updated after every move; the target is the reward alone where the game has
 * ended by its rules. Several followers learn independently, each on what it sees. Of equal values the lowest action is played.
 *
 * Restarting or carrying the tables over is a condition of the leader problem (`oracleRestarts`). Its memory is all tables, follower by follower,
 * observations x actions.
 *
 * @param game - one leader with any spaces, at least one follower, all with discrete spaces
 * @throws InputError for options out of range or spaces that are not discrete
 */
export function tabularQFollower(game: Game, options: TabularQFollowerOptions = {}): FollowerOracle {
  const { episodes, learningRate, gamma, exploration, initial } = resolveOptions(
    TABULAR_Q_FOLLOWER_PARAMETERS,
    options,
    'the tabular Q follower',
    ['model'],
  );
  const { model } = options;
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
