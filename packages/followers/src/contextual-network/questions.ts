import type { Player, Random, Value } from '@firstmover/core';
import { InputError, RefusedError, cardinality, contains, flatten, show, valueAt, width } from '@firstmover/core';

/** What a contextual follower asks, and how it writes down what it hears. */
export interface QuestionOptions {
  /** Leader observations to ask about: `all` of finitely many (the default), so many of them drawn anew in each response, or a list. */
  readonly queries?: 'all' | { readonly sampled: number } | readonly Value[];
  /** How often each is asked (default 1). */
  readonly samples?: number;
  /**
   * What is kept of the answers to one observation: the `list` of all samples (the default), their `mean` (that of a Discrete action is its index as a
   * share of the highest), or their empirical `distribution` (Discrete actions only).
   */
  readonly summary?: 'list' | 'mean' | 'distribution';
}

/** The questions of one response: positions in the pool. */
export type Asked = ArrayLike<number>;

/** A query set and the layout of its answers. */
export interface Questions {
  /** The leader observations that may be asked about. */
  readonly pool: readonly Value[];
  /** How many numbers stand for the answers to one of them; Discrete actions are one-hot in a list. */
  readonly channels: number;
  /** How many leader queries a response makes. */
  readonly queries: number;
  /** What to ask in one response. */
  draw(random: Random): Asked;
  /** The leader observations to query, each as often as it is asked. */
  observations(asked: Asked): readonly Value[];
  /** Writes the answers to {@link observations} as a context, pool x channels from `at`; what was not asked is zero. */
  encode(asked: Asked, answers: ArrayLike<Value>, context: Float32Array | Float64Array, at?: number): void;
}

/** The most leader observations that are listed when all may be asked about. */
const POOL_LIMIT = 100_000;

/**
 * Prepares the questions of a contextual follower to the leader of a game.
 *
 * @throws InputError for options out of range or observations that the leader does not have; RefusedError where there are too many to list
 */
export function questionsTo(leader: Player, gameId: string, options: QuestionOptions): Questions {
  const { queries = 'all', samples = 1, summary = 'list' } = options;
  const { observation, action } = leader;
  if (!Number.isSafeInteger(samples) || samples < 1)
    throw new InputError(`samples of the contextual follower is ${show(samples)}: expected an integer of at least 1`);
  const pool = Array.isArray(queries) ? (queries as readonly Value[]) : allOf(leader, gameId);
  const strange = pool.find((value) => !contains(observation, value));
  if (strange !== undefined || pool.length === 0)
    throw new InputError(`query ${show(strange)} of the contextual follower: expected observations of ${leader.name} in ${gameId}`);
  const drawn = typeof queries === 'object' && 'sampled' in queries ? queries.sampled : undefined;
  if (drawn !== undefined && !(Number.isSafeInteger(drawn) && drawn >= 1 && drawn <= pool.length))
    throw new InputError(`${show(drawn)} sampled queries of the contextual follower: expected an integer from 1 to ${pool.length}`);
  const note = noteOf(leader, samples, summary);
  // An observation that may stay unasked has a number that says whether it was.
  const flag = drawn === undefined ? 0 : 1;
  const channels = note.channels + flag;
  const everything = Int32Array.from(pool, (_value, j) => j);
  const deck = everything.slice();
  const others = new Int32Array(drawn ?? 0);
  const flat = new Float64Array(width(action));
  return {
    pool,
    channels,
    queries: (drawn ?? pool.length) * samples,
    draw(random) {
      if (drawn === undefined) return everything;
      for (let i = 0; i < drawn; i++) {
        const other = i + random.integer(deck.length - i);
        const position = deck[other]!;
        deck[other] = deck[i]!;
        deck[i] = position;
        others[i] = other;
      }
      const asked = deck.slice(0, drawn);
      // The deck is put back in order: what is drawn next is a function of its random numbers alone.
      for (let i = drawn - 1; i >= 0; i--) {
        const position = deck[others[i]!]!;
        deck[others[i]!] = deck[i]!;
        deck[i] = position;
      }
      return asked;
    },
    observations: (asked) => Array.from(asked, (position) => new Array<Value>(samples).fill(pool[position]!)).flat(),
    encode(asked, answers, context, at = 0) {
      context.fill(0, at, at + pool.length * channels);
      for (let i = 0; i < asked.length; i++) {
        const start = at + asked[i]! * channels;
        for (let k = 0; k < samples; k++) {
          flatten(action, answers[i * samples + k]!, flat);
          note.write(flat, k, context, start);
        }
        if (flag) context[start + note.channels] = 1;
      }
    },
  };
}

function allOf({ name, observation }: Player, gameId: string): readonly Value[] {
  const count = cardinality(observation);
  if (count > POOL_LIMIT) {
    throw new RefusedError(
      `${name} of ${gameId} has ${count} observations: the limit is ${POOL_LIMIT} where all may be asked about; give a list as queries`,
    );
  }
  return Array.from({ length: count }, (_unused, index) => valueAt(observation, index));
}

/** How the samples of one answer become numbers. */
interface Note {
  readonly channels: number;
  /** Adds sample k, flat, to the numbers from `at`, which start at zero. */
  write(flat: Float64Array, k: number, out: Float32Array | Float64Array, at: number): void;
}

function noteOf({ name, action }: Player, samples: number, summary: unknown): Note {
  if (summary !== 'list' && summary !== 'mean' && summary !== 'distribution')
    throw new InputError(`summary ${show(summary)} of the contextual follower: expected list, mean or distribution`);
  if (action.kind === 'discrete') {
    const { n } = action;
    if (summary === 'mean') return { channels: 1, write: (flat, _k, out, at) => (out[at]! += flat[0]! / Math.max(1, n - 1) / samples) };
    if (summary === 'distribution') return { channels: n, write: (flat, _k, out, at) => (out[at + flat[0]!]! += 1 / samples) };
    return { channels: n * samples, write: (flat, k, out, at) => (out[at + k * n + flat[0]!] = 1) };
  }
  if (summary === 'distribution')
    throw new InputError(`summary distribution of ${action.kind} actions of ${name}: expected Discrete actions; use list or mean`);
  const cells = width(action);
  return summary === 'mean'
    ? { channels: cells, write: (flat, _k, out, at) => flat.forEach((value, c) => (out[at + c]! += value / samples)) }
    : { channels: cells * samples, write: (flat, k, out, at) => out.set(flat, at + k * cells) };
}
