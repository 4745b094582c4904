import type { Game, Player, Query, Random, Value } from '@firstmover/core';
import { InputError, sampledChance } from '@firstmover/core';
import type { PlayedGame } from '../simulation/simulation.ts';
import { replayableChance, simulation } from '../simulation/simulation.ts';
import type { NoRegretLearner } from './learners.ts';

/** The most joint actions of the followers that a sweep over all of them plays. */
export const JOINT_ACTION_LIMIT = 10_000;

/** The games of one update, played and learned from. */
export interface Rounds {
  /** Plays the games of an update against the leader, learns from them, and returns the private types. */
  play(random: Random): Generator<Query, number[], readonly Value[]>;
  /** What the leader earned by its last answer. */
  settle(): number;
}

/** A way of playing the games of an update. `strategies` holds the present strategies: per follower, rows of actions by type. */
export type Round = (
  game: Game,
  learners: readonly NoRegretLearner[],
  strategies: readonly (readonly number[])[],
  bounds: readonly [number, number],
  memory: () => number[],
) => Rounds;

/** A joint action drawn in proportion to the strategies, then one game per follower and action, the others held to it. */
export const counterfactualSweep: Round = (game, learners, strategies, bounds, memory) => {
  const table = tableOf(game, learners, bounds, memory);
  const utilities = learners.map(({ actions }) => new Float64Array(actions));
  return {
    settle: table.settle,
    *play(random) {
      const chance = replayableChance(random);
      const drawn: number[] = [];
      for (let f = 0; f < learners.length; f++) {
        for (let action = 0; action < learners[f]!.actions; action++) {
          chance.rewind();
          const played = yield* table.play(chance, (follower, type) => {
            drawn[follower] ??= random.pick(rowOf(strategies[follower]!, type, learners[follower]!.actions));
            return follower === f ? action : drawn[follower];
          });
          utilities[f]![action] = table.utility(played, f);
        }
      }
      learners.forEach((learner, f) => {
        learner.learn(table.types[f]!, utilities[f]!, rowOf(strategies[f]!, table.types[f]!, learner.actions));
      });
      return table.types.slice();
    },
  };
};

/** One game per joint action; the utility of an action is its average over the others' strategies. */
export const profileSweep: Round = (game, learners, strategies, bounds, memory) => {
  const table = tableOf(game, learners, bounds, memory);
  const profiles = learners.reduce((product, { actions }) => product * actions, 1);
  const profile = learners.map(() => 0);
  return {
    settle: table.settle,
    *play(random) {
      const chance = replayableChance(random);
      const utilities = learners.map(({ actions }) => new Float64Array(actions));
      for (let index = 0; index < profiles; index++) {
        let rest = index;
        for (let f = learners.length - 1; f >= 0; f--) {
          const { actions } = learners[f]!;
          profile[f] = rest % actions;
          rest = Math.floor(rest / actions);
        }
        chance.rewind();
        const played = yield* table.play(chance, (follower) => profile[follower]!);
        for (let f = 0; f < learners.length; f++) {
          let others = 1;
          for (let g = 0; g < learners.length; g++) {
            if (g !== f) others *= strategies[g]![table.types[g]! * learners[g]!.actions + profile[g]!]!;
          }
          utilities[f]![profile[f]!]! += others * table.utility(played, f);
        }
      }
      learners.forEach((learner, f) => {
        learner.learn(table.types[f]!, utilities[f]!, rowOf(strategies[f]!, table.types[f]!, learner.actions));
      });
      return table.types.slice();
    },
  };
};

/** One game in which each draws its action from its strategy and learns from what it earned. */
export const playedActions: Round = (game, learners, strategies, bounds, memory) => {
  const table = tableOf(game, learners, bounds, memory);
  return {
    settle: table.settle,
    *play(random) {
      const drawn: number[] = [];
      const row = (f: number): number[] => rowOf(strategies[f]!, table.types[f]!, learners[f]!.actions);
      const played = yield* table.play(sampledChance(random), (follower) => (drawn[follower] = random.pick(row(follower))));
      learners.forEach((learner, f) => {
        const strategy = row(f);
        const estimates = new Float64Array(learner.actions);
        estimates[drawn[f]!] = table.utility(played, f) / strategy[drawn[f]!]!;
        learner.learn(table.types[f]!, estimates, strategy);
      });
      return table.types.slice();
    },
  };
};

/** Where the games of an update are played: each follower chooses at its first observation, its type, and holds. */
interface PlayingTable {
  /** The types in the game played last. */
  readonly types: number[];
  play(
    chance: ReturnType<typeof sampledChance>,
    choose: (follower: number, type: number) => number,
  ): Generator<Query, PlayedGame, readonly Value[]>;
  /** A follower's return, scaled from the bounds to [0, 1]. */
  utility(game: PlayedGame, follower: number): number;
  settle(): number;
}

function tableOf(
  game: Game,
  learners: readonly NoRegretLearner[],
  bounds: readonly [number, number],
  memory: () => number[],
): PlayingTable {
  const games = simulation(game, memory);
  const types = learners.map(() => 0);
  const held = learners.map(() => 0);
  const [low, high] = bounds;
  return {
    types,
    settle: () => games.settle(),
    play: (chance, choose) =>
      games.play(
        {
          act(follower, observation, move) {
            if (move === 0) {
              types[follower] = observation as number;
              held[follower] = choose(follower, observation as number);
            }
            return held[follower]!;
          },
        },
        chance,
      ),
    utility({ returns }, follower) {
      const utility = (returns[follower]! - low) / (high - low);
      if (utility >= -1e-9 && utility <= 1 + 1e-9) return Math.min(1, Math.max(0, utility));
      const { name } = game.players[games.positions[follower]!] as Player;
      throw new InputError(
        `${name} returns ${returns[follower]!} in a game of ${game.id}: expected a return from ${low} to ${high}; give utilityBounds that hold for whole games`,
      );
    },
  };
}

function rowOf(rows: readonly number[], type: number, actions: number): number[] {
  return rows.slice(type * actions, (type + 1) * actions);
}
