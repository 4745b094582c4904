import type { MlpProgram } from '@firstmover/networks';

/** The numbers of a batch that the threads of an MLP share. */
export interface SharedRows {
  /** For how many rows there is room. */
  readonly rows: number;
  /** The parameters of the network. */
  readonly parameters: Float32Array;
  /** What it reads. */
  readonly inputs: Float32Array | Int32Array;
  /** What it returns. */
  readonly outputs: Float32Array;
  /** The gradients of the outputs. */
  readonly outputGradients: Float32Array;
  /** The gradients of the inputs; of length 0 unless they are wanted. */
  readonly inputGradients: Float32Array;
  /** The gradients of the parameters, summed over each segment of rows. */
  readonly sums: Float32Array;
}

/**
 * Allocates shared memory.
 *
 * @param program - of the network
 * @param index - whether it reads indices
 * @param rows - for at least so many rows
 * @param wanted - with room for the gradients of the inputs
 */
export function sharedRows(program: MlpProgram, index: boolean, rows: number, wanted: boolean): SharedRows {
  const segments = Math.ceil(rows / program.segment);
  const room = segments * program.segment;
  const width = program.inputs.count / program.chunk;
  const outputs = program.outputs.count / program.chunk;
  const words = (count: number): SharedArrayBuffer => new SharedArrayBuffer(4 * count);
  return {
    rows: room,
    parameters: new Float32Array(words(program.parameters.count)),
    inputs: index ? new Int32Array(words(room)) : new Float32Array(words(room * width)),
    outputs: new Float32Array(words(room * outputs)),
    outputGradients: new Float32Array(words(room * outputs)),
    inputGradients: new Float32Array(words(wanted ? room * width : 0)),
    sums: new Float32Array(words(segments * program.parameters.count)),
  };
}
