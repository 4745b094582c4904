import type { Player, Savable, Space, Value } from '@firstmover/core';
import { box, flatten, savable, savedNumber, width } from '@firstmover/core';

/** What a recurrent follower is told before it acts: numbers side by side. */
export interface Senses {
  /** The space of these numbers. */
  readonly space: Space;
  /** What was told so far. */
  readonly saved: Savable;
  /** Forgets: the next game is the first of a trial. */
  begin(): void;
  /** A game begins; in the `last` of a trial rewards are not told any more. */
  beginGame(last: boolean): void;
  /** What happened: the follower's action and what it earned. */
  note(action: Value, reward: number): void;
  /** Writes what is told with an observation into `out`, from `offset` on. */
  write(observation: Value, out: { [index: number]: number }, offset: number): void;
  /** Senses that were told the same so far. */
  clone(): Senses;
}

/**
 * The senses of a follower as in RL² (Duan et al. 2016, Section 2.2). They are its own observation, its action and reward of the move
 * before, and whether a game has just begun. A policy is not told rewards while its response is played, so none are told from the first
 * move of the last game on; that it is the last is told instead. Discrete observations and actions are one-hot, others flat.
 *
 * @param follower - the player
 */
export function createSenses(follower: Player): Senses {
  const seen = encodedWidth(follower.observation);
  const done = encodedWidth(follower.action);
  const space = box(-Infinity, Infinity, [seen + done + 3]);

  const make = (lastAction: Float64Array, reward: number, begins: number, last: number): Senses => ({
    space,
    saved: savable(
      'senses',
      {},
      {
        lastAction,
        reward: savedNumber(
          () => reward,
          (value) => (reward = value),
        ),
        begins: savedNumber(
          () => begins,
          (value) => (begins = value),
          0,
          1,
        ),
        last: savedNumber(
          () => last,
          (value) => (last = value),
          0,
          1,
        ),
      },
    ),
    begin() {
      lastAction.fill(0);
      reward = 0;
    },
    beginGame(isLast) {
      begins = 1;
      last = isLast ? 1 : 0;
    },
    note(action, earned) {
      encode(follower.action, action, lastAction, 0);
      reward = last === 1 ? 0 : earned;
      begins = 0;
    },
    write(observation, out, offset) {
      encode(follower.observation, observation, out, offset);
      for (let k = 0; k < done; k++) out[offset + seen + k] = lastAction[k]!;
      out[offset + seen + done] = reward;
      out[offset + seen + done + 1] = begins;
      out[offset + seen + done + 2] = last;
    },
    clone: () => make(lastAction.slice(), reward, begins, last),
  });
  return make(new Float64Array(done), 0, 1, 0);
}

function encodedWidth(space: Space): number {
  return space.kind === 'discrete' ? space.n : width(space);
}

function encode(space: Space, value: Value, out: { [index: number]: number }, offset: number): void {
  if (space.kind !== 'discrete') flatten(space, value, out, offset);
  else for (let k = 0; k < space.n; k++) out[offset + k] = k === value ? 1 : 0;
}
