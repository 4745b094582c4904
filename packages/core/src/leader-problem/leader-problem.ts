import { expectThing } from '../expected/expected.ts';
import { createBatch } from '../environment/batch.ts';
import type { SavableEnvironment } from '../environment/vector.ts';
import { InputError } from '../errors/errors.ts';
import { soleLeader } from '../game/game.ts';
import type { FollowerOracle, Response } from '../oracle/oracle.ts';
import { randomStream } from '../random/random.ts';
import { savable, savedCount, savedEntries, savedValue } from '../saved-state/savable.ts';
import type { Conditions } from './conditions.ts';
import { resolveConditions } from './conditions.ts';
import { Games } from './games.ts';
import type { LeaderProblemOptions } from './options.ts';
import { checkOptions } from './options.ts';
import { OuterEpisodes } from './outer-episode.ts';
import { Seat } from './seat.ts';

/** The leader's single-agent problem, with the conditions it was made under. */
export interface LeaderProblem extends SavableEnvironment {
  /** The conditions in force. */
  readonly conditions: Conditions;
  /** How many of the steps so far answered queries. */
  readonly querySteps: number;
}

/**
 * Builds the leader's single-agent problem (Gerstgrasser & Parkes 2023, Section 4; Brero et al. 2022). In each outer episode first come
 * the oracle's queries as zero-reward steps, then the game against the response, frozen. Any single-agent algorithm can solve it.
 *
 * @param oracle - the follower oracle; the game is its game, which must have one leader
 * @throws InputError for a condition that the oracle or the game cannot make a difference to
 */
export function leaderProblem(oracle: FollowerOracle, options: LeaderProblemOptions): LeaderProblem {
  expectThing(oracle, 'an oracle', 'leaderProblem');
  checkOptions(options);
  const { game } = oracle;
  const { copies, seed = 0, firstCopy = 0, games = 1, critic = 'leader' } = options;
  const conditions = resolveConditions(oracle, options.conditions ?? {});
  const batch = createBatch(game, { size: copies, seed, firstCopy, ...(options.model ? { model: options.model } : {}) });
  const seat = new Seat(oracle, soleLeader(game), conditions, copies, critic === 'oracle');
  const rewards = new Float64Array(copies);
  const outer = new OuterEpisodes(oracle, conditions, seat, rewards, seed, firstCopy);
  const inner = new Games(oracle, batch, seat, options);
  const { executed, presentation } = seat;
  const { observations, learn, hidden } = presentation;
  const terminated = new Uint8Array(copies).fill(1);
  const truncated = new Uint8Array(copies);
  const ticks = new Uint32Array(copies);
  const shown = Number(conditions.queriesInTrajectory);
  const hidingStream = randomStream(seed, 'hidden queries');
  let steps = 0;
  let querySteps = 0;
  const over = (copy: number): boolean => terminated[copy]! + truncated[copy]! > 0;

  /** Takes what the oracle of a copy returned: then play begins. */
  const settle = (copy: number, response: Response | undefined): void => {
    if (!response) return;
    inner.settle(copy, response.policies);
    presentation.critic?.remember(copy, response.memory);
  };

  const asked = (): number[][] => Array.from(terminated, (_unused, copy) => (over(copy) ? [] : outer.pending(copy)));
  const resume = (saved: unknown): void => {
    for (let copy = 0; copy < copies; copy++) {
      outer.forget(copy);
      const response = over(copy) ? undefined : outer.resume(copy);
      if (response) inner.followers.resume(copy, response.policies, ticks[copy]!);
    }
    if (JSON.stringify(asked()) === JSON.stringify(saved)) return;
    throw new InputError(
      `oracle ${oracle.name} does not ask what it had asked when it was saved: expected one made with the same options, whose runs are functions of their random stream and the answers`,
    );
  };

  return {
    ...savable(
      'leader problem',
      { game: game.id, parameters: game.parameters, oracle: oracle.name, conditions, copies, seed, firstCopy, games, critic },
      {
        batch,
        ...{ observations, executed, rewards, terminated, truncated, learn, hidden },
        ...{ episodes: outer.episodes, ticks, gamesLeft: inner.left, current: seat.current },
        ...presentation.savables(),
        steps: savedCount(() => steps, (count) => (steps = count)), // prettier-ignore
        querySteps: savedCount(() => querySteps, (count) => (querySteps = count)), // prettier-ignore
        heard: outer.heard.savable(),
        seenByFollowers: inner.followers.seen.savable(),
        carried: savedEntries(outer.carried),
        found: savedEntries(outer.found),
        // Restored last: needs all the others.
        asked: savedValue(asked, resume),
      },
    ),
    ...{ size: copies, observation: presentation.space, action: seat.player.action },
    ...{ observations, rewards, terminated, truncated, executed, learn, conditions },
    ...(presentation.critic ? { privileged: { space: presentation.critic.space, observations: presentation.critic.observations } } : {}),
    get steps() {
      return steps;
    },
    get querySteps() {
      return querySteps;
    },
    reset(mask) {
      for (let copy = 0; copy < copies; copy++) {
        if (mask && mask[copy] !== 1) continue;
        terminated[copy] = truncated[copy] = rewards[copy] = 0;
        presentation.clear(copy);
        if (shown > 0 && shown < 1) hidden[copy] = hidingStream.at(firstCopy + copy, outer.episodes[copy]!).uniform() < shown ? 0 : 1;
        settle(copy, outer.begin(copy));
      }
      inner.start();
    },
    step(actions) {
      for (let copy = 0; copy < copies; copy++) {
        rewards[copy] = 0;
        if (over(copy)) continue;
        steps++;
        ticks[copy]!++;
        seat.take(copy, actions);
        if (outer.asks(copy)) {
          querySteps++;
          settle(copy, outer.answer(copy));
        } else inner.act(copy, ticks[copy]!);
      }
      inner.step(rewards, terminated, truncated);
      inner.start();
    },
  };
}
