import type { Column, VectorEnvironment } from '@firstmover/core';
import { InputError, columnOf, show, width } from '@firstmover/core';
import type { Head } from '@firstmover/networks';
import type { Horizon } from '../learner/learner.ts';

/**
 * Chooses an action for every copy, from `environment.observations`; where a head draws latents that are not the actions, they are
 * written too.
 */
export type Act = (time: number, actions: Column, latents: Column) => void;

/** Experience of N copies, time-major: row t * copies + copy. Everything is overwritten by the next collection. */
export class Rollout {
  /** The problem. */
  readonly environment: VectorEnvironment;
  /** N. */
  readonly copies: number;
  /** How many numbers an observation takes. */
  readonly observationWidth: number;
  /** How many time steps were collected. */
  steps = 0;
  /** The observation of each row. */
  observations: Int32Array | Float32Array;
  /** What the critic sees at each row: the privileged observation where the problem has one, else `observations` itself. */
  criticObservations: Int32Array | Float32Array;
  /** How many numbers that takes. */
  readonly criticWidth: number;
  /** The executed action of each row: its index, or the latent of the head. */
  actions: Int32Array | Float64Array;
  /** The reward of each row. */
  rewards: Float64Array = new Float64Array(0);
  /** Whether the row was executed. */
  live: Uint8Array = new Uint8Array(0);
  /** Whether the row is learned from. */
  learn: Uint8Array = new Uint8Array(0);
  /** 1 where the episode ended and nothing follows, 2 where it was cut and the value of `tail` follows, else 0. */
  ended: Uint8Array = new Uint8Array(0);
  /** Rows that were cut, and behind each the observation that followed. */
  readonly tailRows: number[] = [];
  /** What the critic sees after the rows that were cut. */
  readonly tail: number[] = [];
  /** The undiscounted returns of the episodes that ended. */
  readonly returns: number[] = [];
  readonly #horizon: Horizon;
  readonly #head: Head | undefined;
  readonly #latentWidth: number;
  readonly #chosen: Column;
  readonly #latents: Column;
  readonly #running: Float64Array;
  readonly #over: Uint8Array;
  #started = false;

  constructor(environment: VectorEnvironment, horizon: Horizon, head?: Head) {
    if (!['declared', 'terminal', 'truncated'].includes(horizon)) {
      throw new InputError(`horizon ${show(horizon)}: expected declared, terminal or truncated`);
    }
    this.environment = environment;
    this.copies = environment.size;
    this.observationWidth = width(environment.observation);
    this.observations = environment.observation.kind === 'discrete' ? new Int32Array(0) : new Float32Array(0);
    const { privileged } = environment;
    this.criticWidth = privileged ? width(privileged.space) : this.observationWidth;
    this.criticObservations = !privileged
      ? this.observations
      : privileged.space.kind === 'discrete'
        ? new Int32Array(0)
        : new Float32Array(0);
    this.#horizon = horizon;
    const discrete = environment.action.kind === 'discrete';
    if (!discrete && !head) throw new InputError(`a rollout of ${environment.action.kind} actions needs the head that draws them`);
    this.#head = discrete ? undefined : head;
    this.#latentWidth = this.#head ? this.#head.latentWidth : 1;
    this.actions = this.#head ? new Float64Array(0) : new Int32Array(0);
    this.#chosen = columnOf(environment.action, environment.size);
    this.#latents = this.#head ? new Float64Array(environment.size * this.#latentWidth) : this.#chosen;
    this.#running = new Float64Array(environment.size);
    this.#over = new Uint8Array(environment.size);
  }

