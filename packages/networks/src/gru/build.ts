import { InputError, show } from '@firstmover/core';
import { createKernels } from '../kernels/create-kernels.ts';
import { ACTIVATIONS } from '../kernels/kernels.ts';
import type { KernelKind } from '../kernels/kernels.ts';
import type { RecurrentNetwork, SequenceOutputs, Sequences } from '../network/recurrent-network.ts';
import { describeGru } from './describe.ts';
import type { GruShape } from './describe.ts';
import { createHistory } from './history.ts';

/** A layer of gated recurrent units with a linear head. */
export interface GruNetwork extends RecurrentNetwork {
  /** Which kernels compute. */
  readonly kernels: KernelKind;
  /** Whether equal seeds give equal bits on every machine: all but the relaxed kernels. */
  readonly reproducible: boolean;
  /** An independent network with the same parameters. */
  clone(): GruNetwork;
}

/** Rows go through the kernels in chunks of this many, so that a chunk's numbers stay in the first-level cache. */
const CHUNK = 64;

/**
 * A GRU whose parameters are zero. Its kernels' memory holds the parameters, the gradients and the numbers of one chunk, so it never grows; what
 * `backward` needs of each step waits in ordinary arrays. Only the products with the state are computed step by step; those with the inputs and
 * the outputs take all steps at once.
 *
 * @param shape - checked by the caller
 * @param kind - which kernels; the reproducible default without it
 */
