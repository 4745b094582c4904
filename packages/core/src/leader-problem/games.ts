import type { Batch, Column } from '../environment/batch.ts';
import { columnOf } from '../environment/batch.ts';
import type { FollowerOracle } from '../oracle/oracle.ts';
import type { Policy } from '../policy/policy.ts';
import { FrozenFollowers } from './frozen-followers.ts';
import type { LeaderProblemOptions } from './options.ts';
import type { Seat } from './seat.ts';

/** The second part of every outer episode: games against the followers that the oracle returned, whose mean return is the leader's. */
export class Games {
  /** The games of all copies. */
  readonly batch: Batch;
  /** The followers. */
  readonly followers: FrozenFollowers;
  /** How many games of the present episode are left. */
  readonly left: Uint32Array;
  readonly #seat: Seat;
  readonly #games: number;
  readonly #joint: readonly Column[];
  readonly #starting: Uint8Array;
  readonly #playing: Uint8Array;

  /**
   * @param batch - the games of all copies
   * @param seat - the leader that plays
   */
  constructor(oracle: FollowerOracle, batch: Batch, seat: Seat, { copies, seed = 0, firstCopy = 0, games = 1 }: LeaderProblemOptions) {
    this.batch = batch;
    this.followers = new FrozenFollowers(oracle, copies, seed, firstCopy);
    this.left = new Uint32Array(copies);
    this.#seat = seat;
    this.#games = games;
    this.#joint = oracle.game.players.map(({ action }) => columnOf(action, copies));
    this.#starting = new Uint8Array(copies);
    this.#playing = new Uint8Array(copies);
  }

  /** An episode is to be played against a response; the first game begins with {@link start}. */
  settle(copy: number, policies: readonly Policy[]): void {
    this.followers.freeze(copy, policies);
    this.left[copy] = this.#games;
    this.#starting[copy] = 1;
  }

  /** Starts a game in the copies whose oracle has returned, or whose last game was not the last. */
  start(): void {
    const { batch } = this;
    if (!this.#starting.includes(1)) return;
    batch.reset(this.#starting);
    for (let copy = 0; copy < this.left.length; copy++) {
      if (this.#starting[copy] === 0) continue;
      this.followers.reset(copy);
      this.#seat.look(copy, batch.observations[this.#seat.position]!);
    }
    this.#starting.fill(0);
  }

  /** Takes the actions of leader and followers of a copy. */
  act(copy: number, tick: number): void {
    this.#seat.play(copy, this.#joint);
    this.followers.act(copy, tick, this.batch.observations, this.#joint);
    this.#playing[copy] = 1;
  }

  /** Plays a step in the copies that acted: their rewards, and where the last game is over, the end of the episode. */
  step(rewards: Float64Array, terminated: Uint8Array, truncated: Uint8Array): void {
    const { batch } = this;
    batch.step(this.#joint, this.#playing);
    for (let copy = 0; copy < this.left.length; copy++) {
      if (this.#playing[copy] === 0) continue;
      this.#playing[copy] = 0;
      rewards[copy] = batch.rewards[this.#seat.position]![copy]! / this.#games;
      const over = batch.terminated[copy] === 1 || batch.truncated[copy] === 1;
      if (over && --this.left[copy]! > 0) {
        this.#starting[copy] = 1;
        continue;
      }
      terminated[copy] = batch.terminated[copy]!;
      truncated[copy] = batch.truncated[copy]!;
      this.#seat.look(copy, batch.observations[this.#seat.position]!);
      if (over) this.#seat.presentation.learn[copy] = 0;
    }
  }
}
