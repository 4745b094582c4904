import type { SavedState } from '@firstmover/core';
import { packState } from '@firstmover/core';
import { encodeSafetensors } from '@firstmover/networks';

/** The key of the state's JSON in the metadata of its file. */
export const STATE_KEY = 'firstmover.state';

/**
 * A saved state as a safetensors file: its arrays under their paths, all else as JSON in the metadata. Equal states give equal bytes.
 *
 * @throws InputError for a state with something in it that is no plain data
 */
export function encodeState(state: SavedState): Uint8Array {
  const { json, arrays } = packState(state);
  const tensors = new Map([...arrays].map(([name, data]) => [name, { shape: [data.length], data }] as const));
  return encodeSafetensors(tensors, new Map([[STATE_KEY, JSON.stringify(json)]]));
}
