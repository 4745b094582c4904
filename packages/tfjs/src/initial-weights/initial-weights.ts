import { InputError, randomStream, show } from '@firstmover/core';
import type { Weights } from '../model/model.ts';
import { drawWeights } from './draw-weights.ts';

/** What is read of a layer, or of the cell of a recurrent one; which of these exist depends on the layer. */
interface LayerParts {
  readonly name: string;
  readonly trainableWeights: Weights;
  readonly layers?: readonly LayerParts[];
  readonly layer?: LayerParts;
  readonly forwardLayer?: LayerParts;
  readonly backwardLayer?: LayerParts;
  readonly cell?: LayerParts;
  readonly cells?: readonly LayerParts[];
  readonly unitForgetBias?: boolean;
}

/** What is read of an initialiser. */
interface Initialiser {
  getClassName(): string;
  getConfig(): Record<string, unknown>;
}

/**
 * Fills weights from the initialisers of their layers (`kernelInitializer` and so on), with the random numbers of `@firstmover/core`
 * instead of those of TensorFlow.js. Equal seeds give equal weights on every backend.
 *
 * @param layers - the layers, models or cells that have the weights
 * @param weights - the weights
 * @param parameters - written: all weights, flat, in their order
 * @param seed - the seed of the draws
 * @throws InputError for a weight whose initialiser the layer does not tell, or is none of TensorFlow.js's own
 */
export function initialiseWeights(layers: readonly object[], weights: Weights, parameters: Float32Array, seed: number): void {
  const random = randomStream(seed, 'initial weights of a TensorFlow.js model');
  const owners = new Map<string, LayerParts>();
  for (const layer of layers) findOwners(layer as LayerParts, owners);
  let at = 0;
  weights.forEach(({ name, originalName, shape }, i) => {
    const sizes = shape as number[];
    const values = parameters.subarray(at, (at += sizes.reduce((product, size) => product * size, 1)));
    const owner = owners.get(name);
    const initialiser = owner && initialiserOf(owner, originalName);
    const known = initialiser && drawWeights(values, sizes, initialiser.getClassName(), initialiser.getConfig(), random.at(i, 0));
    if (!known)
      throw new InputError(
        `weight ${show(name)} starts from ${initialiser?.getClassName() ?? 'an initialiser that its layer does not tell'}: ` +
          `expected one of tf.initializers in a property such as kernelInitializer; seed: null keeps the weights of a model`,
      );
    // Jozefowicz et al. (2015): the second quarter of an LSTM's biases belongs to the forget gates.
    if (owner.unitForgetBias && /bias$/.test(originalName)) values.fill(1, values.length / 4, values.length / 2);
  });
}

/** Finds the innermost layer or cell of each weight. */
function findOwners(layer: LayerParts, owners: Map<string, LayerParts>): void {
  for (const { name } of layer.trainableWeights) owners.set(name, layer);
  const { layers = [], cells = [], layer: wrapped, forwardLayer, backwardLayer, cell } = layer;
  for (const part of [...layers, ...cells, wrapped, forwardLayer, backwardLayer, cell]) if (part) findOwners(part, owners);
}

/** A weight called `dense/kernel` starts from the property `kernelInitializer`, `lstm/recurrent_kernel` from `recurrentInitializer`. */
function initialiserOf(owner: LayerParts, weight: string): Initialiser | undefined {
  const name = weight.slice(weight.lastIndexOf('/') + 1);
  const properties = owner as unknown as Readonly<Record<string, Initialiser | undefined>>;
  return properties[`${name.replace(/_kernel$/, '')}Initializer`] ?? properties['initializer'];
}
