import type { Column, Savable, VectorEnvironment } from '@firstmover/core';
import { columnOf, savable, savedCount, savedNumber } from '@firstmover/core';
import { requireFinite } from '@firstmover/networks';
import type { ReplayMemory } from './memory.ts';
import type { ReplaySettings } from './settings.ts';

/** Plays N copies of a problem one step at a time and stores what can be learned from. */
export interface Collector {
  /** What it remembers beside the problem and the memory. */
  readonly saved: Savable;
  /** How many episodes each copy has begun. */
  readonly episodes: Uint32Array;
  /** Starts the next episode of copies whose last one is over, lets `act` choose an action for every copy and takes the step. */
  begin(act: (actions: Column) => void): void;
  /** Stores what came of the step. */
  finish(): void;
  /** How many episodes ended since it was last asked, and their mean undiscounted return (0 when none did). */
  finished(): { readonly episodes: number; readonly return: number };
}

/**
 * A collector. A row that is masked is executed but not stored; it counts as part of the environment: its reward, discounted, belongs to the
 * learned row before it, and what follows that row is the next learned one (a semi-Markov step). A transition spans `nStep` learned rows, fewer
 * at the end of an episode. Where an episode terminates nothing follows; where it is truncated, what was seen last does.
 *
 * @param environment - the problem
 * @param memory - what is written
 * @param algorithm - for messages
 * @param settings - the discount, how the end of an episode is treated, and how many learned rows a transition spans
 * @param stored - is told each row of the memory that was written
 * @throws NonFiniteError from `finish`, for a reward or an observation that is not finite, before it is stored;
 * the next `begin` starts new episodes
 */
// eslint-disable-next-line max-lines-per-function -- one state machine per copy, whose branches are the cases of an episode
export function createCollector(
  environment: VectorEnvironment,
  memory: ReplayMemory,
  algorithm: string,
  { gamma, horizon, nStep }: Pick<ReplaySettings, 'gamma' | 'horizon' | 'nStep'>,
  stored: (row: number) => void,
): Collector {
  const { size, observations, executed, rewards, terminated, truncated, learn } = environment;
  const { observationWidth, actionWidth } = memory;
  const actions = columnOf(environment.action, size);
  const over = new Uint8Array(size).fill(1);
  const episodes = new Uint32Array(size);
  const running = new Float64Array(size);
  const chosen = new Uint8Array(size); // whether the action at hand is a learned row's
  // How many learned rows the episode of each copy has begun. The last `nStep` of them wait for what follows: number k in slot k % nStep.
  const begun = new Uint32Array(size);
  const seen = columnOf(environment.observation, size * nStep);
  const done = columnOf(environment.action, size * nStep);
  const earned = new Float64Array(size * nStep);
  const discounts = new Float64Array(size * nStep);
  let ended = 0;
  let returns = 0;
  const where = (): string => `what ${algorithm} collected after ${environment.steps} environment steps`;

  /** Stops at numbers that are not finite; the episodes they are in are given up. */
  const check = (stepped: boolean): void => {
    try {
      if (stepped) requireFinite(rewards, size, 'reward', where);
      if (observations instanceof Float64Array) requireFinite(observations, observations.length, 'observation entry', where);
    } catch (error) {
      over.fill(1);
      begun.fill(0);
      running.fill(0);
      throw error;
    }
  };

  /** Stores learned row k of a copy. */
  const store = (copy: number, k: number, terminal: boolean): void => {
    const slot = copy * nStep + (k % nStep);
    const discount = terminal ? 0 : discounts[slot]!;
    stored(
      memory.store(seen, slot * observationWidth, done, slot * actionWidth, earned[slot]!, discount, observations, copy * observationWidth),
    );
  };

  /** Takes note of a learned row that begins. */
  const begin = (copy: number): void => {
    const slot = copy * nStep + (begun[copy]!++ % nStep);
    earned[slot] = 0;
    discounts[slot] = 1;
    for (let k = 0; k < observationWidth; k++) seen[slot * observationWidth + k] = observations[copy * observationWidth + k]!;
  };

  /** Keeps what was executed in the learned row that has begun. */
  const keepAction = (copy: number): void => {
    const slot = copy * nStep + ((begun[copy]! - 1) % nStep);
    for (let k = 0; k < actionWidth; k++) done[slot * actionWidth + k] = executed[copy * actionWidth + k]!;
  };

  return {
    saved: savable(
      'collector',
      {},
      {
        ...{ over, episodes, running, begun, seen, done, earned, discounts },
        ended: savedCount(
          () => ended,
          (count) => (ended = count),
        ),
        returns: savedNumber(
          () => returns,
          (sum) => (returns = sum),
        ),
      },
    ),
    episodes,
    begin(act) {
      if (over.includes(1)) {
        environment.reset(over);
        for (let copy = 0; copy < size; copy++) episodes[copy]! += over[copy]!;
        check(false);
      }
      for (let copy = 0; copy < size; copy++) {
        chosen[copy] = learn[copy]!;
        if (learn[copy] === 1) begin(copy);
      }
      act(actions);
      environment.step(actions);
    },
    finish() {
      check(true);
      for (let copy = 0; copy < size; copy++) {
        if (chosen[copy] === 1) keepAction(copy);
        const count = begun[copy]!;
        const oldest = Math.max(0, count - nStep);
        running[copy]! += rewards[copy]!;
        for (let k = oldest; k < count; k++) {
          const slot = copy * nStep + (k % nStep);
          earned[slot]! += discounts[slot]! * rewards[copy]!;
          discounts[slot]! *= gamma;
        }
        over[copy] = terminated[copy]! | truncated[copy]!;
        if (over[copy] === 0) {
          if (learn[copy] === 1 && count >= nStep) store(copy, oldest, false);
          continue;
        }
        ended++;
        returns += running[copy]!;
        running[copy] = 0;
        const terminal = horizon === 'declared' ? terminated[copy] === 1 : horizon === 'terminal';
        for (let k = oldest; k < count; k++) store(copy, k, terminal);
        begun[copy] = 0;
      }
    },
    finished() {
      const result = { episodes: ended, return: ended === 0 ? 0 : returns / ended };
      ended = returns = 0;
      return result;
    },
  };
}