  /** Runs every copy through `rounds` whole episodes. */
  collectEpisodes(rounds: number, act: Act): void {
    this.#clear();
    for (let round = 0; round < rounds; round++) {
      this.#running.fill(0);
      this.environment.reset();
      while (this.#step(act) > 0);
    }
  }

  /** Runs every copy for `length` steps; copies whose episode ends start the next one at once. */
  collectSteps(length: number, act: Act): void {
    this.#clear();
    if (!this.#started) this.environment.reset();
    this.#started = true;
    for (let t = 0; t < length; t++) {
      this.#step(act);
      this.environment.reset(this.#over);
    }
    for (let copy = 0; copy < this.copies; copy++) {
      const row = (length - 1) * this.copies + copy;
      if (this.ended[row] === 0) this.#cut(row, copy);
    }
  }

  /** The rows that are learned from. */
  learnedRows(): Int32Array {
    const rows: number[] = [];
    for (let row = 0; row < this.steps * this.copies; row++) if (this.learn[row] === 1) rows.push(row);
    return Int32Array.from(rows);
  }

  /** The mean undiscounted return of the episodes that ended; 0 when none did. */
  meanReturn(): number {
    return this.returns.length === 0 ? 0 : this.returns.reduce((sum, value) => sum + value, 0) / this.returns.length;
  }

  /** One step of every copy; returns how many are still running. */
  #step(act: Act): number {
    const { environment, copies } = this;
    const start = this.steps * copies;
    this.#reserve(start + copies);
    const columns = this.observationWidth;
    for (let k = 0; k < copies * columns; k++) this.observations[start * columns + k] = environment.observations[k]!;
    const { privileged } = environment;
    if (privileged) {
      const wide = this.criticWidth;
      for (let k = 0; k < copies * wide; k++) this.criticObservations[start * wide + k] = privileged.observations[k]!;
    }
    for (let copy = 0; copy < copies; copy++) {
      this.live[start + copy] = environment.terminated[copy] === 0 && environment.truncated[copy] === 0 ? 1 : 0;
      this.learn[start + copy] = this.live[start + copy]! & environment.learn[copy]!;
    }
    act(this.steps, this.#chosen, this.#latents);
    environment.step(this.#chosen);
    let running = 0;
    for (let copy = 0; copy < copies; copy++) {
      const row = start + copy;
      this.ended[row] = 0;
      this.rewards[row] = 0;
      this.#over[copy] = 0;
      if (this.live[row] === 0) continue;
      if (this.#head) this.#keepLatents(row, copy, this.#head);
      else this.actions[row] = environment.executed[copy]!;
      this.rewards[row] = environment.rewards[copy]!;
      this.#running[copy]! += environment.rewards[copy]!;
      if (environment.terminated[copy] === 0 && environment.truncated[copy] === 0) {
        running++;
        continue;
      }
      this.#over[copy] = 1;
      this.returns.push(this.#running[copy]!);
      this.#running[copy] = 0;
      const declared = environment.terminated[copy] === 1 ? 'terminal' : 'truncated';
      if ((this.#horizon === 'declared' ? declared : this.#horizon) === 'truncated') this.#cut(row, copy);
      else this.ended[row] = 1;
    }
    this.steps++;
    return running;
  }

  /** Keeps the latents of what was executed: those drawn, unless the problem had fixed another action. */
  #keepLatents(row: number, copy: number, head: Head): void {
    const { executed } = this.environment;
    const from = copy * head.actionWidth;
    let own = true;
    for (let k = from; k < from + head.actionWidth; k++) if (executed[k] !== this.#chosen[k]) own = false;
    const at = row * head.latentWidth;
    if (!own) head.encode(executed, from, this.actions, at);
    else for (let k = 0; k < head.latentWidth; k++) this.actions[at + k] = this.#latents[copy * head.latentWidth + k]!;
  }

  #cut(row: number, copy: number): void {
    this.ended[row] = 2;
    this.tailRows.push(row);
    const seen = this.environment.privileged?.observations ?? this.environment.observations;
    for (let k = copy * this.criticWidth; k < (copy + 1) * this.criticWidth; k++) this.tail.push(seen[k]!);
  }

  #clear(): void {
    this.steps = 0;
    this.tailRows.length = 0;
    this.tail.length = 0;
    this.returns.length = 0;
  }

  #reserve(rows: number): void {
    if (this.rewards.length >= rows) return;
    const capacity = Math.max(rows, 2 * this.rewards.length);
    const grown = <TArray extends Int32Array | Float32Array | Float64Array | Uint8Array>(old: TArray, next: TArray): TArray => {
      next.set(old);
      return next;
    };
    const shared = this.criticObservations === this.observations;
    const room = (old: Int32Array | Float32Array, cells: number): Int32Array | Float32Array =>
      old instanceof Int32Array ? grown(old, new Int32Array(cells)) : grown(old, new Float32Array(cells));
    this.observations = room(this.observations, capacity * this.observationWidth);
    this.criticObservations = shared ? this.observations : room(this.criticObservations, capacity * this.criticWidth);
    this.actions =
      this.actions instanceof Int32Array
        ? grown(this.actions, new Int32Array(capacity))
        : grown(this.actions, new Float64Array(capacity * this.#latentWidth));
    this.rewards = grown(this.rewards, new Float64Array(capacity));
    this.live = grown(this.live, new Uint8Array(capacity));
    this.learn = grown(this.learn, new Uint8Array(capacity));
    this.ended = grown(this.ended, new Uint8Array(capacity));
  }
}
