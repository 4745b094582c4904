import type { Column, VectorEnvironment } from '@firstmover/core';
import { InputError, columnOf, show } from '@firstmover/core';
import type { Horizon } from '../learner/learner.ts';
import { requireFinite } from '../learner/non-finite.ts';
import type { ReplayMemory } from './memory.ts';

/** Plays N copies of a problem one step at a time and stores what can be learned from. */
export interface Collector {
  /** How many episodes each copy has begun. */
  readonly episodes: Uint32Array;
  /** Lets `act` choose an action for every copy and takes the step; copies whose episode ends start the next one. */
  step(act: (actions: Column) => void): void;
  /** How many episodes ended since it was last asked, and their mean undiscounted return (0 when none did). */
  finished(): { readonly episodes: number; readonly return: number };
}

/**
 * A collector. A row that is masked is executed but not stored; it counts as part of the environment: its reward, discounted, belongs to the
 * learned row before it, and what follows that row is the next learned one (a semi-Markov step). Where an episode terminates nothing follows;
 * where it is truncated, what was seen last does.
 *
 * @param environment - the problem
 * @param memory - what is written
 * @param options - the discount `gamma`, how the end of an episode is treated, the algorithm's name for messages, and who is told the rows
 * @throws InputError for an unknown horizon; `step` throws a NonFiniteError for a reward or an observation that is not finite, before it is stored,
 * and the next `step` starts new episodes
 */
export function createCollector(
  environment: VectorEnvironment,
  memory: ReplayMemory,
  options: { readonly gamma: number; readonly horizon: Horizon; readonly algorithm: string; readonly stored: (row: number) => void },
): Collector {
  const { gamma, horizon, algorithm, stored } = options;
  if (!['declared', 'terminal', 'truncated'].includes(horizon)) {
    throw new InputError(`horizon ${show(horizon)} of ${algorithm}: expected declared, terminal or truncated`);
  }
  const { size, observations, executed, rewards, terminated, truncated, learn } = environment;
  const { observationWidth, actionWidth } = memory;
  const actions = columnOf(environment.action, size);
  const over = new Uint8Array(size).fill(1);
  const episodes = new Uint32Array(size);
  const running = new Float64Array(size);
  // Per copy, the learned row that waits for what follows it.
  const waiting = new Uint8Array(size);
  const seen = columnOf(environment.observation, size);
  const done = columnOf(environment.action, size);
  const earned = new Float64Array(size);
  const discounts = new Float64Array(size);
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
      waiting.fill(0);
      running.fill(0);
      throw error;
    }
  };

  const store = (copy: number, discount: number): void => {
    waiting[copy] = 0;
    const at = copy * observationWidth;
    stored(memory.store(seen, at, done, copy * actionWidth, earned[copy]!, discount, observations, at));
  };

  return {
    episodes,
    step(act) {
      if (over.includes(1)) {
        environment.reset(over);
        for (let copy = 0; copy < size; copy++) episodes[copy]! += over[copy]!;
        check(false);
      }
      for (let copy = 0; copy < size; copy++) {
        if (learn[copy] === 0) continue;
        waiting[copy] = 2; // until its action is known
        earned[copy] = 0;
        discounts[copy] = 1;
        for (let k = copy * observationWidth; k < (copy + 1) * observationWidth; k++) seen[k] = observations[k]!;
      }
      act(actions);
      environment.step(actions);
      check(true);
      for (let copy = 0; copy < size; copy++) {
        running[copy]! += rewards[copy]!;
        earned[copy]! += discounts[copy]! * rewards[copy]!;
        discounts[copy]! *= gamma;
        if (waiting[copy] === 2) {
          for (let k = copy * actionWidth; k < (copy + 1) * actionWidth; k++) done[k] = executed[k]!;
          waiting[copy] = 1;
        }
        over[copy] = terminated[copy]! | truncated[copy]!;
        if (over[copy] === 0) {
          if (waiting[copy] === 1 && learn[copy] === 1) store(copy, discounts[copy]!);
          continue;
        }
        ended++;
        returns += running[copy]!;
        running[copy] = 0;
        const terminal = horizon === 'declared' ? terminated[copy] === 1 : horizon === 'terminal';
        if (waiting[copy] === 1) store(copy, terminal ? 0 : discounts[copy]!);
      }
    },
    finished() {
      const result = { episodes: ended, return: ended === 0 ? 0 : returns / ended };
      ended = returns = 0;
      return result;
    },
  };
}
