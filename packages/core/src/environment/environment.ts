import { expectThing } from '../expected/expected.ts';
import { InputError, show } from '../errors/errors.ts';
import { sampledChance } from '../game/chance.ts';
import type { Game } from '../game/game.ts';
import type { RandomStream } from '../random/random.ts';
import { randomStream } from '../random/random.ts';
import type { Value } from '../spaces/spaces.ts';
import { contains } from '../spaces/spaces.ts';

/** What a step of one copy of a game returns; entry i of each list is player i's. */
export interface StepResult {
  /** What each player sees now. */
  readonly observations: readonly Value[];
  /** What each player earned. */
  readonly rewards: readonly number[];
  /** Whether the game has ended by its rules: only this zeroes the value of what follows. */
  readonly terminated: boolean;
  /** Whether it was cut short from outside its rules. */
  readonly truncated: boolean;
}

/** Everything that an environment remembers; a plain record. */
export interface EnvironmentSnapshot {
  /** The seed of the running stream. */
  readonly seed: number;
  /** The index of the copy whose numbers it draws. */
  readonly copy: number;
  /** How many chance steps were taken since seeding. */
  readonly tick: number;
  /** The state of the game; undefined before the first reset. */
  readonly state: unknown;
  /** Whether the episode is over. */
  readonly done: boolean;
}

/** One copy of a game, played step by step. */
export interface Environment {
  /** The game. */
  readonly game: Game;
  /** Starts an episode. A seed restarts the random stream; without one it continues. */
  reset(options?: { readonly seed?: number }): { readonly observations: readonly Value[] };
  /** Plays one joint action; `actions[i]` is player i's. */
  step(actions: readonly Value[]): StepResult;
  /** Everything that has to be remembered to continue from here. */
  snapshot(): EnvironmentSnapshot;
  /** Continues from a snapshot. */
  restore(snapshot: EnvironmentSnapshot): void;
}

/**
 * One copy of a game.
 *
 * @param game - the game
 * @param options - `seed` of the random stream (default 0); `copy` is the index of this copy in a batch (default 0), so that copy i of a
 * batch and a single environment with `copy: i` draw the same numbers
 */
export function createEnvironment(game: Game, options: { readonly seed?: number; readonly copy?: number } = {}): Environment {
  expectThing(game, 'a game', 'createEnvironment');
  let copy = options.copy ?? 0;
  if (!Number.isInteger(copy) || copy < 0 || copy >= 4294967296)
    throw new InputError(`copy ${show(copy)}: expected an integer from 0 to 2^32 - 1`);
  let seed = options.seed ?? 0;
  let stream: RandomStream = randomStream(seed, 'chance');
  let tick = 0;
  let state: unknown;
  let done = true;
  const chance = sampledChance({
    uniform: () => stream.uniform(),
    integer: (count) => stream.integer(count),
    normal: () => stream.normal(),
    pick: (weights) => stream.pick(weights),
  });
  const observe = (): Value[] => game.players.map((_player, i) => game.observe(state, i));

  return {
    game,
    reset(given = {}) {
      if (given.seed !== undefined) {
        stream = randomStream(given.seed, 'chance');
        seed = given.seed;
        tick = 0;
      }
      stream.at(copy, tick++);
      state = game.initial(chance);
      done = false;
      return { observations: observe() };
    },
    step(actions) {
      if (done)
        throw new InputError(
          state === undefined ? 'step before reset: call reset first' : 'step after the end of the episode: call reset first',
        );
      checkActions(game, actions);
      stream.at(copy, tick++);
      const transition = game.step(state, actions, chance);
      checkRewards(game, transition.rewards);
      state = transition.state;
      const terminated = transition.terminated === true;
      const truncated = !terminated && transition.truncated === true;
      done = terminated || truncated;
      return { observations: observe(), rewards: transition.rewards, terminated, truncated };
    },
    snapshot: () => ({ seed, copy, tick, state, done }),
    restore(snapshot) {
      ({ seed, copy, tick, state, done } = snapshot);
      stream = randomStream(seed, 'chance');
    },
  };
}

/** Refuses actions that are not one value of its action space per player. */
export function checkActions(game: Game, actions: readonly Value[]): void {
  if (actions.length !== game.players.length) {
    throw new InputError(
      `${actions.length} actions for ${game.id}: expected one per player (${game.players.map(({ name }) => name).join(', ')})`,
    );
  }
  game.players.forEach((player, i) => {
    if (!contains(player.action, actions[i])) {
      throw new InputError(`action ${show(actions[i])} of ${player.name} in ${game.id}: expected a value of ${show(player.action)}`);
    }
  });
}

/** Refuses rewards that are not one finite number per player. */
export function checkRewards(game: Game, rewards: readonly number[]): void {
  if (rewards.length !== game.players.length || !rewards.every(Number.isFinite)) {
    throw new InputError(`${game.id} returned rewards ${show(rewards)}: expected one finite number per player (${game.players.length})`);
  }
}
