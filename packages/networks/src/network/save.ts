import { InputError, settingsDifference, show } from '@firstmover/core';
import { crc32 } from '../safetensors/crc32.ts';
import { decodeSafetensors } from '../safetensors/decode.ts';
import { encodeSafetensors } from '../safetensors/encode.ts';
import { sizeOf } from '../safetensors/safetensors.ts';
import type { Tensor } from '../safetensors/safetensors.ts';
import type { NetworkDescription, ParameterPart } from './description.ts';
import type { Network } from './network.ts';

/** A network of any kind, recurrent or not, as far as saving goes. */
export type SavableNetwork = Pick<Network, 'description' | 'parameters'>;

/** What a saved network says, checked as a file but not against a network. */
export interface SavedNetwork {
  /** Which kind of network. */
  readonly kind: string;
  /** Its settings: any JSON. */
  readonly settings: unknown;
  /** Its numbers by name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const FORMAT = 'firstmover.network';
const VERSION = '1';

/**
 * Saves a network in the safetensors format. Each part of its parameters stands under its name, and in the metadata stand what kind of
 * network it is, its settings and a checksum. Equal networks give equal bytes.
 *
 * @returns the bytes of a file, for {@link restoreNetwork} and {@link loadNetwork}
 * @throws InputError for parameters that are not finite
 */
export function saveNetwork(network: SavableNetwork): Uint8Array {
  const { kind, settings, parts, constants = [] } = network.description;
  const tensors = new Map<string, Tensor>();
  let at = 0;
  for (const { name, shape } of parts) {
    const data = network.parameters.subarray(at, at + sizeOf(shape));
    checkFinite(name, data);
    tensors.set(name, { shape, data });
    at += data.length;
  }
  for (const { name, shape, values } of constants) tensors.set(name, { shape, data: values });
  const metadata = new Map([
    [FORMAT, VERSION],
    ['kind', kind],
    ['settings', JSON.stringify(settings)],
  ]);
  return encodeSafetensors(tensors, new Map([...metadata, ['crc32', checksum(tensors, metadata)]]));
}

/**
 * Gives a network the parameters of a saved one, bit for bit. It must be of the same kind, settings and shapes, and nothing is changed
 * unless everything fits. Any change of a saved file by one bit is noticed.
 *
 * @param network - where the parameters go; its gradients stay as they are
 * @param bytes - what {@link saveNetwork} returned, or somebody else's file
 * @throws InputError in one line for a file that is damaged, of a later version or of another network, or has numbers that are not finite
 */
export function restoreNetwork(network: SavableNetwork, bytes: Uint8Array): void {
  const saved = readSavedNetwork(bytes);
  const { description } = network;
  checkFits(saved, description);
  writeParameters(network, saved);
}

/** Copies parameters that are known to fit. */
export function writeParameters({ description, parameters }: SavableNetwork, { tensors }: SavedNetwork): void {
  let at = 0;
  for (const { name } of description.parts) {
    const { data } = tensors.get(name)!;
    parameters.set(data as Float32Array, at);
    at += data.length;
  }
}

/** Reads a saved network as far as that goes without knowing what it should be. */
export function readSavedNetwork(bytes: Uint8Array): SavedNetwork {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const version = metadata.get(FORMAT);
  if (version === undefined) throw new InputError(`a safetensors file without ${FORMAT} in its metadata: expected one of saveNetwork`);
  if (version !== VERSION)
    throw new InputError(`a network saved in version ${show(version)} of the format: expected ${VERSION}; update @firstmover/networks`);
  const kind = metadata.get('kind');
  const text = metadata.get('settings');
  const sum = metadata.get('crc32');
  if (kind === undefined || text === undefined || sum === undefined || metadata.size !== 4)
    throw new InputError(
      `a saved network with the metadata ${[...metadata.keys()].map(show).join(', ')}: expected ${FORMAT}, kind, settings and crc32`,
    );
  const others = new Map([...metadata].filter(([name]) => name !== 'crc32'));
  if (checksum(tensors, others) !== sum)
    throw new InputError('a saved network does not have its checksum: the file is damaged or was changed');
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch {
    throw new InputError(`the settings ${show(text)} of a saved network: expected JSON`);
  }
  return { kind, settings, tensors };
}

/** Refuses a saved network that is not as described. */
export function checkFits({ kind, settings, tensors }: SavedNetwork, description: NetworkDescription): void {
  const { constants = [], parts } = description;
  if (kind !== description.kind)
    throw new InputError(`a saved network of kind ${show(kind)}: expected ${show(description.kind)}, as the one that it is restored into`);
  const difference = settingsDifference(description.settings, settings);
  if (difference !== undefined) throw new InputError(`a saved ${kind} network has ${difference}, as the one that it is restored into`);
  if (tensors.size !== parts.length + constants.length)
    throw new InputError(`a saved ${kind} network of ${tensors.size} tensors: expected ${parts.length + constants.length}`);
  for (const part of parts) checkFinite(part.name, find(tensors, part));
  for (const constant of constants) {
    const found = find(tensors, constant);
    if (found.some((value, i) => !Object.is(value, constant.values[i])))
      throw new InputError(
        `a saved ${kind} network has other numbers in ${show(constant.name)}, which is not trained: expected the same model`,
      );
  }
}

function find(tensors: SavedNetwork['tensors'], { name, shape }: ParameterPart): Float32Array {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new InputError(`a saved network without tensor ${show(name)}: expected ${show(shape)} numbers`);
  const { data } = tensor;
  if (!(data instanceof Float32Array))
    throw new InputError(`tensor ${show(name)} of a saved network is a ${data[Symbol.toStringTag]}: expected single precision`);
  if (tensor.shape.length !== shape.length || tensor.shape.some((length, axis) => length !== shape[axis]))
    throw new InputError(`tensor ${show(name)} of a saved network has shape ${show(tensor.shape)}: expected ${show(shape)}`);
  return data;
}

function checkFinite(name: string, values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new InputError(`number ${at} of ${show(name)} is ${show(values[at])}: expected finite parameters`);
}

/** The checksum of everything else, which does not depend on the order of things in the file. */
function checksum(tensors: ReadonlyMap<string, Tensor>, metadata: ReadonlyMap<string, string>): string {
  return crc32(encodeSafetensors(tensors, metadata)).toString(16).padStart(8, '0');
}
