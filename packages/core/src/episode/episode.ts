import { expectThing } from '../expected/expected.ts';
import { createEnvironment } from '../environment/environment.ts';
import { InputError, show } from '../errors/errors.ts';
import type { Game } from '../game/game.ts';
import type { Policy } from '../policy/policy.ts';
import { randomStream } from '../random/random.ts';
import type { Value } from '../spaces/spaces.ts';
import { sample } from '../spaces/spaces.ts';

/** One moment of an episode: how play came there, and what is there. */
export interface Moment {
  /** The state. */
  readonly state: unknown;
  /** What each player sees. */
  readonly observations: readonly Value[];
  /** What each player did to come here; undefined in the first moment. */
  readonly actions: readonly Value[] | undefined;
  /** What each player earned on the way; undefined in the first moment. */
  readonly rewards: readonly number[] | undefined;
  /** Whether the game has ended by its rules. */
  readonly terminated: boolean;
  /** Whether it was cut short from outside its rules. */
  readonly truncated: boolean;
}

/** How {@link playEpisode} plays. */
export interface PlayOptions {
  /** The seed of chance and of the actions (default 0). */
  readonly seed?: number;
  /** A policy per player; players without one act at random (default: all do). */
  readonly policies?: readonly (Policy | undefined)[];
  /** The most steps; an episode may go on after them (default 1,000). */
  readonly steps?: number;
}

/**
 * Plays one episode and writes it down.
 *
 * @param game - the game
 * @param options - seed, policies, and the most steps
 * @returns its moments, the first state first
 */
export function playEpisode(game: Game, options: PlayOptions = {}): Moment[] {
  expectThing(game, 'a game', 'playEpisode');
  const { seed = 0, policies = [], steps = 1000 } = options;
  if (!Number.isSafeInteger(steps) || steps < 0) throw new InputError(`steps ${show(steps)}: expected an integer of at least 0`);
  const environment = createEnvironment(game, { seed });
  const random = randomStream(seed, 'episode/actions');
  for (const policy of policies) policy?.reset?.();
  let observations = environment.reset().observations;
  const state = (): unknown => environment.snapshot().state;
  const moments: Moment[] = [{ state: state(), observations, actions: undefined, rewards: undefined, terminated: false, truncated: false }];
  while (moments.length <= steps && !environment.snapshot().done) {
    const actions = game.players.map(({ action }, i) => policies[i]?.act(observations[i] as Value, random) ?? sample(action, random));
    const result = environment.step(actions);
    observations = result.observations;
    moments.push({ ...result, state: state(), actions });
  }
  return moments;
}
