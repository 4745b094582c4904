import { concat, getBackend, reshape, slice } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { InputError, show } from '@firstmover/core';
import { releasing } from './release.ts';

/** The weights of a model, as TensorFlow.js lists them. */
export type Weights = LayersModel['trainableWeights'];

/** A model of TensorFlow.js, or a function that makes one. */
export type ModelSource = LayersModel | (() => LayersModel);

/** An input or output of a model, seen as part of a row of numbers. */
export interface Port {
  /** Its shape, without the batch. */
  readonly shape: readonly number[];
  /** How many numbers that is. */
  readonly width: number;
}

/** A model whose inputs and outputs are rows of numbers. */
export interface RowModel {
  /** The model. */
  readonly model: LayersModel;
  /** What it reads, side by side in a row. */
  readonly inputs: readonly Port[];
  /** What it returns, side by side in a row. */
  readonly outputs: readonly Port[];
  /** Its trainable weights. */
  readonly weights: Weights;
}

/**
 * Makes a model if it is not made yet, and reads off what a network needs.
 *
 * @throws InputError where no backend is selected, the model has no fixed shapes or no trainable weights, keeps a state or constrains weights
 */
export function readModel(source: ModelSource): RowModel {
  if (typeof source === 'function') checkBackend();
  const model = typeof source === 'function' ? releasing(source) : source;
  const { name } = model;
  if (model.inputs.length === 0) throw new InputError(`model ${show(name)} has no inputs yet: give its first layer an inputShape`);
  if (model.stateful)
    throw new InputError(
      `model ${show(name)} keeps a state between calls (stateful: true): pass the state in and out, see tfjsRecurrentNetwork`,
    );
  const weights = model.trainableWeights;
  if (weights.length === 0) throw new InputError(`model ${show(name)} has no trainable weights: expected at least one`);
  checkWeights(weights);
  return {
    model,
    inputs: model.inputs.map(portOf),
    outputs: model.outputs.map(portOf),
    weights,
  };
}

/** Refuses to go on before a backend is selected. */
export function checkBackend(): void {
  if (!getBackend()) throw new InputError('TensorFlow.js has no backend yet: await selectBackend() before making a network');
}

/** Refuses weights that TensorFlow.js would change by itself. */
export function checkWeights(weights: Weights): void {
  for (const { name, constraint } of weights) {
    if (constraint) throw new InputError(`weight ${show(name)} has a constraint: a network reads and writes its weights freely, remove it`);
  }
}

function portOf({ name, shape }: SymbolicTensor): Port {
  const sizes = shape.slice(1).map((size) => {
    if (size === null) throw new InputError(`${show(name)} has the shape ${show(shape)}: expected every size but the first to be a number`);
    return size;
  });
  return { shape: sizes, width: sizes.reduce((product, size) => product * size, 1) };
}

/** How many numbers some ports have together. */
export function totalWidth(ports: readonly Port[]): number {
  return ports.reduce((sum, { width }) => sum + width, 0);
}

/**
 * Calls a model on rows x width, layers in inference mode: dropout passes everything, batch normalisation uses its stored moments.
 *
 * @returns rows x width of the outputs
 */
export function callModel({ model, inputs, outputs }: RowModel, rows: Tensor): Tensor {
  const parts = cutRows(rows, inputs);
  const results = model.apply(parts.length === 1 ? parts[0]! : parts, { training: false }) as Tensor | Tensor[];
  return joinRows(Array.isArray(results) ? results : [results], outputs);
}

/** Cuts rows x width into one tensor per port, each in its own shape. */
function cutRows(rows: Tensor, ports: readonly Port[]): Tensor[] {
  const count = rows.shape[0]!;
  let at = 0;
  return ports.map(({ shape, width }) => {
    const part = ports.length === 1 ? rows : slice(rows, [0, at], [count, width]);
    at += width;
    return reshape(part, [count, ...shape]);
  });
}

/** Lays the outputs of ports side by side: rows x width. */
function joinRows(parts: readonly Tensor[], ports: readonly Port[]): Tensor {
  const flat = parts.map((part, i) => reshape(part, [part.shape[0]!, ports[i]!.width]));
  return flat.length === 1 ? flat[0]! : concat(flat, 1);
}
