import { mul, stack, reshape, tensor, unstack } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, show } from '@firstmover/core';
import type { RecurrentNetwork, Sequences } from '@firstmover/networks';
import { initialiseWeights } from '../initial-weights/initial-weights.ts';
import { refuseMissingKernels, vectorJacobian } from '../model/gradients.ts';
import { callModel, totalWidth } from '../model/model.ts';
import type { ModelSource } from '../model/model.ts';
import { releasing } from '../model/release.ts';
import { flatWeights } from '../model/weights.ts';
import { describeParts } from './describe.ts';
import { joinStates, readParts, splitStates } from './parts.ts';
import type { RecurrentCell, RecurrentParts } from './parts.ts';

/** What a recurrent network is made of. */
export interface TfjsRecurrentNetworkOptions {
  /** What turns an input into what the first cell reads: a model, or, where there is none, the width of the inputs. */
  readonly torso: ModelSource | number;
  /** The cells, first to last, each reading what the one before returns: `layers.lstmCell`, `gruCell` or `simpleRNNCell`. */
  readonly cells: readonly RecurrentCell[];
  /** What turns the output of the last cell into the outputs of the network, one model with as many heads as it likes. */
  readonly head: ModelSource;
  /** The seed of the initial weights, from 0 to 2^53 - 1, drawn as the initialisers of the layers say. */
  readonly seed: number;
}

/**
 * A recurrent network over TensorFlow.js: a torso, cells with a state, and heads, applied at every step. Its parameters are the weights of
 * these in this order; models, inputs and outputs are treated as in `tfjsNetwork`.
 *
 * `backward` runs the sequences once more and goes back through all their steps (backpropagation through time: Werbos, 1990).
 *
 * @throws InputError as `tfjsNetwork` does, for cells with dropout and for parts whose widths differ
 */
export function tfjsRecurrentNetwork(options: TfjsRecurrentNetworkOptions): RecurrentNetwork {
  const parts = readParts(options.torso, options.cells, options.head);
  const network = createNetwork(parts);
  initialiseWeights(parts.layers, parts.weights, network.parameters, options.seed);
  return network;
}

function createNetwork(parts: RecurrentParts): RecurrentNetwork {
  const { torso, cells, head, width, stateWidth } = parts;
  const outputs = totalWidth(head.outputs);
  const { variables, parameters, gradients, upload, addGradients } = flatWeights(parts.weights);
  let last: Sequences | undefined;

  /** Returns the outputs of all steps, (steps x rows) x outputs, and the state after the last one, rows x stateWidth. */
  const run = ({ inputs, steps, rows, initialState, resets }: Sequences): [Tensor, Tensor] => {
    let states = splitStates(tensor(initialState, [rows, stateWidth], 'float32'), cells);
    const found = unstack(tensor(inputs, [steps, rows, width], 'float32')).map((input, t) => {
      const keep = resets.subarray(t * rows, (t + 1) * rows).map((reset) => (reset === 0 ? 1 : 0));
      if (keep.includes(0)) {
        const mask = tensor(keep, [rows, 1], 'float32');
        states = states.map((ofCell) => ofCell.map((state) => mul(state, mask)));
      }
      let features = torso ? callModel(torso, input) : input;
      states = cells.map((cell, i) => {
        const [output, ...next] = cell.call([features, ...states[i]!], { training: false }) as [Tensor, ...Tensor[]];
        features = output;
        return next;
      });
      return callModel(head, features);
    });
    return [reshape(stack(found), [steps * rows, outputs]), joinStates(states)];
  };

  return {
    get description() {
      return describeParts(parts);
    },
    input: { kind: 'vector', width },
    outputs,
    stateWidth,
    parameters,
    gradients,
    forward({ inputs, steps, rows, initialState, resets }) {
      for (const [what, value] of [
        ['steps', steps],
        ['rows', rows],
      ] as const) {
        if (!Number.isSafeInteger(value) || value < 1) throw new InputError(`sequences with ${show(value)} ${what}: expected at least 1`);
      }
      // Copies: the caller may overwrite its arrays before backward.
      const sequences = {
        inputs: exactly('inputs', inputs, steps * rows * width).slice(),
        steps,
        rows,
        initialState: exactly('numbers of initial state', initialState, rows * stateWidth).slice(),
        resets: exactly('resets', resets, steps * rows).slice(),
      };
      last = sequences;
      upload();
      return releasing(() =>
        refuseMissingKernels(() => {
          const [found, state] = run(sequences);
          return { outputs: found.dataSync<'float32'>(), finalState: state.dataSync<'float32'>() };
        }),
      );
    },
    backward(outputGradients) {
      if (last === undefined) throw new InputError('backward of a recurrent network before forward: expected a forward call first');
      const sequences = last;
      const count = sequences.steps * sequences.rows;
      exactly('output gradients', outputGradients, count * outputs);
      upload();
      releasing(() => {
        const dy = tensor(outputGradients, [count, outputs], 'float32');
        addGradients(vectorJacobian(() => run(sequences)[0], variables, dy));
      });
    },
    clone() {
      const copy = createNetwork(parts);
      copy.parameters.set(parameters);
      return copy;
    },
  };
}

function exactly<Numbers extends Float32Array | Uint8Array>(what: string, numbers: Numbers, length: number): Numbers {
  if (numbers.length !== length) throw new InputError(`${numbers.length} ${what} of sequences: expected ${length}`);
  return numbers;
}
