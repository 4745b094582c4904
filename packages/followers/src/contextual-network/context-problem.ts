import type { Batch, Column, FiniteModel, Game, Player, Policy, SavableEnvironment } from '@firstmover/core';
import { box, columnOf, createBatch, flatten, randomStream, savable, savedCount, unflatten, width } from '@firstmover/core';
import type { LeaderSampler } from '../leaders/leaders.ts';
import type { Questions } from './questions.ts';
import type { OwnNumbers } from './reader.ts';

/** What a follower with a network is pre-trained on. */
export interface ContextProblemOptions {
  /** The position of the leader. */
  readonly leader: number;
  /** The position of the follower. */
  readonly follower: number;
  /** What is asked. */
  readonly questions: Questions;
  /** What the follower sees. */
  readonly own: OwnNumbers;
  /** Whom it meets. */
  readonly leaders: LeaderSampler;
  /** Episodes side by side. */
  readonly copies: number;
  /** The seed. */
  readonly seed: number;
  /** The finite model, where there is one. */
  readonly model?: FiniteModel;
}

/**
 * The follower's problem: every episode draws a leader, asks it, and plays the game against it. The learner sees its own numbers and the
 * answers, side by side. Queries are counted as steps. A leader that randomises does so anew at each query and move.
 */
export function contextProblem(game: Game, options: ContextProblemOptions): SavableEnvironment {
  const { leader, follower, questions, own, leaders, copies, seed, model } = options;
  const batch: Batch = createBatch(game, model ? { size: copies, seed, model } : { size: copies, seed });
  const { observation: leaderSees, action: leaderDoes } = game.players[leader] as Player;
  const { observation: followerSees, action: followerDoes } = game.players[follower] as Player;
  const columns = own.width + questions.pool.length * questions.channels;
  const observations = new Float64Array(copies * columns);
  const executed = columnOf(followerDoes, copies);
  const leaderActions = columnOf(leaderDoes, copies);
  const joint: Column[] = [];
  joint[leader] = leaderActions;
  joint[follower] = executed;
  const sight = width(leaderSees);
  const reach = width(leaderDoes);
  const grip = width(followerDoes);
  const drawing = randomStream(seed, 'contextual network/leaders');
  const answering = randomStream(seed, 'contextual network/answers');
  const met: Policy[] = [];
  const begun = new Uint32Array(copies); // the episode, from 1, in which each copy met its leader
  let episodes = 0;
  let time = 0;
  let steps = 0;

  const look = (copy: number): void => {
    own.write(unflatten(followerSees, batch.observations[follower]!, copy * width(followerSees)), observations, copy * columns);
  };

  const meetings = savable('meetings', {}, { begun });
  return {
    ...savable(
      'context problem',
      { copies, seed },
      {
        batch,
        observations,
        executed,
        leaders: {
          save: () => meetings.save(),
          restore(state) {
            meetings.restore(state);
            begun.forEach((episode, copy) => {
              if (episode === 0) return;
              const random = drawing.at(copy, episode - 1);
              questions.draw(random);
              met[copy] = leaders(random);
            });
          },
        },
        episodes: savedCount(
          () => episodes,
          (count) => (episodes = count),
        ),
        time: savedCount(
          () => time,
          (count) => (time = count),
        ),
        steps: savedCount(
          () => steps,
          (count) => (steps = count),
        ),
      },
    ),
    size: copies,
    observation: box(-Infinity, Infinity, [columns]),
    action: followerDoes,
    observations,
    rewards: batch.rewards[follower] as Float64Array,
    terminated: batch.terminated,
    truncated: batch.truncated,
    executed,
    learn: new Uint8Array(copies).fill(1),
    get steps() {
      return steps;
    },
    reset(mask) {
      batch.reset(mask);
      for (let copy = 0; copy < copies; copy++) {
        if (mask && mask[copy] !== 1) continue;
        begun[copy] = episodes + 1;
        const random = drawing.at(copy, episodes);
        const asked = questions.draw(random);
        const policy = (met[copy] = leaders(random));
        const answers = questions.observations(asked).map((observation) => policy.act(observation, random));
        questions.encode(asked, answers, observations, copy * columns + own.width);
        steps += questions.queries;
        look(copy);
      }
      episodes++;
    },
    step(actions) {
      for (let copy = 0; copy < copies; copy++) {
        if (batch.terminated[copy] === 1 || batch.truncated[copy] === 1) continue;
        steps++;
        for (let k = copy * grip; k < (copy + 1) * grip; k++) executed[k] = actions[k]!;
        const seen = unflatten(leaderSees, batch.observations[leader]!, copy * sight);
        flatten(leaderDoes, met[copy]!.act(seen, answering.at(copy, time)), leaderActions, copy * reach);
      }
      time++;
      batch.step(joint);
      for (let copy = 0; copy < copies; copy++) look(copy);
    },
  };
}