// eslint-disable-next-line max-lines-per-function -- forward and backward through time side by side share the scratch memory
export function buildGru(shape: GruShape, kind?: KernelKind): GruNetwork {
  const { input, hidden, outputs } = shape;
  const index = input.kind === 'index';
  const inputs = input.kind === 'index' ? input.count : input.width;
  const width = index ? 1 : inputs;
  const gates = 3 * hidden;

  let words = 0;
  const reserve = (count: number): number => {
    const start = words;
    words = Math.ceil((words + count) / 4) * 4;
    return start;
  };
  const recurrentOffset = (inputs + 1) * gates;
  const headOffset = recurrentOffset + (hidden + 1) * gates;
  const size = headOffset + (hidden + 1) * outputs;
  const parametersAt = reserve(size);
  const gradientsAt = reserve(size);
  const xAt = reserve(CHUNK * width); // inputs
  const hAt = reserve(CHUNK * hidden); // states
  const wideAt = reserve(CHUNK * gates); // of all three gates
  const pairAt = reserve(CHUNK * 2 * hidden); // of the reset and update gates
  const unitAt = reserve(CHUNK * hidden); // of the candidates, and gradients of states
  const yAt = reserve(CHUNK * outputs); // outputs and their gradients
  const recurrentTransposedAt = reserve(hidden * gates);
  const headTransposedAt = reserve(hidden * outputs);

  const kernels = createKernels(words, kind);
  const { floats, integers } = kernels;
  const view = (start: number, count: number): Float32Array => floats.subarray(start, start + count);
  const parameters = view(parametersAt, size);
  const gradients = view(gradientsAt, size);
  let history = createHistory(0, 0, shape);
  let seen = false;

  /** Copies `count` numbers of an ordinary array into the kernels' memory. */
  const load = (from: Float32Array, start: number, count: number, to: number): void => {
    if (count > 256) floats.set(from.subarray(start, start + count), to);
    else for (let i = 0; i < count; i++) floats[to + i] = from[start + i]!;
  };

  /** Copies `count` numbers of the kernels' memory into an ordinary array. */
  const store = (from: number, count: number, to: Float32Array, start: number): void => {
    if (count > 256) to.set(view(from, count), start);
    else for (let i = 0; i < count; i++) to[start + i] = floats[from + i]!;
  };

  /** tanh of so many numbers in place: a layer without inputs, whose biases they are. */
  const tanh = (at: number, count: number): void => kernels.linear(at, 1, 0, at, count, at, ACTIVATIONS.tanh);

  const loadInputs = (start: number, rows: number): void => {
    if (input.kind === 'vector') return load(history.inputs, start * width, rows * width, xAt);
    for (let i = 0; i < rows; i++) {
      const value = history.inputs[start + i]!;
      if (!(value >= 0 && value < input.count && Math.floor(value) === value))
        throw new InputError(`index ${show(value)} in row ${start + i} of sequences: expected an integer from 0 to ${input.count - 1}`);
      integers[xAt + i] = value;
    }
  };

  /** The inputs' share of every gate, at all steps. */
  function readInputs(count: number): void {
    const apply = index ? kernels.gather : kernels.linear;
    for (let start = 0; start < count; start += CHUNK) {
      const rows = Math.min(CHUNK, count - start);
      loadInputs(start, rows);
      apply(xAt, rows, inputs, parametersAt, gates, wideAt, ACTIVATIONS.none);
      store(wideAt, rows * gates, history.gates, start * gates);
    }
  }

  /** Lays the states before a step, zero where an episode begins, into the kernels' memory and keeps them. */
  function loadStates(from: Float32Array, fromStart: number, start: number, rows: number): void {
    const { previous, resets } = history;
    for (let i = 0; i < rows; i++) {
      const keep = resets[start + i] === 0;
      for (let k = i * hidden, end = k + hidden; k < end; k++) {
        const value = keep ? from[fromStart + k]! : 0;
        floats[hAt + k] = value;
        previous[start * hidden + k] = value;
      }
    }
  }

  /** One step of so many rows, from the states in the kernels' memory; `start` is the first of them among those of all steps. */
  function stepChunk(start: number, rows: number): void {
    const { gates: kept, products, states } = history;
    kernels.linear(hAt, rows, hidden, parametersAt + recurrentOffset, gates, wideAt, ACTIVATIONS.none);
    for (let i = 0; i < rows; i++) {
      const to = pairAt + i * 2 * hidden;
      const from = wideAt + i * gates;
      const own = (start + i) * gates;
      // sigmoid(x) = (1 + tanh(x / 2)) / 2
      for (let k = 0; k < 2 * hidden; k++) floats[to + k] = 0.5 * (kept[own + k]! + floats[from + k]!);
    }
    tanh(pairAt, rows * 2 * hidden);
    for (let i = 0; i < rows; i++) {
      const pair = pairAt + i * 2 * hidden;
      const from = wideAt + i * gates + 2 * hidden;
      const own = (start + i) * gates;
      for (let k = 0; k < hidden; k++) {
        const product = floats[from + k]!;
        products[(start + i) * hidden + k] = product;
        const reset = 0.5 + 0.5 * floats[pair + k]!;
        kept[own + k] = reset;
        kept[own + hidden + k] = 0.5 + 0.5 * floats[pair + hidden + k]!;
        floats[unitAt + i * hidden + k] = kept[own + 2 * hidden + k]! + reset * product;
      }
    }
    tanh(unitAt, rows * hidden);
    for (let i = 0; i < rows; i++) {
      const own = (start + i) * gates + hidden;
      for (let k = 0; k < hidden; k++) {
        const candidate = floats[unitAt + i * hidden + k]!;
        kept[own + hidden + k] = candidate;
        states[(start + i) * hidden + k] = candidate + kept[own + k]! * (floats[hAt + i * hidden + k]! - candidate);
      }
    }
  }

  /** The outputs at all steps. */
  function readStates(count: number): void {
    for (let start = 0; start < count; start += CHUNK) {
      const rows = Math.min(CHUNK, count - start);
      load(history.states, start * hidden, rows * hidden, hAt);
      kernels.linear(hAt, rows, hidden, parametersAt + headOffset, outputs, yAt, ACTIVATIONS.none);
      store(yAt, rows * outputs, history.outputs, start * outputs);
    }
  }

  /** Gradients of the head, and of the states as far as they come from the outputs, at all steps. */
  function leaveOutputs(outputGradients: Float32Array, count: number): void {
    kernels.transpose(parametersAt + headOffset, hidden, outputs, headTransposedAt);
    for (let start = 0; start < count; start += CHUNK) {
      const rows = Math.min(CHUNK, count - start);
      load(history.states, start * hidden, rows * hidden, hAt);
      load(outputGradients, start * outputs, rows * outputs, yAt);
      kernels.weightGradient(hAt, rows, hidden, yAt, outputs, gradientsAt + headOffset);
      kernels.inputGradient(yAt, rows, outputs, headTransposedAt, hidden, hAt, ACTIVATIONS.none, unitAt);
      store(unitAt, rows * hidden, history.stateGradients, start * hidden);
    }
  }

  /** From the gradients of the states after a step to those of its gates and of the states before it. */
  function unstepChunk(start: number, rows: number, before: number): void {
    const { gates: kept, products, previous, stateGradients, gateGradients, resets } = history;
    for (let i = 0; i < rows; i++) {
      const own = (start + i) * gates;
      const wide = wideAt + i * gates;
      for (let k = 0; k < hidden; k++) {
        const unit = (start + i) * hidden + k;
        const reset = kept[own + k]!;
        const update = kept[own + hidden + k]!;
        const candidate = kept[own + 2 * hidden + k]!;
        const gradient = stateGradients[unit]!;
        const ofCandidate = gradient * (1 - update) * (1 - candidate * candidate);
        const ofReset = ofCandidate * products[unit]! * reset * (1 - reset);
        const ofUpdate = gradient * (previous[unit]! - candidate) * update * (1 - update);
        gateGradients[own + k] = floats[wide + k] = ofReset;
        gateGradients[own + hidden + k] = floats[wide + hidden + k] = ofUpdate;
        gateGradients[own + 2 * hidden + k] = ofCandidate;
        floats[wide + 2 * hidden + k] = ofCandidate * reset;
      }
    }
    if (before < 0) return;
    kernels.inputGradient(wideAt, rows, gates, recurrentTransposedAt, hidden, hAt, ACTIVATIONS.none, unitAt);
    for (let i = 0; i < rows; i++) {
      if (resets[start + i] !== 0) continue;
      for (let k = 0; k < hidden; k++) {
        const unit = (start + i) * hidden + k;
        const update = kept[(start + i) * gates + hidden + k]!;
        stateGradients[(before + i) * hidden + k]! += stateGradients[unit]! * update + floats[unitAt + i * hidden + k]!;
      }
    }
  }

  /** Gradients of the weights that inputs and states meet, at all steps. */
  function leaveGates(count: number): void {
    const { gates: kept, gateGradients, previous } = history;
    const accumulate = index ? kernels.scatterGradient : kernels.weightGradient;
    for (let start = 0; start < count; start += CHUNK) {
      const rows = Math.min(CHUNK, count - start);
      loadInputs(start, rows);
      load(gateGradients, start * gates, rows * gates, wideAt);
      accumulate(xAt, rows, inputs, wideAt, gates, gradientsAt);
      load(previous, start * hidden, rows * hidden, hAt);
      for (let i = 0; i < rows; i++) {
        const own = (start + i) * gates;
        const wide = wideAt + i * gates + 2 * hidden;
        for (let k = 0; k < hidden; k++) floats[wide + k] = floats[wide + k]! * kept[own + k]!;
      }
      kernels.weightGradient(hAt, rows, hidden, wideAt, gates, gradientsAt + recurrentOffset);
    }
  }

  const network: GruNetwork = {
    description: describeGru(shape),
    input,
    outputs,
    stateWidth: hidden,
    parameters,
    gradients,
    kernels: kernels.kind,
    reproducible: kernels.kind !== 'relaxed',
    forward(sequences): SequenceOutputs {
      const { steps, rows, initialState } = sequences;
      checkSequences(sequences, width, hidden);
      seen = false;
      if (history.steps !== steps || history.rows !== rows) history = createHistory(steps, rows, shape, history);
      history.inputs.set(sequences.inputs);
      history.resets.set(sequences.resets);
      readInputs(steps * rows);
      for (let t = 0; t < steps; t++) {
        for (let first = 0; first < rows; first += CHUNK) {
          const count = Math.min(CHUNK, rows - first);
          const start = t * rows + first;
          loadStates(t === 0 ? initialState : history.states, (t === 0 ? first : start - rows) * hidden, start, count);
          stepChunk(start, count);
        }
      }
      readStates(steps * rows);
      seen = true;
      return history;
    },
    backward(outputGradients) {
      if (!seen) throw new InputError('backward of a recurrent network before forward: expected a forward call first');
      const { steps, rows } = history;
      checkLength('output gradients', outputGradients.length, steps * rows * outputs);
      leaveOutputs(outputGradients, steps * rows);
      kernels.transpose(parametersAt + recurrentOffset, hidden, gates, recurrentTransposedAt);
      for (let t = steps - 1; t >= 0; t--) {
        for (let first = 0; first < rows; first += CHUNK) {
          const start = t * rows + first;
          unstepChunk(start, Math.min(CHUNK, rows - first), t === 0 ? -1 : start - rows);
        }
      }
      leaveGates(steps * rows);
    },
    clone() {
      const twin = buildGru(shape, kind);
      twin.parameters.set(parameters);
      return twin;
    },
  };
  return network;
}

function checkSequences({ inputs, steps, rows, initialState, resets }: Sequences, width: number, hidden: number): void {
  for (const [what, value] of [
    ['steps', steps],
    ['rows', rows],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new InputError(`sequences with ${show(value)} ${what}: expected an integer of at least 1`);
  }
  checkLength('inputs', inputs.length, steps * rows * width);
  checkLength('numbers of initial state', initialState.length, rows * hidden);
  checkLength('resets', resets.length, steps * rows);
}

function checkLength(what: string, length: number, expected: number): void {
  if (length !== expected) throw new InputError(`${length} ${what} of sequences: expected ${expected}`);
}
