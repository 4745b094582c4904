import { InputError, randomStream, show } from '@firstmover/core';
import { checkContext, checkSizes } from '../context-network/context-network.ts';
import type { ContextNetwork } from '../context-network/context-network.ts';
import type { MlpNetwork } from '../mlp/build.ts';
import { mlpNetwork } from '../mlp/mlp.ts';
import type { NetworkDescription } from '../network/description.ts';
import { createHeads } from './heads.ts';
import type { HeadShape } from './heads.ts';

/** What an attention network reads and looks like. */
export interface AttentionOptions {
  /** How many features the reader brings; they are what its queries and the network behind the heads depend on. */
  readonly features: number;
  /** How many numbers each entry of the context has. */
  readonly channels: number;
  /**
   * What entries are found by, given or learned. Either one point per entry, in units of the distance between neighbours, which stay as
   * they are; or so many entries whose points in so many dimensions are learned.
   */
  readonly keys: readonly (readonly number[])[] | { readonly entries: number; readonly dimensions: number };
  /** Whether the reader also says where it stands among the keys: its queries are then relative to that point (default false). */
  readonly placed?: boolean;
  /** How many heads (default 8). */
  readonly heads?: number;
  /** How far from the reader the heads look at first: evenly from -reach to reach along one-dimensional keys, else at random (default 2). */
  readonly reach?: number;
  /** The widths of the hidden layers behind the heads (default [64, 64]). */
  readonly hidden?: readonly number[];
  /** What follows each hidden layer (default tanh). */
  readonly activation?: 'tanh' | 'relu';
  /** How many numbers per row. */
  readonly outputs: number;
  /** The gain of the last layer's weights at the start, as in {@link mlpNetwork}. */
  readonly outputScale?: number | readonly number[];
  /** The seed of the initial weights, from 0 to 2^53 - 1. */
  readonly seed: number;
}

/**
 * A network that attends to a context of many entries (cross-attention, as in Kim et al., Attentive Neural Processes, ICLR 2019, with
 * a Gaussian kernel in place of the dot product). Each head h asks at a point q_h = place + d_h + U_h features; entry j with key k_j has
 * the score -exp(2 r_h) |k_j - q_h|² / 2, "nothing" has the score b_h, and the softmax of the scores weighs the entries' channels. An MLP reads
 * the features and what the heads saw. The place is not shown to the MLP, so that what is learned at one place holds at all others.
 *
 * A row of inputs is features, place (if `placed`, as many numbers as a key), then the entries' channels, entry by entry. Time is
 * linear in entries. Parameters are r, b, d, U and learned keys, then the MLP's.
 *
 * @throws InputError naming the option that is out of range
 */
export function attentionNetwork(options: AttentionOptions): ContextNetwork {
  const { features, channels, keys, placed = false, heads = 8, reach = 2, hidden = [64, 64], activation = 'tanh', outputs, seed } = options;
  checkSizes('an attention network', { channels, heads, outputs }, 1);
  checkSizes('an attention network', { features }, 0);
  if (!Number.isFinite(reach) || reach < 0) throw new InputError(`reach ${show(reach)} of an attention network: expected a number from 0`);
  const learned = !isList(keys);
  const fixed = learned ? undefined : checkKeys(keys);
  const shape: HeadShape = {
    heads,
    channels,
    features,
    entries: learned ? keys.entries : keys.length,
    dimensions: learned ? keys.dimensions : (keys[0]?.length ?? 1),
    placed,
    learned,
  };
  checkSizes('an attention network', { entries: shape.entries, 'dimensions of keys': shape.dimensions }, 1);
  const trunk = mlpNetwork({
    input: { kind: 'vector', width: features + heads * channels },
    hidden,
    outputs,
    activation,
    seed,
    ...(options.outputScale === undefined ? {} : { outputScale: options.outputScale }),
  });
  const network = build(shape, fixed, trunk);
  start(network.parameters, shape, reach, seed);
  network.parameters.set(trunk.parameters, network.parameters.length - trunk.parameters.length);
  return network;
}

