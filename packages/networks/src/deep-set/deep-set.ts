import { InputError, childSeed, show } from '@firstmover/core';
import { checkContext, checkSizes } from '../context-network/context-network.ts';
import type { ContextNetwork } from '../context-network/context-network.ts';
import type { MlpNetwork } from '../mlp/build.ts';
import { mlpNetwork } from '../mlp/mlp.ts';

/** What a deep set reads and looks like. */
export interface DeepSetOptions {
  /** How many numbers are the reader's own. */
  readonly own: number;
  /** How many numbers each entry of the context has. */
  readonly channels: number;
  /** What tells entries apart: one list of numbers per entry, of one length, possibly 0. */
  readonly keys: readonly (readonly number[])[];
  /** How many numbers the set is summed up in (default 32). */
  readonly summary?: number;
  /** The widths of the hidden layers before and behind the mean (default [64, 64]). */
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
 * A network on a set (Zaheer et al., Deep Sets, NeurIPS 2017). An MLP reads each entry of the context with its key, the mean over the
 * entries sums them up, and a second MLP reads the reader's own numbers and the summary. A bound context is summed up once.
 *
 * A row of inputs is the own numbers, then the entries' channels, entry by entry. Parameters are those of the first MLP, then of the second.
 *
 * @throws InputError naming the option that is out of range
 */
export function deepSetNetwork(options: DeepSetOptions): ContextNetwork {
  const { own, channels, keys, summary = 32, hidden = [64, 64], activation = 'tanh', outputs, seed } = options;
  checkSizes('a deep set', { channels, summary, outputs, entries: keys.length }, 1);
  checkSizes('a deep set', { own }, 0);
  const keyWidth = keys[0]!.length;
  keys.forEach((key, j) => {
    if (key.length !== keyWidth || !key.every(Number.isFinite))
      throw new InputError(`key ${j} of a deep set is ${show(key)}: expected ${keyWidth} finite numbers`);
  });
  const entry = mlpNetwork({
    input: { kind: 'vector', width: keyWidth + channels },
    hidden,
    outputs: summary,
    activation,
    seed: childSeed(seed, 'deep set/entries'),
  });
  const reader = mlpNetwork({
    input: { kind: 'vector', width: own + summary },
    hidden,
    outputs,
    activation,
    seed: childSeed(seed, 'deep set/reader'),
    ...(options.outputScale === undefined ? {} : { outputScale: options.outputScale }),
  });
  const network = build(own, channels, Float32Array.from(keys.flat()), keys.length, entry, reader);
  network.parameters.set(entry.parameters);
  network.parameters.set(reader.parameters, entry.parameters.length);
  return network;
}

function build(own: number, channels: number, keys: Float32Array, entries: number, entry: MlpNetwork, reader: MlpNetwork): ContextNetwork {
  const keyWidth = keys.length / entries;
  const pairWidth = keyWidth + channels;
  const summary = entry.outputs;
  const width = own + entries * channels;
  const readWidth = own + summary;
  const first = entry.parameters.length;
  const parameters = new Float32Array(first + reader.parameters.length);
  const gradients = new Float32Array(parameters.length);
  let pairs = new Float32Array(0);
  let pairGradients = new Float32Array(0);
  let read = new Float32Array(0);
  let readGradients = new Float32Array(0);
  let rowsSeen = 0;

  const load = (): void => {
    entry.parameters.set(parameters.subarray(0, first));
    reader.parameters.set(parameters.subarray(first));
  };
  const lay = (context: Float32Array | Int32Array, at: number, row: number): void => {
    for (let j = 0; j < entries; j++) {
      const to = (row * entries + j) * pairWidth;
      for (let k = 0; k < keyWidth; k++) pairs[to + k] = keys[j * keyWidth + k]!;
      for (let c = 0; c < channels; c++) pairs[to + keyWidth + c] = context[at + j * channels + c]!;
    }
  };
  const mean = (embedded: Float32Array, row: number, out: Float32Array, at: number): void => {
    for (let k = 0; k < summary; k++) {
      let sum = 0;
      for (let j = 0; j < entries; j++) sum += embedded[(row * entries + j) * summary + k]!;
      out[at + k] = sum / entries;
    }
  };
  const named = (name: string, { description }: MlpNetwork): { name: string; shape: readonly number[] }[] =>
    description.parts.map((part) => ({ name: `${name}.${part.name}`, shape: part.shape }));

  return {
    description: {
      kind: 'deep-set',
      settings: { own, channels, entries, entry: entry.description.settings, reader: reader.description.settings },
      parts: [...named('entry', entry), ...named('reader', reader)],
      ...(keyWidth > 0 ? { constants: [{ name: 'keys', shape: [entries, keyWidth], values: keys }] } : {}),
    },
    input: { kind: 'vector', width },
    outputs: reader.outputs,
    parameters,
    gradients,
    ownWidth: own,
    forward(inputs, rows) {
      if (inputs.length < rows * width) throw new InputError(`${inputs.length} inputs for ${show(rows)} rows of ${width}: expected more`);
      if (pairs.length < rows * entries * pairWidth) pairs = new Float32Array(rows * entries * pairWidth);
      if (read.length < rows * readWidth) read = new Float32Array(rows * readWidth);
      load();
      for (let row = 0; row < rows; row++) lay(inputs, row * width + own, row);
      const embedded = entry.forward(pairs, rows * entries);
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < own; k++) read[row * readWidth + k] = inputs[row * width + k]!;
        mean(embedded, row, read, row * readWidth + own);
      }
      rowsSeen = rows;
      return reader.forward(read, rows);
    },
    backward(outputGradients, rows) {
      if (rows !== rowsSeen) throw new InputError(`backward with ${show(rows)} rows: expected the ${rowsSeen} of the last forward`);
      if (readGradients.length < rows * readWidth) readGradients = new Float32Array(rows * readWidth);
      if (pairGradients.length < rows * entries * summary) pairGradients = new Float32Array(rows * entries * summary);
      entry.gradients.fill(0);
      reader.gradients.fill(0);
      reader.backward(outputGradients, rows, readGradients);
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < entries; j++) {
          const to = (row * entries + j) * summary;
          for (let k = 0; k < summary; k++) pairGradients[to + k] = readGradients[row * readWidth + own + k]! / entries;
        }
      }
      entry.backward(pairGradients, rows * entries);
      for (let k = 0; k < first; k++) gradients[k]! += entry.gradients[k]!;
      for (let k = first; k < gradients.length; k++) gradients[k]! += reader.gradients[k - first]!;
    },
    bind(context) {
      checkContext(context, width - own);
      if (pairs.length < entries * pairWidth) pairs = new Float32Array(entries * pairWidth);
      load();
      lay(context, 0, 0);
      const row = new Float32Array(readWidth);
      mean(entry.forward(pairs, entries), 0, row, own);
      rowsSeen = 0;
      return (features) => {
        for (let k = 0; k < own; k++) row[k] = features[k]!;
        rowsSeen = 0;
        return reader.forward(row, 1);
      };
    },
    clone() {
      const twin = build(own, channels, keys, entries, entry.clone(), reader.clone());
      twin.parameters.set(parameters);
      return twin;
    },
  };
}
