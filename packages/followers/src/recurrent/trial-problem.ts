import type { Column, FiniteModel, Game, Player, Policy, SavableEnvironment, Space, Value } from '@firstmover/core';
import {
  InputError,
  columnOf,
  createBatch,
  flatten,
  followersOf,
  randomStream,
  savable,
  savedCount,
  savedList,
  soleLeader,
  unflatten,
  width,
} from '@firstmover/core';
import type { LeaderSampler } from '../leaders/leaders.ts';
import { createSenses } from './senses.ts';

/** What trials are like. */
export interface TrialOptions {
  /** How many trials run side by side. */
  readonly copies: number;
  /** The seed. */
  readonly seed: number;
  /** How many games are played against the same leader. */
  readonly games: number;
  /** Which of them count. */
  readonly rewarded: 'last' | 'all';
  /** Draws the leaders. */
  readonly leaders: LeaderSampler;
  /** The finite model of the game, where it has one: faster. */
  readonly model?: FiniteModel;
}

/** The positions of the leader and the one follower. */
export function pairOf(game: Game): { readonly leader: number; readonly follower: number } {
  const leader = soleLeader(game);
  const [follower, ...others] = followersOf(game);
  if (follower === undefined || others.length > 0)
    throw new InputError(`${game.id} has ${followersOf(game).length} followers: a recurrent follower serves exactly one`);
  return { leader, follower };
}

/**
 * What a recurrent follower is trained on: an episode is a trial, several games in a row against one leader, drawn anew for each trial. The follower
 * sees what its senses tell, and earns what it earns in the games that count.
 */
// eslint-disable-next-line max-lines-per-function -- one state machine over the games of a trial
export function trialProblem(game: Game, options: TrialOptions): SavableEnvironment {
  const { copies, seed, games, rewarded, leaders, model } = options;
  const pair = pairOf(game);
  const leader = game.players[pair.leader] as Player;
  const follower = game.players[pair.follower] as Player;
  const batch = createBatch(game, model ? { size: copies, seed, model } : { size: copies, seed });
  const senses = Array.from({ length: copies }, () => createSenses(follower));
  const observation = senses[0]!.space;
  const wide = width(observation);
  const observations = new Float64Array(copies * wide);
  const executed = columnOf(follower.action, copies);
  const rewards = new Float64Array(copies);
  const terminated = new Uint8Array(copies).fill(1);
  const truncated = new Uint8Array(copies);
  const playing = new Uint8Array(copies);
  const again = new Uint8Array(copies);
  const policies = new Array<Policy>(copies);
  const left = new Int32Array(copies); // games after the present one
  const trials = new Uint32Array(copies);
  const ticks = new Uint32Array(copies);
  const joint: Column[] = game.players.map(({ action }) => columnOf(action, copies));
  joint[pair.follower] = executed;
  const drawing = randomStream(seed, 'recurrent follower/leaders');
  const acting = randomStream(seed, 'recurrent follower/leader actions');
  let steps = 0;

  const valueOf = (space: Space, column: Column, copy: number): Value =>
    space.kind === 'discrete' ? column[copy]! : unflatten(space, column, copy * width(space));
  const look = (copy: number): void =>
    senses[copy]!.write(valueOf(follower.observation, batch.observations[pair.follower]!, copy), observations, copy * wide);

  /** Starts a game in the copies marked in `mask`. */
  const start = (mask: Uint8Array): void => {
    batch.reset(mask);
    for (let copy = 0; copy < copies; copy++) {
      if (mask[copy] === 0) continue;
      policies[copy]!.reset?.();
      senses[copy]!.beginGame(left[copy] === 0);
      look(copy);
    }
  };

  const meetings = savable('meetings', {}, { trials });
  return {
    ...savable(
      'trials',
      { copies, seed, games, rewarded },
      {
        ...{ batch, observations, executed, rewards, terminated, truncated, left, ticks },
        senses: savedList(senses.map(({ saved }) => saved)),
        leaders: {
          save: () => meetings.save(),
          restore(state) {
            meetings.restore(state);
            trials.forEach((trial, copy) => {
              if (trial > 0) policies[copy] = leaders(drawing.at(copy, trial - 1));
            });
          },
        },
        steps: savedCount(
          () => steps,
          (count) => (steps = count),
        ),
      },
    ),
    size: copies,
    observation,
    action: follower.action,
    observations,
    rewards,
    terminated,
    truncated,
    executed,
    learn: new Uint8Array(copies).fill(1),
    get steps() {
      return steps;
    },
    reset(mask) {
      for (let copy = 0; copy < copies; copy++) {
        again[copy] = !mask || mask[copy] === 1 ? 1 : 0;
        if (again[copy] === 0) continue;
        terminated[copy] = truncated[copy] = 0;
        left[copy] = games - 1;
        policies[copy] = leaders(drawing.at(copy, trials[copy]!++));
        senses[copy]!.begin();
      }
      start(again);
    },
    step(actions) {
      for (let copy = 0; copy < copies; copy++) {
        playing[copy] = terminated[copy] === 0 && truncated[copy] === 0 ? 1 : 0;
        rewards[copy] = 0;
        if (playing[copy] === 0) continue;
        steps++;
        const span = executed.length / copies;
        for (let k = copy * span; k < (copy + 1) * span; k++) executed[k] = actions[k]!;
        const seen = valueOf(leader.observation, batch.observations[pair.leader]!, copy);
        const action = policies[copy]!.act(seen, acting.at(copy, ticks[copy]!++));
        flatten(leader.action, action, joint[pair.leader]!, copy * width(leader.action));
      }
      batch.step(joint, playing);
      for (let copy = 0; copy < copies; copy++) {
        again[copy] = 0;
        if (playing[copy] === 0) continue;
        const earned = batch.rewards[pair.follower]![copy]!;
        if (rewarded === 'all' || left[copy] === 0) rewards[copy] = earned;
        senses[copy]!.note(valueOf(follower.action, executed, copy), earned);
        const over = batch.terminated[copy] === 1 || batch.truncated[copy] === 1;
        if (over && left[copy]! > 0) {
          left[copy]!--;
          again[copy] = 1;
        } else {
          terminated[copy] = batch.terminated[copy]!;
          truncated[copy] = batch.truncated[copy]!;
          look(copy);
        }
      }
      if (again.includes(1)) start(again);
    },
  };
}
