import { concat, slice } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { InputError, show } from '@firstmover/core';
import { checkBackend, checkWeights, readModel, totalWidth } from '../model/model.ts';
import type { ModelSource, RowModel, Weights } from '../model/model.ts';
import { releasing } from '../model/release.ts';

/** A cell of TensorFlow.js: what a recurrent layer does in one step. */
export type RecurrentCell = InstanceType<typeof layers.RNNCell>;

/** The parts of a recurrent network, with weights, and known to fit. */
export interface RecurrentParts {
  /** What comes before the cells, if anything does. */
  readonly torso: RowModel | undefined;
  /** The cells, first to last. */
  readonly cells: readonly RecurrentCell[];
  /** What comes after them. */
  readonly head: RowModel;
  /** The models and cells in this order. */
  readonly layers: readonly object[];
  /** Their weights in this order. */
  readonly weights: Weights;
  /** How many numbers are read per step and row. */
  readonly width: number;
  /** How many numbers of state a row has. */
  readonly stateWidth: number;
}

/**
 * Reads the parts of a recurrent network and makes the weights of its cells.
 *
 * @throws InputError as `readModel` does, for cells with dropout and for parts whose widths differ
 */
export function readParts(torso: ModelSource | number, cells: readonly RecurrentCell[], head: ModelSource): RecurrentParts {
  checkBackend();
  if (cells.length === 0) throw new InputError('a recurrent network without cells: expected at least one, such as layers.gruCell');
  const torsoModel = typeof torso === 'number' ? undefined : readModel(torso);
  const width = typeof torso === 'number' ? torso : totalWidth(torsoModel!.inputs);
  if (!Number.isSafeInteger(width) || width < 1) throw new InputError(`inputs of width ${show(width)}: expected an integer of at least 1`);
  let features = torsoModel ? totalWidth(torsoModel.outputs) : width;
  for (const cell of cells) {
    buildCell(cell, features);
    features = stateSizes(cell)[0]!;
  }
  const headModel = readModel(head);
  const expected = totalWidth(headModel.inputs);
  if (expected !== features)
    throw new InputError(`a head that reads ${expected} numbers after a cell of ${features} units: expected as many`);
  return {
    torso: torsoModel,
    cells,
    head: headModel,
    layers: [...(torsoModel ? [torsoModel.model] : []), ...cells, headModel.model],
    weights: [...(torsoModel?.weights ?? []), ...cells.flatMap((cell) => cell.trainableWeights), ...headModel.weights],
    width,
    stateWidth: cells.flatMap(stateSizes).reduce((sum, size) => sum + size, 0),
  };
}

function buildCell(cell: RecurrentCell, width: number): void {
  const { name, dropout, recurrentDropout } = cell as RecurrentCell & { readonly dropout?: number; readonly recurrentDropout?: number };
  if (dropout || recurrentDropout) throw new InputError(`cell ${show(name)} has dropout: expected none, its draws could not be repeated`);
  if (cell.built) throw new InputError(`cell ${show(name)} belongs to another network or layer: expected a new one, clones share theirs`);
  cell.setFastWeightInitDuringBuild(true); // the weights are drawn later
  releasing(() => {
    cell.build([null, width]);
  });
  cell.built = true;
  checkWeights(cell.trainableWeights);
}

function stateSizes({ stateSize }: RecurrentCell): number[] {
  return typeof stateSize === 'number' ? [stateSize] : stateSize;
}

/** Cuts rows x stateWidth into the states of each cell. */
export function splitStates(state: Tensor, cells: readonly RecurrentCell[]): Tensor[][] {
  let at = 0;
  return cells.map((cell) =>
    stateSizes(cell).map((size) => {
      const part = slice(state, [0, at], [state.shape[0]!, size]);
      at += size;
      return part;
    }),
  );
}

/** Lays the states of all cells side by side: rows x stateWidth. */
export function joinStates(states: readonly (readonly Tensor[])[]): Tensor {
  const all = states.flat();
  return all.length === 1 ? all[0]! : concat([...all], 1);
}
