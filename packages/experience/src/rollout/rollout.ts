import type { Column, Savable, VectorEnvironment } from '@firstmover/core';
import { InputError, allBytes, columnOf, savable, savedCount, show, width } from '@firstmover/core';
import type { Head } from '@firstmover/networks';
import type { Horizon } from '../learner/learner.ts';
import { finish } from '../learner/learner.ts';

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
  /** Per step, 1 where every row is executed and learned from and no episode ends; else 0. */
  plain: Uint8Array = new Uint8Array(0);
  /** How many rows are learned from. */
  learned = 0;
  /** Rows that were cut, and behind each the observation that followed. */
  readonly tailRows: number[] = [];
  /** What the critic sees after the rows that were cut. */
  readonly tail: number[] = [];
  readonly #horizon: Horizon;
  readonly #head: Head | undefined;
  readonly #latentWidth: number;
  readonly #chosen: Column;
  readonly #latents: Column;
  /** The return of each copy so far. */
  readonly #earned: Float64Array;
  #returns = new Float64Array(0);
  /** How many episodes ended. */
  #episodes = 0;
  readonly #over: Uint8Array;
  #rows: Int32Array = new Int32Array(0);
  /** How many copies are not over. */
  #running = 0;
  /** Whether all copies take the step at hand and are learned from. */
  #allLearn = false;
  readonly #noneTerminated: () => boolean;
  readonly #noneTruncated: () => boolean;
  readonly #allLearned: () => boolean;
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
    this.#earned = new Float64Array(environment.size);
    this.#over = new Uint8Array(environment.size);
    this.#noneTerminated = allBytes(environment.terminated, 0);
    this.#noneTruncated = allBytes(environment.truncated, 0);
    this.#allLearned = allBytes(environment.learn, 1);
  }

  /** What is remembered from one collection to the next; the problem is not part of it. */
  savable(): Savable {
    const started = savedCount(
      () => Number(this.#started),
      (count) => (this.#started = count > 0),
    );
    return savable('rollout', {}, { started, earned: this.#earned });
  }

  /** Runs every copy through `rounds` whole episodes. */
  collectEpisodes(rounds: number, act: Act): void {
    finish(this.collectingEpisodes(rounds, act));
  }

  /** The same, with a pause right after each step of the problem. */
  *collectingEpisodes(rounds: number, act: Act): Generator<void, void, void> {
    this.#clear();
    for (let round = 0; round < rounds; round++) {
      this.#earned.fill(0);
      this.environment.reset();
      this.#running = this.#countRunning();
      while (this.#running > 0) {
        this.#act(act);
        yield;
        this.#keep();
      }
    }
  }

  /** Runs every copy for `length` steps; copies whose episode ends start the next one at once. */
  collectSteps(length: number, act: Act): void {
    finish(this.collectingSteps(length, act));
  }

  /** The same, with a pause right after each step of the problem. */
  *collectingSteps(length: number, act: Act): Generator<void, void, void> {
    this.#clear();
    if (!this.#started) this.environment.reset();
    this.#started = true;
    this.#running = this.#countRunning();
    for (let t = 0; t < length; t++) {
      this.#act(act);
      yield;
      this.#keep();
      if (this.#running === this.copies) continue;
      this.environment.reset(this.#over);
      this.#running = this.#countRunning();
    }
    for (let copy = 0; copy < this.copies; copy++) {
      const row = (length - 1) * this.copies + copy;
      if (this.ended[row] === 0) this.#cut(row, copy);
    }
  }

  /** The rows that are learned from, in order; overwritten by the next call. */
  learnedRows(): Int32Array {
    const { learn } = this;
    const size = this.steps * this.copies;
    if (this.#rows.length < size) this.#rows = new Int32Array(size);
    const rows = this.#rows;
    let count = 0;
    for (let row = 0; row < size; row++) {
      rows[count] = row;
      count += learn[row]!;
    }
    return rows.subarray(0, count);
  }

  /** The undiscounted returns of the episodes that ended. */
  get returns(): Float64Array {
    return this.#returns.subarray(0, this.#episodes);
  }

  /** Whether all rewards are finite, and the returns: every reward counts towards one. */
  finite(): boolean {
    return Number.isFinite(sumOf(this.returns)) && Number.isFinite(sumOf(this.#earned));
  }

  /** The mean undiscounted return of the episodes that ended; 0 when none did. */
  meanReturn(): number {
    return this.#episodes === 0 ? 0 : sumOf(this.returns) / this.#episodes;
  }

  /** Stores what every copy shows and takes a step. */
  #act(act: Act): void {
    const { environment, copies, live, learn } = this.#reserved((this.steps + 1) * this.copies);
    const { privileged, terminated, truncated, learn: learned } = environment;
    const start = this.steps * copies;
    copyNumbers(environment.observations, this.observations, start * this.observationWidth);
    if (privileged) copyNumbers(privileged.observations, this.criticObservations, start * this.criticWidth);
    this.#allLearn = this.#running === copies && this.#allLearned();
    if (this.#allLearn) {
      live.fill(1, start, start + copies);
      learn.fill(1, start, start + copies);
      this.learned += copies;
    } else {
      for (let copy = 0; copy < copies; copy++) {
        live[start + copy] = (terminated[copy]! | truncated[copy]!) ^ 1;
        learn[start + copy] = live[start + copy]! & learned[copy]!;
        this.learned += learn[start + copy]!;
      }
    }
    act(this.steps, this.#chosen, this.#latents);
    environment.step(this.#chosen);
  }

  #countRunning(): number {
    if (this.#noneTerminated() && this.#noneTruncated()) return this.copies;
    const { terminated, truncated } = this.environment;
    let running = 0;
    for (let copy = 0; copy < this.copies; copy++) running += (terminated[copy]! | truncated[copy]!) ^ 1;
    return running;
  }

  /** Stores what came of the step. */
  #keep(): void {
    const { copies } = this;
    const start = this.steps * copies;
    const acted = this.#running;
    this.#running = this.#countRunning();
    if (acted === copies && !this.#head) this.#keepColumns(start);
    else for (let copy = 0; copy < copies; copy++) this.#keepOne(start + copy, copy);
    this.plain[this.steps++] = this.#allLearn && this.#running === copies ? 1 : 0;
  }

  /** Where no copy was over, the columns are stored as they are. */
  #keepColumns(start: number): void {
    const { environment, copies } = this;
    const { rewards, terminated, truncated } = environment;
    const earned = this.#earned;
    copyNumbers(environment.executed, this.actions, start);
    copyNumbers(rewards, this.rewards, start);
    for (let copy = 0; copy < copies; copy++) earned[copy]! += rewards[copy]!;
    this.ended.fill(0, start, start + copies);
    this.#over.fill(0);
    if (this.#running === copies) return;
    for (let copy = 0; copy < copies; copy++) if ((terminated[copy]! | truncated[copy]!) === 1) this.#end(start + copy, copy);
  }

  #keepOne(row: number, copy: number): void {
    const { environment } = this;
    this.ended[row] = 0;
    this.rewards[row] = 0;
    this.#over[copy] = 0;
    if (this.live[row] === 0) return;
    if (this.#head) this.#keepLatents(row, copy, this.#head);
    else this.actions[row] = environment.executed[copy]!;
    this.rewards[row] = environment.rewards[copy]!;
    this.#earned[copy]! += environment.rewards[copy]!;
    if ((environment.terminated[copy]! | environment.truncated[copy]!) === 1) this.#end(row, copy);
  }

  /** Notes that the episode of a copy ended with a row. */
  #end(row: number, copy: number): void {
    this.#over[copy] = 1;
    this.#returns[this.#episodes++] = this.#earned[copy]!;
    this.#earned[copy] = 0;
    const declared = this.environment.terminated[copy] === 1 ? 'terminal' : 'truncated';
    if ((this.#horizon === 'declared' ? declared : this.#horizon) === 'truncated') this.#cut(row, copy);
    else this.ended[row] = 1;
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
    this.plain[Math.floor(row / this.copies)] = 0;
    this.tailRows.push(row);
    const seen = this.environment.privileged?.observations ?? this.environment.observations;
    for (let k = copy * this.criticWidth; k < (copy + 1) * this.criticWidth; k++) this.tail.push(seen[k]!);
  }

  #clear(): void {
    this.steps = 0;
    this.learned = 0;
    this.tailRows.length = 0;
    this.tail.length = 0;
    this.#episodes = 0;
  }

  #reserved(rows: number): this {
    if (this.rewards.length >= rows) return this;
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
    // At most every row ends an episode.
    this.#returns = grown(this.#returns, new Float64Array(capacity));
    this.ended = grown(this.ended, new Uint8Array(capacity));
    this.plain = grown(this.plain, new Uint8Array(Math.ceil(capacity / this.copies)));
    return this;
  }
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum;
}

/** Below this many numbers a loop costs less than a call. */
const SHORT = 64;

/** Copies all of one array into another. */
function copyNumbers(from: Column, to: Int32Array | Float32Array | Float64Array, at: number): void {
  if (from.length > SHORT) to.set(from, at);
  else for (let k = 0; k < from.length; k++) to[at + k] = from[k]!;
}
