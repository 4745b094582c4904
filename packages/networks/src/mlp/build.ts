import { InputError, show } from '@firstmover/core';
import { createKernels } from '../kernels/create-kernels.ts';
import { ACTIVATIONS } from '../kernels/kernels.ts';
import type { KernelKind } from '../kernels/kernels.ts';
import type { Network, NetworkInput } from '../network/network.ts';

/** A multi-layer perceptron. */
export interface MlpNetwork extends Network {
  /** Which kernels compute. */
  readonly kernels: KernelKind;
  /** Whether equal seeds give equal bits on every machine: all but the relaxed kernels. */
  readonly reproducible: boolean;
  /**
   * Adds to `gradients` as every network does; for vector inputs it also writes the gradient with respect to the inputs (`rows` x width)
   * where an array for it is given.
   */
  backward(outputGradients: Float32Array, rows: number, inputGradients?: Float32Array): void;
  /** An independent network with the same parameters. */
  clone(): MlpNetwork;
}

/** What an MLP's memory depends on. */
export interface Shape {
  /** What it reads. */
  readonly input: NetworkInput;
  /** The widths of all layers, from the inputs (or the count of indices) to the outputs. */
  readonly widths: readonly number[];
  /** What follows each hidden layer. */
  readonly activation: 'tanh' | 'relu';
}

/** Rows go through all layers in chunks of this many, so that a chunk's activations stay in the first-level cache. */
const CHUNK = 64;

/**
 * An MLP whose parameters are zero. Its kernels' memory holds the parameters, the gradients and the numbers of one chunk, so it never grows;
 * the inputs and hidden activations of a batch beyond one chunk wait for `backward` in ordinary arrays.
 *
 * @param shape - checked by the caller
 * @param kind - which kernels; the reproducible default without it
 */