/** The network around a trunk, its own parameters zero. */
function build(shape: HeadShape, fixed: Float32Array | undefined, trunk: MlpNetwork): ContextNetwork {
  const { features, heads, channels, entries, dimensions, placed, learned } = shape;
  const parts = [
    { name: 'heads.sharpness', shape: [heads] },
    { name: 'heads.nothing', shape: [heads] },
    { name: 'heads.offset', shape: [heads, dimensions] },
    { name: 'heads.query', shape: [heads, dimensions, features] },
    ...(learned ? [{ name: 'keys', shape: [entries, dimensions] }] : []),
  ].filter(({ shape: lengths }) => !lengths.includes(0));
  const own = parts.reduce((sum, part) => sum + part.shape.reduce((product, length) => product * length, 1), 0);
  const parameters = new Float32Array(own + trunk.parameters.length);
  const gradients = new Float32Array(parameters.length);
  const trunkParameters = parameters.subarray(own);
  const attend = createHeads(shape, parameters, gradients, fixed);
  const ownWidth = features + (placed ? dimensions : 0);
  const context = entries * channels;
  const width = ownWidth + context;
  const seenWidth = features + heads * channels;
  let seen = new Float32Array(0);
  let seenGradients = new Float32Array(0);
  let rowsSeen = 0;
  const constants = fixed ? [{ name: 'keys', shape: [entries, dimensions], values: fixed }] : undefined;
  const { kind: trunkKind, settings, parts: trunkParts } = trunk.description;
  const description: NetworkDescription = {
    kind: 'attention',
    settings: { features, channels, entries, dimensions, placed, learned, heads, trunk: { kind: trunkKind, ...settings } },
    parts: [...parts, ...trunkParts.map(({ name, shape: lengths }) => ({ name: `trunk.${name}`, shape: lengths }))],
    ...(constants ? { constants } : {}),
  };

  return {
    description,
    input: { kind: 'vector', width },
    outputs: trunk.outputs,
    parameters,
    gradients,
    ownWidth,
    forward(inputs, rows) {
      if (inputs.length < rows * width) throw new InputError(`${inputs.length} inputs for ${show(rows)} rows of ${width}: expected more`);
      if (seen.length < rows * seenWidth) seen = new Float32Array(rows * seenWidth);
      attend.begin(rows);
      for (let row = 0; row < rows; row++) {
        const from = row * width;
        const to = row * seenWidth;
        for (let k = 0; k < features; k++) seen[to + k] = inputs[from + k]!;
        attend.look(inputs, from, inputs, from + ownWidth, seen, to + features, true);
      }
      rowsSeen = rows;
      trunk.parameters.set(trunkParameters);
      return trunk.forward(seen, rows);
    },
    backward(outputGradients, rows) {
      if (rows !== rowsSeen) throw new InputError(`backward with ${show(rows)} rows: expected the ${rowsSeen} of the last forward`);
      if (seenGradients.length < rows * seenWidth) seenGradients = new Float32Array(rows * seenWidth);
      trunk.gradients.fill(0);
      trunk.backward(outputGradients, rows, seenGradients);
      for (let k = 0; k < trunk.gradients.length; k++) gradients[own + k]! += trunk.gradients[k]!;
      attend.learn(seen, seenGradients, rows);
    },
    bind(bound) {
      checkContext(bound, context);
      const values = bound.slice();
      const row = new Float32Array(seenWidth);
      return (reader) => {
        for (let k = 0; k < features; k++) row[k] = reader[k]!;
        attend.look(reader, 0, values, 0, row, features, false);
        trunk.parameters.set(trunkParameters);
        rowsSeen = 0;
        return trunk.forward(row, 1);
      };
    },
    clone() {
      const twin = build(shape, fixed, trunk.clone());
      twin.parameters.set(parameters);
      return twin;
    },
  };
}

/** The heads' parameters at the start: looking around, about half as wide as keys are apart, with some weight on nothing. */
function start(parameters: Float32Array, { heads, dimensions, features, entries, learned }: HeadShape, reach: number, seed: number): void {
  const random = randomStream(seed, 'initial weights of attention').at(0, 0);
  let at = 0;
  const write = (count: number, value: (i: number) => number): void => {
    for (let i = 0; i < count; i++) parameters[at++] = value(i);
  };
  const even = dimensions === 1 && !learned && heads > 1;
  write(heads, () => (learned ? 0 : Math.LN2));
  write(heads, () => -2);
  write(heads * dimensions, (i) => (even ? (reach * (2 * i - heads + 1)) / (heads - 1) : (learned ? 1 : reach) * random.normal()));
  write(heads * dimensions * features, () => (learned ? random.normal() : 0));
  if (learned) write(entries * dimensions, () => random.normal());
}

function isList(keys: AttentionOptions['keys']): keys is readonly (readonly number[])[] {
  return Array.isArray(keys);
}

function checkKeys(keys: readonly (readonly number[])[]): Float32Array {
  const dimensions = keys[0]?.length ?? 0;
  keys.forEach((key, j) => {
    if (key.length !== dimensions || !key.every(Number.isFinite))
      throw new InputError(`key ${j} of an attention network is ${show(key)}: expected ${dimensions} finite numbers`);
  });
  return Float32Array.from(keys.flat());
}
