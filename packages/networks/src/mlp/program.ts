import { ACTIVATIONS } from '../kernels/kernels.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { NetworkInput } from '../network/network.ts';

/** What an MLP's memory depends on. */
export interface Shape {
  /** What it reads. */
  readonly input: NetworkInput;
  /** The widths of all layers, from the inputs (or the count of indices) to the outputs. */
  readonly widths: readonly number[];
  /** What follows each hidden layer. */
  readonly activation: 'tanh' | 'relu';
}

/** A stretch of the kernels' memory. */
export interface Block {
  /** Its first word. */
  readonly start: number;
  /** How many words. */
  readonly count: number;
}

/** A call of a kernel, as data that can be sent to another thread. */
export interface KernelCall {
  /** Which kernel. */
  readonly kernel: 'linear' | 'gather' | 'transpose' | 'weightGradient' | 'scatterGradient' | 'inputGradient';
  /** Its arguments; the second one is the number of rows of the chunk and stands here as 0, except for `transpose`. */
  readonly arguments: readonly number[];
}

/** Everything that an MLP computes, as kernel calls on one memory: what its own thread runs and what another one can. */
export interface MlpProgram {
  /** The size of the memory in 32-bit words. */
  readonly words: number;
  /** Rows go through all layers in chunks of this many, so that a chunk's activations stay in the first-level cache. */
  readonly chunk: number;
  /** Gradients of so many rows are summed in order from zero; these sums are then added in order. A multiple of `chunk`. */
  readonly segment: number;
  /** All parameters. */
  readonly parameters: Block;
  /** Their gradients, to which `backward` adds. */
  readonly gradients: Block;
  /** The inputs of a chunk: integers for indices. */
  readonly inputs: Block;
  /** The outputs of a chunk. */
  readonly outputs: Block;
  /** What `backward` needs of a chunk's `forward`: its inputs and hidden activations. */
  readonly kept: Block;
  /** Where the gradients of a chunk's outputs are put. */
  readonly outputGradients: Block;
  /** Where `toInputs` leaves the gradients of a chunk's inputs. */
  readonly inputGradients: Block;
  /** From inputs to outputs. */
  readonly forward: readonly KernelCall[];
  /** What must run before `backward` when parameters have changed. */
  readonly transpose: readonly KernelCall[];
  /** From the gradients of the outputs to those of the parameters. */
  readonly backward: readonly KernelCall[];
  /** As `transpose`, before `toInputs`; none for indices. */
  readonly transposeFirst: readonly KernelCall[];
  /** After `backward`, to the gradients of the inputs; none for indices. */
  readonly toInputs: readonly KernelCall[];
}

/** Short enough to share 512 rows among two threads, long enough for the additions to cost under one percent. */
const SEGMENT = 256;
/** See {@link MlpProgram}. */
export const CHUNK = 64;

/** Lays out the memory of an MLP and lists its kernel calls. */
export function mlpProgram({ input, widths, activation }: Shape): MlpProgram {
  const layers = widths.length - 1;
  const index = input.kind === 'index';
  const width = index ? 1 : input.width;

  let words = 0;
  const reserve = (count: number): Block => {
    const start = words;
    words = Math.ceil((words + count) / 4) * 4;
    return { start, count };
  };
  const starts: number[] = []; // of each layer's parameters
  let size = 0;
  for (let l = 0; l < layers; l++) {
    starts.push(size);
    size += (widths[l]! + 1) * widths[l + 1]!;
  }
  const parameters = reserve(size);
  const gradients = reserve(size);
  const values = widths.map((units, l) => reserve(CHUNK * (l === 0 ? width : units))); // the inputs, then what each layer returns
  const widest = Math.max(...widths.slice(index ? 1 : 0));
  const deltas = [reserve(CHUNK * widest), reserve(CHUNK * widest)];
  const transposed = widths.slice(1).map((units, l) => reserve(index && l === 0 ? 0 : widths[l]! * units).start);

  const at = (l: number): number => values[l]!.start;
  const forward: KernelCall[] = [];
  const transpose: KernelCall[] = [];
  const backward: KernelCall[] = [];
  const transposeFirst: KernelCall[] = [];
  const toInputs: KernelCall[] = [];
  for (let l = 0; l < layers; l++) {
    const after = l + 1 < layers ? ACTIVATIONS[activation] : ACTIVATIONS.none;
    const kernel = index && l === 0 ? 'gather' : 'linear';
    forward.push({ kernel, arguments: [at(l), 0, widths[l]!, parameters.start + starts[l]!, widths[l + 1]!, at(l + 1), after] });
    const turn: KernelCall = {
      kernel: 'transpose',
      arguments: [parameters.start + starts[l]!, widths[l]!, widths[l + 1]!, transposed[l]!],
    };
    if (l > 0) transpose.push(turn);
    else if (!index) transposeFirst.push(turn);
  }
  for (let l = layers - 1; l >= 0; l--) {
    const from = deltas[(layers - 1 - l) % 2]!.start;
    const to = deltas[(layers - l) % 2]!.start;
    const accumulate = index && l === 0 ? 'scatterGradient' : 'weightGradient';
    backward.push({ kernel: accumulate, arguments: [at(l), 0, widths[l]!, from, widths[l + 1]!, gradients.start + starts[l]!] });
    if (index && l === 0) break;
    const before = l === 0 ? ACTIVATIONS.none : ACTIVATIONS[activation];
    const call: KernelCall = {
      kernel: 'inputGradient',
      arguments: [from, 0, widths[l + 1]!, transposed[l]!, widths[l]!, at(l), before, to],
    };
    (l === 0 ? toInputs : backward).push(call);
  }
  return {
    words,
    chunk: CHUNK,
    segment: SEGMENT,
    parameters,
    gradients,
    inputs: values[0]!,
    outputs: values[layers]!,
    kept: { start: at(0), count: at(layers) - at(0) },
    outputGradients: { start: deltas[0]!.start, count: CHUNK * widths[layers]! },
    inputGradients: { start: deltas[layers % 2]!.start, count: CHUNK * width },
    forward,
    transpose,
    backward,
    transposeFirst,
    toInputs,
  };
}

/** A list of calls as one function of the number of rows. */
export function callsOf(kernels: Kernels, calls: readonly KernelCall[]): (rows: number) => void {
  const bound = calls.map(({ kernel, arguments: [first, second, ...rest] }) => {
    const [c, d, e, f, g, h] = rest as [number, number, number, number, number, number];
    const run: (...numbers: number[]) => void = kernels[kernel];
    return kernel === 'transpose' ? () => run(first!, second!, c, d) : (rows: number) => run(first!, rows, c, d, e, f, g, h);
  });
  return (rows) => {
    for (const call of bound) call(rows);
  };
}