export function buildMlp(shape: Shape, kind?: KernelKind): MlpNetwork {
  const { input, widths } = shape;
  const layers = widths.length - 1;
  const outputs = widths[layers]!;
  const index = input.kind === 'index';
  const width = index ? 1 : input.width;
  const activation = ACTIVATIONS[shape.activation];

  let words = 0;
  const reserve = (count: number): number => {
    const start = words;
    words = Math.ceil((words + count) / 4) * 4;
    return start;
  };
  const starts: number[] = []; // of each layer's parameters
  let size = 0;
  for (let l = 0; l < layers; l++) {
    starts.push(size);
    size += (widths[l]! + 1) * widths[l + 1]!;
  }
  const parametersAt = reserve(size);
  const gradientsAt = reserve(size);
  const keptAt = words;
  const valuesAt = widths.map((units, l) => reserve(CHUNK * (l === 0 ? width : units))); // the inputs, then what each layer returns
  const kept = valuesAt[layers]! - keptAt;
  const widest = Math.max(...widths.slice(index ? 1 : 0));
  const deltasAt = [reserve(CHUNK * widest), reserve(CHUNK * widest)];
  const transposedAt = widths.slice(1).map((units, l) => reserve(index && l === 0 ? 0 : widths[l]! * units));

  const kernels = createKernels(words, kind);
  const { floats, integers } = kernels;
  const view = (start: number, count: number): Float32Array => floats.subarray(start, start + count);
  const gradients = view(gradientsAt, size);
  const readInputs = chunkReader(width, view(valuesAt[0]!, CHUNK * width));
  const outputView = view(valuesAt[layers]!, CHUNK * outputs);
  const readGradients = chunkReader(outputs, view(deltasAt[0]!, CHUNK * outputs));
  const keptView = view(keptAt, kept);
  const keptChunks: Float32Array[] = [];
  let result = new Float32Array(0);
  let seen = 0;

  function readIndices(inputs: ArrayLike<number>, start: number, rows: number, count: number): void {
    for (let i = 0; i < rows; i++) {
      const value = inputs[start + i]!;
      if (!(value >= 0 && value < count && Math.floor(value) === value))
        throw new InputError(`index ${show(value)} in row ${start + i}: expected an integer from 0 to ${count - 1}`);
      integers[valuesAt[0]! + i] = value;
    }
  }

  function forwardChunk(rows: number): void {
    for (let l = 0; l < layers; l++) {
      const weights = parametersAt + starts[l]!;
      const apply = index && l === 0 ? kernels.gather : kernels.linear;
      const after = l + 1 < layers ? activation : ACTIVATIONS.none;
      apply(valuesAt[l]!, rows, widths[l]!, weights, widths[l + 1]!, valuesAt[l + 1]!, after);
    }
  }

  /** From the output gradients in the first delta; returns which delta holds the input gradients, if they are wanted. */
  function backwardChunk(rows: number, wanted: boolean): number {
    let from = 0;
    for (let l = layers - 1; l >= 0; l--) {
      const accumulate = index && l === 0 ? kernels.scatterGradient : kernels.weightGradient;
      accumulate(valuesAt[l]!, rows, widths[l]!, deltasAt[from]!, widths[l + 1]!, gradientsAt + starts[l]!);
      if (l === 0 && !wanted) break;
      const before = l === 0 ? ACTIVATIONS.none : activation;
      const to = 1 - from;
      kernels.inputGradient(deltasAt[from]!, rows, widths[l + 1]!, transposedAt[l]!, widths[l]!, valuesAt[l]!, before, deltasAt[to]!);
      from = to;
    }
    return from;
  }

  const network: MlpNetwork = {
    input,
    outputs,
    parameters: view(parametersAt, size),
    gradients,
    kernels: kernels.kind,
    reproducible: kernels.kind !== 'relaxed',
    forward(inputs, rows) {
      checkBatch('inputs', inputs.length, rows, width);
      if (result.length < rows * outputs) result = new Float32Array(Math.ceil(rows / CHUNK) * CHUNK * outputs);
      seen = 0;
      for (let start = 0, chunk = 0; start < rows; start += CHUNK, chunk++) {
        const count = Math.min(CHUNK, rows - start);
        if (input.kind === 'index') readIndices(inputs, start, count, input.count);
        else readInputs(inputs, chunk, count);
        forwardChunk(count);
        if (rows > CHUNK) (keptChunks[chunk] ??= new Float32Array(kept)).set(keptView);
        if (count === CHUNK) result.set(outputView, start * outputs);
        else for (let i = 0; i < count * outputs; i++) result[start * outputs + i] = outputView[i]!;
      }
      seen = rows;
      return result;
    },
    backward(outputGradients, rows, inputGradients) {
      if (rows !== seen) throw new InputError(`backward with ${show(rows)} rows: expected the ${seen} of the last forward`);
      checkBatch('output gradients', outputGradients.length, rows, outputs);
      if (inputGradients !== undefined) {
        if (index) throw new InputError('input gradients of a network that reads indices: there are none; use vectors');
        checkBatch('input gradients', inputGradients.length, rows, width);
      }
      const first = inputGradients === undefined ? 1 : 0;
      for (let l = first; l < layers; l++) kernels.transpose(parametersAt + starts[l]!, widths[l]!, widths[l + 1]!, transposedAt[l]!);
      for (let start = 0, chunk = 0; start < rows; start += CHUNK, chunk++) {
        const count = Math.min(CHUNK, rows - start);
        if (rows > CHUNK) keptView.set(keptChunks[chunk]!);
        readGradients(outputGradients, chunk, count);
        const last = backwardChunk(count, inputGradients !== undefined);
        if (inputGradients !== undefined) inputGradients.set(view(deltasAt[last]!, count * width), start * width);
      }
    },
    clone() {
      const twin = buildMlp(shape, kind);
      twin.parameters.set(network.parameters);
      return twin;
    },
  };
  return network;
}

function checkBatch(what: string, length: number, rows: number, width: number): void {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new InputError(`a batch of ${show(rows)} rows: expected an integer of at least 0`);
  if (length < rows * width) throw new InputError(`${length} ${what} for ${rows} rows of ${width}: expected at least ${rows * width}`);
}

/** An array of inputs or of output gradients. */
type Rows = Float32Array | Int32Array;

/**
 * Copies one chunk of rows at a time to the kernels' memory. Callers mostly bring the same array, so its views are made once; short runs go
 * in a loop, where a call would cost more than the copy.
 */
function chunkReader(width: number, to: Float32Array): (from: Rows, chunk: number, rows: number) => void {
  let source: Rows | undefined;
  let views: Rows[] = [];
  return (from, chunk, rows) => {
    const start = chunk * CHUNK * width;
    const count = rows * width;
    if (count <= 256) for (let i = 0; i < count; i++) to[i] = from[start + i]!;
    else {
      if (from !== source) {
        source = from;
        views = [];
      }
      to.set((views[chunk] ??= from.subarray(start, start + CHUNK * width)));
    }
  };
}
