import { InputError, show } from '@firstmover/core';
import { createKernels } from '../kernels/create-kernels.ts';
import type { KernelKind } from '../kernels/kernels.ts';
import type { Network } from '../network/network.ts';
import { describeMlp } from './describe.ts';
import type { Block, Shape } from './program.ts';
import { CHUNK, callsOf, mlpProgram } from './program.ts';

/** A multi-layer perceptron. */
export interface MlpNetwork extends Network {
  /** Which kernels compute. */
  readonly kernels: KernelKind;
  /** Whether equal seeds give equal bits on every machine: all but the relaxed kernels. */
  readonly reproducible: boolean;
  /**
   * Adds to `gradients` as every network does. For vector inputs it also writes the gradient with respect to the inputs (`rows` x width)
   * where an array for it is given.
   */
  backward(outputGradients: Float32Array, rows: number, inputGradients?: Float32Array): void;
  /** An independent network with the same parameters. */
  clone(): MlpNetwork;
}

/**
 * An MLP whose parameters are zero. Its kernels' memory holds the parameters, the gradients and the numbers of one chunk, so it never grows;
 * the inputs and hidden activations of a batch beyond one chunk wait for `backward` in ordinary arrays.
 *
 * @param shape - checked by the caller
 * @param kind - which kernels; the reproducible default without it
 */
export function buildMlp(shape: Shape, kind?: KernelKind): MlpNetwork {
  const { input } = shape;
  const outputs = shape.widths.at(-1)!;
  const index = input.kind === 'index';
  const width = index ? 1 : input.width;
  const program = mlpProgram(shape);
  const { segment } = program;
  const size = program.parameters.count;
  const kernels = createKernels(program.words + size, kind);
  const { floats, integers } = kernels;
  const view = ({ start, count }: Block): Float32Array => floats.subarray(start, start + count);
  const gradients = view(program.gradients);
  const carried = view({ start: program.words, count: size }); // the gradients of the segments before
  const readInputs = chunkReader(width, view(program.inputs));
  const outputView = view(program.outputs);
  const readGradients = chunkReader(outputs, view(program.outputGradients));
  const keptView = view(program.kept);
  const inputGradientView = view(program.inputGradients);
  const forward = callsOf(kernels, program.forward);
  const transpose = callsOf(kernels, program.transpose);
  const transposeFirst = callsOf(kernels, program.transposeFirst);
  const backward = callsOf(kernels, program.backward);
  const toInputs = callsOf(kernels, program.toInputs);
  const keptChunks: Float32Array[] = [];
  let result = new Float32Array(0);
  let seen = 0;

  function readIndices(inputs: ArrayLike<number>, start: number, rows: number, count: number): void {
    for (let i = 0; i < rows; i++) {
      const value = inputs[start + i]!;
      if (!(value >= 0 && value < count && Math.floor(value) === value))
        throw new InputError(`index ${show(value)} in row ${start + i}: expected an integer from 0 to ${count - 1}`);
      integers[program.inputs.start + i] = value;
    }
  }

  const network: MlpNetwork = {
    description: describeMlp(shape),
    input,
    outputs,
    parameters: view(program.parameters),
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
        forward(count);
        if (rows > CHUNK) (keptChunks[chunk] ??= new Float32Array(program.kept.count)).set(keptView);
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
      transpose(0);
      if (inputGradients !== undefined) transposeFirst(0);
      for (let start = 0, chunk = 0; start < rows; start += CHUNK, chunk++) {
        const count = Math.min(CHUNK, rows - start);
        if (start > 0 && start % segment === 0) {
          carried.set(gradients);
          gradients.fill(0);
        }
        if (rows > CHUNK) keptView.set(keptChunks[chunk]!);
        readGradients(outputGradients, chunk, count);
        backward(count);
        if (inputGradients !== undefined) {
          toInputs(count);
          inputGradients.set(inputGradientView.subarray(0, count * width), start * width);
        }
        const end = start + count;
        if (end > segment && (end === rows || end % segment === 0)) kernels.add(size, program.words, program.gradients.start);
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
