import { InputError, show } from '@firstmover/core';
import type { MlpNetwork, MlpOptions } from '@firstmover/networks';
import { kernelModule, mlpNetwork, mlpProgram } from '@firstmover/networks';
import type { Crew } from '../crew/crew.ts';
import { checkWorkers, startCrew } from '../crew/crew.ts';
import { sharedRows } from './shared-rows.ts';
import type { SharedRows } from './shared-rows.ts';

/** What a parallel MLP looks like, how it starts, and how many threads compute it. */
export interface ParallelMlpOptions extends MlpOptions {
  /** How many threads compute, the calling one included; from 1 to 256. Results do not depend on it. */
  readonly workers: number;
}

/** An MLP that several threads compute. */
export interface ParallelMlp extends MlpNetwork {
  /** How many threads compute, the calling one included. */
  readonly workers: number;
  /** An independent network with the same parameters that the calling thread computes alone, with equal results. */
  clone(): MlpNetwork;
  /** Ends the threads; the network goes on computing on the calling thread alone, with equal results. */
  close(): Promise<void>;
}

/** The commands of mlp-worker.js, by number. */
const ATTACH = 0;
const FORWARD = 1;
const BACKWARD = 2;
const BACKWARD_TO_INPUTS = 3;

/**
 * The network of `mlpNetwork`, spread over threads by rows. Outputs and gradients equal its own bit for bit, for any number of threads,
 * because its gradients are defined as sums of 256 rows each. Batches of at most 256 rows stay on the calling thread; it works on larger
 * ones too, and waits for the others without giving up its turn.
 *
 * The threads start at once and do not keep the process alive.
 *
 * @throws InputError as `mlpNetwork` does, and for a number of workers out of range or plain kernels; later also when a thread has ended
 */
export function parallelMlp(options: ParallelMlpOptions): ParallelMlp {
  const workers = checkWorkers(options.workers, 'parallelMlp');
  const alone = mlpNetwork(options);
  if (alone.kernels === 'plain')
    throw new InputError(
      'kernels "plain" of parallelMlp: its threads compute on WebAssembly kernels; use "simd", which gives the same numbers',
    );
  const { input, hidden, outputs, activation } = options;
  const index = input.kind === 'index';
  const width = index ? 1 : input.width;
  const program = mlpProgram({ input, widths: [index ? input.count : width, ...hidden, outputs], activation });
  const { segment } = program;
  const { parameters, gradients } = alone;
  const size = parameters.length;
  const job = { ...kernelModule(program.words, alone.kernels), program: { ...program, index } };
  let crew: Crew | undefined;
  if (workers > 1) {
    crew = startCrew({
      name: 'parallelMlp',
      entry: new URL('./mlp-worker.js', import.meta.url),
      execArgv: [],
      jobs: new Array<unknown>(workers - 1).fill(job),
    });
  }
  let shared: SharedRows | undefined;
  let seen = 0; // rows of the last forward, if several threads computed it

  /** How many threads share these rows. */
  const threads = (rows: number): number => Math.min(workers, Math.ceil(rows / segment));
  /** Where the rows of a thread begin; the calling thread is number 0 and has no more than any other. */
  const firstRow = (thread: number, rows: number): number =>
    Math.min(rows, Math.floor((thread * Math.ceil(rows / segment)) / threads(rows)) * segment);

  /** Shared memory for so many rows, which every worker knows. */
  const reserve = (team: Crew, rows: number, wanted: boolean): SharedRows => {
    if (shared === undefined || shared.rows < rows || (wanted && shared.inputGradients.length === 0)) {
      shared = sharedRows(program, index, rows, wanted || (shared !== undefined && shared.inputGradients.length > 0));
      for (let worker = 0; worker < workers - 1; worker++) {
        team.send(worker, shared);
        team.start(worker, ATTACH);
      }
      team.finish(0, workers - 1);
    }
    return shared;
  };

  /** Hands the parameters and the rows from `firstRow(1)` on to the workers. */
  const startAll = (team: Crew, memory: SharedRows, command: number, rows: number): void => {
    memory.parameters.set(parameters);
    for (let thread = 1; thread < threads(rows); thread++) {
      team.start(thread - 1, command, firstRow(thread, rows), firstRow(thread + 1, rows));
    }
  };

  return {
    ...alone,
    workers,
    forward(inputs, rows) {
      seen = 0;
      if (crew === undefined || !(rows > segment) || !Number.isSafeInteger(rows) || inputs.length < rows * width)
        return alone.forward(inputs, rows);
      const memory = reserve(crew, rows, false);
      const own = firstRow(1, rows);
      if (input.kind === 'index') checkIndices(inputs, own, rows, input.count);
      memory.inputs.set(inputs.subarray(own * width, rows * width), own * width);
      startAll(crew, memory, FORWARD, rows);
      memory.outputs.set(alone.forward(inputs, own).subarray(0, own * outputs));
      crew.finish(0, threads(rows) - 1);
      seen = rows;
      return memory.outputs;
    },
    backward(outputGradients, rows, inputGradients) {
      if (crew === undefined || seen === 0) {
        alone.backward(outputGradients, rows, inputGradients);
        return;
      }
      if (rows !== seen) throw new InputError(`backward with ${show(rows)} rows: expected the ${seen} of the last forward`);
      checkLength('output gradients', outputGradients.length, rows, outputs);
      if (inputGradients !== undefined) {
        if (index) throw new InputError('input gradients of a network that reads indices: there are none; use vectors');
        checkLength('input gradients', inputGradients.length, rows, width);
      }
      const memory = reserve(crew, rows, inputGradients !== undefined);
      const own = firstRow(1, rows);
      memory.outputGradients.set(outputGradients.subarray(own * outputs, rows * outputs), own * outputs);
      startAll(crew, memory, inputGradients === undefined ? BACKWARD : BACKWARD_TO_INPUTS, rows);
      alone.backward(outputGradients, own, inputGradients);
      for (let thread = 1; thread < threads(rows); thread++) {
        crew.finish(thread - 1, thread);
        for (let row = firstRow(thread, rows); row < firstRow(thread + 1, rows); row += segment) {
          const at = (row / segment) * size;
          for (let i = 0; i < size; i++) gradients[i]! += memory.sums[at + i]!;
        }
      }
      inputGradients?.set(memory.inputGradients.subarray(own * width, rows * width), own * width);
    },
    clone: () => alone.clone(),
    async close() {
      const team = crew;
      crew = undefined;
      seen = 0;
      await team?.close();
    },
  };
}

function checkIndices(inputs: ArrayLike<number>, from: number, to: number, count: number): void {
  for (let row = from; row < to; row++) {
    const value = inputs[row]!;
    if (!(value >= 0 && value < count && Math.floor(value) === value))
      throw new InputError(`index ${show(value)} in row ${row}: expected an integer from 0 to ${count - 1}`);
  }
}

function checkLength(what: string, length: number, rows: number, width: number): void {
  if (length < rows * width) throw new InputError(`${length} ${what} for ${rows} rows of ${width}: expected at least ${rows * width}`);
}
