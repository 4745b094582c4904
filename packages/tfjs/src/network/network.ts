import { oneHot, tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@firstmover/core';
import type { Network, NetworkInput } from '@firstmover/networks';
import { initialiseWeights } from '../initial-weights/initial-weights.ts';
import { createNamer, describeConstants, describeModel, describeWeights } from '../model/describe.ts';
import { refuseMissingKernels, vectorJacobian } from '../model/gradients.ts';
import { callModel, readModel, totalWidth } from '../model/model.ts';
import type { ModelSource, RowModel } from '../model/model.ts';
import { releasing } from '../model/release.ts';
import { flatWeights } from '../model/weights.ts';

/** How a model of TensorFlow.js becomes a network. */
export interface TfjsNetworkOptions {
  /**
   * The seed of the initial weights, from 0 to 2^53 - 1, drawn as the initialisers of the layers say. Null keeps the weights that the
   * model has, for a trained one.
   */
  readonly seed: number | null;
  /** What its rows are: vectors (the default), or indices, which the model sees as vectors that are one there and zero elsewhere. */
  readonly reads?: 'vector' | 'index';
}

/** A network over a model of TensorFlow.js. */
export interface TfjsNetwork extends Network {
  /**
   * Adds to `gradients` as every network does. For vector inputs it also writes the gradient with respect to the inputs (`rows` x width)
   * where an array for it is given. It runs the model once more: nothing is kept on the backend between calls.
   */
  backward(outputGradients: Float32Array, rows: number, inputGradients?: Float32Array): void;
  /** An independent network with the same parameters, on the same model. */
  clone(): TfjsNetwork;
}

/**
 * A network over any layers model of TensorFlow.js: dense, convolutional, recurrent over a window, attention. A row of inputs is cut into
 * the inputs of the model in their order, each in its shape (images: height, width, channels), and its outputs are laid side by side.
 *
 * `parameters` are the trainable weights in the order of the model and the only truth about them: before each computation the weights of
 * the model are made equal to them, so several networks may share one model. Layers run in inference mode.
 *
 * `forward` copies the inputs, so they may be overwritten before `backward`; a `backward` must pass the rows of the last `forward`.
 *
 * @param model - the model, or a function that makes it
 * @throws InputError where no backend is selected, or the model has no fixed shapes or no trainable weights, keeps a state or constrains
 * weights; forward and backward throw RefusedError where the backend cannot compute or differentiate an operation
 */
export function tfjsNetwork(model: ModelSource, options: TfjsNetworkOptions): TfjsNetwork {
  const { seed, reads = 'vector' } = options;
  const rowModel = readModel(model);
  const width = totalWidth(rowModel.inputs);
  const input: NetworkInput = reads === 'index' ? { kind: 'index', count: width } : { kind: 'vector', width };
  const network = createNetwork(rowModel, input);
  if (seed !== null) initialiseWeights([rowModel.model], rowModel.weights, network.parameters, seed);
  return network;
}

function createNetwork(rowModel: RowModel, input: NetworkInput): TfjsNetwork {
  const index = input.kind === 'index';
  const width = index ? 1 : input.width;
  const outputs = totalWidth(rowModel.outputs);
  const { variables, parameters, gradients, upload, addGradients } = flatWeights(rowModel.weights);
  let kept: Int32Array | Float32Array = new Float32Array(0);
  let keptRows = 0;

  const readKept = (): Tensor => {
    const values = kept.subarray(0, keptRows * width);
    return index ? oneHot(tensor(values, [keptRows], 'int32'), input.count) : tensor(values, [keptRows, width], 'float32');
  };

  return {
    get description() {
      const namer = createNamer();
      return {
        kind: 'tfjs',
        parts: describeWeights(rowModel.weights, namer),
        constants: describeConstants(rowModel.model.nonTrainableWeights, namer),
        settings: { reads: input.kind, model: describeModel(rowModel, namer) },
      };
    },
    input,
    outputs,
    parameters,
    gradients,
    forward(inputs, rows) {
      if (inputs.length < rows * width)
        throw new InputError(`${inputs.length} inputs of a network for ${rows} rows: expected ${rows} x ${width}`);
      if (kept.length < rows * width) kept = index ? new Int32Array(rows) : new Float32Array(rows * width);
      kept.set(inputs.length === rows * width ? inputs : inputs.subarray(0, rows * width));
      keptRows = rows;
      upload();
      return releasing(() => refuseMissingKernels(() => callModel(rowModel, readKept()).dataSync<'float32'>()));
    },
    backward(outputGradients, rows, inputGradients) {
      if (rows !== keptRows) throw new InputError(`backward with ${rows} rows after forward with ${keptRows}: expected as many`);
      upload();
      releasing(() => {
        const x = readKept();
        const dy = tensor(outputGradients.subarray(0, rows * outputs), [rows, outputs], 'float32');
        const found = vectorJacobian(() => callModel(rowModel, x), inputGradients ? [...variables, x] : variables, dy);
        addGradients(found);
        if (inputGradients) {
          const ofInputs = found[variables.length];
          if (ofInputs) inputGradients.set(ofInputs.dataSync());
          else inputGradients.fill(0, 0, rows * width);
        }
      });
    },
    clone() {
      const copy = createNetwork(rowModel, input);
      copy.parameters.set(parameters);
      return copy;
    },
  };
}
