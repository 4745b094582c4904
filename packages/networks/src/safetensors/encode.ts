import { InputError, show } from '@firstmover/core';
import { DTYPES, HEADER_LIMIT, METADATA, littleEndian, sizeOf } from './safetensors.ts';
import type { Dtype, Tensor } from './safetensors.ts';
import { toUtf8 } from './utf8.ts';

/**
 * Writes tensors in the safetensors format. That is the length of a header in eight bytes, the header in JSON, padded with spaces to a
 * multiple of eight, then the numbers. Equal contents give equal bytes, whatever the order of the maps: types come in a fixed order, the
 * widest first, which aligns every tensor, and names within a type are sorted by their code units.
 *
 * @param tensors - by name; any name but `__metadata__`
 * @param metadata - texts by name
 * @throws InputError for a shape that does not fit its numbers, a name or text with half a surrogate pair, or a header beyond 100 MB
 */
export function encodeSafetensors(tensors: ReadonlyMap<string, Tensor>, metadata: ReadonlyMap<string, string> = new Map()): Uint8Array {
  const entries = [...tensors].map(([name, tensor]) => ({ name, tensor, dtype: dtypeOf(name, tensor) }));
  entries.sort((a, b) => DTYPES.indexOf(a.dtype) - DTYPES.indexOf(b.dtype) || (a.name < b.name ? -1 : 1));

  const members: string[] = [];
  if (metadata.size > 0) {
    const texts = [...metadata].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => `${quote(name)}:${quote(text)}`);
    members.push(`"${METADATA}":{${texts.join(',')}}`);
  }
  let length = 0;
  for (const { name, tensor, dtype } of entries) {
    const end = length + tensor.data.byteLength;
    members.push(`${quote(name)}:{"dtype":"${dtype.name}","shape":[${tensor.shape.join(',')}],"data_offsets":[${length},${end}]}`);
    length = end;
  }
  const json = toUtf8(`{${members.join(',')}}`);
  const header = Math.ceil(json.length / 8) * 8;
  if (header > HEADER_LIMIT)
    throw new InputError(`a header of ${header} bytes for ${tensors.size} tensors: expected at most ${HEADER_LIMIT}; use fewer tensors`);

  const bytes = new Uint8Array(8 + header + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header), true);
  bytes.set(json, 8);
  bytes.fill(0x20, 8 + json.length, 8 + header);
  let at = 8 + header;
  for (const { tensor, dtype } of entries) {
    const { buffer, byteOffset, byteLength } = tensor.data;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    littleEndian(bytes.subarray(at, at + byteLength), dtype.bytes);
    at += byteLength;
  }
  return bytes;
}

function dtypeOf(name: string, { shape, data }: Tensor): Dtype {
  if (name === METADATA) throw new InputError(`a tensor named ${show(name)}: the format keeps this name, expected another one`);
  const array = data[Symbol.toStringTag];
  const dtype = DTYPES.find((known) => known.array === array);
  if (dtype === undefined)
    throw new InputError(`tensor ${show(name)} is a ${show(array)}: expected one of ${DTYPES.map((known) => known.array).join(', ')}`);
  if (sizeOf(shape) !== data.length)
    throw new InputError(`tensor ${show(name)} has shape ${show(shape)} and ${data.length} numbers: expected the product of the shape`);
  return dtype;
}

/** A text in JSON. */
function quote(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new InputError(`${show(text)} has half a surrogate pair: expected text that UTF-8 can hold`);
  return JSON.stringify(text);
}
