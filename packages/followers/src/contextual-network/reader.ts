import type { Player, Value } from '@firstmover/core';
import { InputError, cardinality, flatten, indexOf, randomStream, sample, show, valueAt, width } from '@firstmover/core';
import type { ContextNetwork } from '@firstmover/networks';
import { attentionNetwork, deepSetNetwork, flatContext, mlpNetwork } from '@firstmover/networks';
import type { Questions } from './questions.ts';

/** A function that describes an observation in numbers. */
export type Describe = (observation: Value) => readonly number[];

/** How a network takes in the answers. */
export type ContextEncoder =
  | {
      /** All answers side by side: for small query sets. */
      readonly kind: 'mlp';
      /** The widths of the hidden layers (default [64, 64]). */
      readonly hidden?: readonly number[];
    }
  | {
      /** The mean of what a network makes of each answer; a response sums them up once. */
      readonly kind: 'set';
      /** What tells the queried leader observations apart (default one-hot). */
      readonly keys?: Describe;
      /** How many numbers the answers are summed up in (default 32). */
      readonly summary?: number;
      /** The widths of the hidden layers before and behind the mean (default [64, 64]). */
      readonly hidden?: readonly number[];
    }
  | {
      /** Attention from the follower's observation to the answers: for large query sets, in time linear in them. */
      readonly kind: 'attention';
      /** The points at which the queried leader observations lie, neighbours 1 apart (default learned, in eight dimensions). */
      readonly keys?: Describe;
      /** Where an observation of the follower lies among these points (default nowhere; only with keys). */
      readonly place?: Describe;
      /** How many heads (default 8). */
      readonly heads?: number;
      /** How far from their place the heads look at first (default 2). */
      readonly reach?: number;
      /** The widths of the hidden layers behind the heads (default [64, 64]). */
      readonly hidden?: readonly number[];
    };

/** The follower's own part of a network's input. */
export interface OwnNumbers {
  /** How many there are: features, then place. */
  readonly width: number;
  /** How many of them are features. */
  readonly features: number;
  /** Writes those of an observation. */
  write(observation: Value, out: Float32Array | Float64Array, at: number): void;
}

/** Observations are tabulated up to so many numbers. */
const TABLE_LIMIT = 1_000_000;

/**
 * What the follower sees, in numbers.
 *
 * @param player - the follower
 * @param features - what describes an observation (default one-hot if finite and Discrete, else flat)
 * @param place - where it lies among the keys, if anywhere
 */
export function ownNumbers(player: Player, features: Describe | undefined, place: Describe | undefined): OwnNumbers {
  const { observation, name } = player;
  const describe = features ?? defaultFeatures(player);
  const example = sample(observation, randomStream(0, 'own numbers').at(0, 0));
  const first = describe(example).length;
  const total = first + (place?.(example).length ?? 0);
  const compute = (value: Value): readonly number[] => {
    const numbers = place ? [...describe(value), ...place(value)] : describe(value);
    if (numbers.length !== total || !numbers.every(Number.isFinite))
      throw new InputError(`features of observation ${show(value)} of ${name} are ${show(numbers)}: expected ${total} finite numbers`);
    return numbers;
  };
  const count = cardinality(observation);
  if (count * total > TABLE_LIMIT) {
    return { width: total, features: first, write: (value, out, at) => out.set(compute(value), at) };
  }
  const table = Float32Array.from({ length: count }, (_unused, index) => index);
  const rows = Float32Array.from([...table].flatMap((index) => compute(valueAt(observation, index))));
  return {
    width: total,
    features: first,
    write(value, out, at) {
      const start = indexOf(observation, value) * total;
      for (let k = 0; k < total; k++) out[at + k] = rows[start + k]!;
    },
  };
}

function defaultFeatures({ observation }: Player): Describe {
  if (observation.kind === 'discrete') {
    return (value) => Array.from({ length: observation.n }, (_unused, index) => (index === value ? 1 : 0));
  }
  const flat = new Float64Array(width(observation));
  return (value) => {
    flatten(observation, value, flat);
    return [...flat];
  };
}

/** The network of a contextual follower: own numbers, then the context, to `outputs` numbers, the last of which is a value. */
export function contextNetwork(
  encoder: ContextEncoder,
  own: OwnNumbers,
  { pool, channels }: Questions,
  outputs: number,
  seed: number,
): ContextNetwork {
  // A policy starts near uniform, a value near zero.
  const outputScale = Array.from({ length: outputs }, (_unused, k) => (k === outputs - 1 ? 1 : 0.01));
  if (encoder.kind === 'mlp') {
    const { hidden = [64, 64] } = encoder;
    const input = { kind: 'vector', width: own.width + pool.length * channels } as const;
    return flatContext(mlpNetwork({ input, hidden, outputs, outputScale, activation: 'tanh', seed }), own.width);
  }
  const keys = encoder.keys ? pool.map(encoder.keys) : undefined;
  if (encoder.kind === 'set') {
    const { summary = 32, hidden = [64, 64] } = encoder;
    const given = keys ?? pool.map((_value, j) => pool.map((_other, k) => (j === k ? 1 : 0)));
    return deepSetNetwork({ own: own.width, channels, keys: given, summary, hidden, outputs, outputScale, seed });
  }
  const { heads = 8, reach = 2, hidden = [64, 64] } = encoder;
  return attentionNetwork({
    features: own.features,
    channels,
    keys: keys ?? { entries: pool.length, dimensions: 8 },
    placed: own.width > own.features,
    heads,
    reach,
    hidden,
    outputs,
    outputScale,
    seed,
  });
}
