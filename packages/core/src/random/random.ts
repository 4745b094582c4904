import { cosTurns, log64 } from '../elementary/elementary.ts';
import { InputError, show } from '../errors/errors.ts';
import type { Savable, SavedState } from '../saved-state/saved-state.ts';
import { philox } from './philox.ts';
import { fillUniforms } from './uniforms.ts';

/** A source of random numbers. */
export interface Random {
  /** A number in [0, 1) with 53 random bits. */
  uniform(): number;
  /** An integer in 0..count-1. */
  integer(count: number): number;
  /** A standard normal number (Box-Muller). */
  normal(): number;
  /** An index drawn in proportion to non-negative weights. */
  pick(weights: ArrayLike<number>): number;
}

/**
 * A named counter-based stream: the numbers are a function of (seed, name, environment, step, how many were drawn since),
 * so that any number of workers draws the same ones. Only a stream that draws on without moving has something to save: how many were drawn.
 */
export interface RandomStream extends Random, Savable {
  /** Moves to an environment and a step (both 0..2^32-1) and returns the stream itself. */
  at(environment: number, step: number): RandomStream;
  /** Fills `out[i]`, i < count, with the 32-bit uniform of environment `first + i` at `step`; one block serves four environments. */
  fill(step: number, out: Float64Array, count?: number, first?: number): void;
}

const TWO_POW_M53 = 1.1102230246251565e-16;

/**
 * Checks a seed: an integer from 0 to 2^53 - 1.
 *
 * @throws InputError naming the value otherwise
 */
export function checkSeed(seed: number): number {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new InputError(`seed ${show(seed)}: expected an integer from 0 to 2^53 - 1`);
  return seed;
}

/**
 * Opens the stream of a name under a seed. Streams of different names or seeds are independent.
 *
 * @param seed - an integer from 0 to 2^53 - 1
 * @param name - what the stream is for, a path such as `leader/actions`
 */
export function randomStream(seed: number, name: string): RandomStream {
  checkSeed(seed);
  if (typeof name !== 'string')
    throw new InputError(
      `the name of a random stream is ${show(name)}: expected text that says what it is for, as in randomStream(0, 'exploration')`,
    );
  const block = new Uint32Array(4);
  const [hash0, hash1] = hashName(name);
  philox(seed | 0, Math.floor(seed / 4294967296), hash0, hash1, 0x243f6a88, 0x13198a2e, block);
  return new CounterStream(block[0] as number, block[1] as number);
}

/**
 * A seed for a part of an experiment: parts with different names, or under different seeds, share no random numbers.
 *
 * @param seed - the seed of the whole
 * @param name - what the part is called
 */
export function childSeed(seed: number, name: string): number {
  const random = randomStream(seed, `seed of ${name}`).at(0, 0);
  return random.integer(Number.MAX_SAFE_INTEGER);
}

class CounterStream implements RandomStream {
  readonly #key0: number;
  readonly #key1: number;
  readonly #block: Uint32Array = new Uint32Array(4);
  #environment = 0;
  #step = 0;
  #blocks = 0;
  #used = 4;

  constructor(key0: number, key1: number) {
    this.#key0 = key0;
    this.#key1 = key1;
  }

  at(environment: number, step: number): this {
    this.#environment = environment;
    this.#step = step;
    this.#blocks = 0;
    this.#used = 4;
    return this;
  }

  // Counter word 3 tells sequential draws (1) from filled ones (0): the two never overlap.
  uniform(): number {
    if (this.#used === 4) {
      philox(this.#blocks++, this.#step, this.#environment, 1, this.#key0, this.#key1, this.#block);
      this.#used = 0;
    }
    const high = (this.#block[this.#used] as number) >>> 5;
    const low = (this.#block[this.#used + 1] as number) >>> 6;
    this.#used += 2;
    return (high * 67108864 + low) * TWO_POW_M53;
  }

  integer(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  normal(): number {
    const radius = Math.sqrt(-2 * log64(1 - this.uniform()));
    return radius * cosTurns(this.uniform());
  }

  pick(weights: ArrayLike<number>): number {
    return pickIndex(weights, this.uniform());
  }

  fill(step: number, out: Float64Array, count: number = out.length, first = 0): void {
    this.#used = 4;
    fillUniforms(first, count, step, this.#key0, this.#key1, out);
  }

  save(): SavedState {
    return Uint32Array.of(this.#key0, this.#key1, this.#environment, this.#step, this.#blocks, this.#used);
  }

  restore(state: SavedState): void {
    if (!(state instanceof Uint32Array) || state.length !== 6 || (state[5] as number) > 4 || state[5] === 1 || state[5] === 3)
      throw new InputError(`${show(state)} is no saved random stream: expected what its save() returned`);
    const [key0, key1, environment, step, blocks, used] = state as unknown as readonly [number, number, number, number, number, number];
    if (key0 !== this.#key0 >>> 0 || key1 !== this.#key1 >>> 0)
      throw new InputError('a saved random stream is one of another seed or name: expected that of the one that it is restored into');
    this.#environment = environment;
    this.#step = step;
    this.#blocks = blocks;
    this.#used = used;
    if (used < 4) philox(blocks - 1, step, environment, 1, this.#key0, this.#key1, this.#block);
  }
}

/**
 * The index that a uniform number selects among non-negative weights (inverse of the cumulative distribution).
 *
 * @param weights - non-negative, finite, not all zero; they need not sum to one
 * @param uniform - a number in [0, 1)
 */
export function pickIndex(weights: ArrayLike<number>, uniform: number): number {
  let total = 0;
  let last = -1;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (!(weight >= 0) || weight === Infinity)
      throw new InputError(`weight ${i} is ${show(weight)}: expected finite numbers of at least 0`);
    if (weight > 0) last = i;
    total += weight;
  }
  if (last < 0) throw new InputError(`weights ${show(Array.from(weights))}: expected at least one above 0`);
  let rest = uniform * total;
  for (let i = 0; i < last; i++) {
    rest -= weights[i] as number;
    if (rest < 0) return i;
  }
  return last;
}

/** Two 32-bit hashes of a name (FNV-1a forwards and backwards, mixed once more by Philox with the seed). */
function hashName(name: string): [number, number] {
  let forward = 0x811c9dc5;
  let backward = 0x01000193;
  for (let i = 0; i < name.length; i++) {
    forward = Math.imul(forward ^ name.charCodeAt(i), 0x01000193);
    backward = Math.imul(backward ^ name.charCodeAt(name.length - 1 - i), 0x01000193) + 0x9e3779b9;
  }
  return [forward | 0, backward | 0];
}
