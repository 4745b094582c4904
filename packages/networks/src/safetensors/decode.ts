import { InputError, show } from '@firstmover/core';
import { parseHeader } from './header.ts';
import type { TensorEntry } from './header.ts';
import { DTYPES, HEADER_LIMIT, littleEndian, sizeOf } from './safetensors.ts';
import type { Safetensors, Tensor } from './safetensors.ts';
import { fromUtf8 } from './utf8.ts';

/**
 * Reads a safetensors file that somebody else wrote. Everything is checked before any tensor is made: the length of the header, its JSON,
 * types, shapes, and that the tensors cover the bytes behind it exactly, without gaps or overlaps. So a file cut off anywhere is refused, but
 * the format has no checksum: a changed bit among the numbers changes a number, and one in a name or a text changes that.
 *
 * Types without an array in JavaScript (BOOL, F16, BF16, F8) are refused. Numbers that are not finite are read as they are.
 *
 * @param bytes - the whole file; the tensors are copies
 * @throws InputError in one line naming what is wrong
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.length < 8) throw new InputError(`a safetensors file of ${bytes.length} bytes: expected at least 8; it was cut off`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > HEADER_LIMIT) throw new InputError(`a safetensors file with a header of ${length} bytes: expected at most ${HEADER_LIMIT}`);
  const start = 8 + Number(length);
  if (start > bytes.length)
    throw new InputError(
      `a safetensors file of ${bytes.length} bytes with a header up to byte ${start}: it was cut off, or it is another kind of file`,
    );

  const header = fromUtf8(bytes.subarray(8, start));
  if (header === undefined)
    throw new InputError('the header of a safetensors file is not text in UTF-8: it is damaged, or another kind of file');
  const { metadata, entries } = parseHeader(header);
  checkLayout(entries, bytes.length - start);
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, begin, end }] of entries) {
    const { bytes: size, view } = dtypeOf(name, dtype);
    const own = new Uint8Array(end - begin); // aligned, which the file need not be
    own.set(bytes.subarray(start + begin, start + end));
    littleEndian(own, size);
    tensors.set(name, { shape, data: view(own.buffer) });
  }
  return { tensors, metadata };
}

/** Refuses tensors that do not lie one behind the other from the first byte to the last. */
function checkLayout(entries: ReadonlyMap<string, TensorEntry>, length: number): void {
  for (const [name, { dtype, shape, begin, end }] of entries) {
    const { bytes } = dtypeOf(name, dtype);
    if (begin > end) throw new InputError(`tensor ${show(name)} has the offsets ${begin} and ${end}: expected the begin before the end`);
    if (end > length)
      throw new InputError(`tensor ${show(name)} ends at byte ${end} of the data, which has ${length}: the file was cut off or is damaged`);
    const size = sizeOf(shape);
    if (size * bytes !== end - begin)
      throw new InputError(
        `tensor ${show(name)} of type ${dtype} and shape ${show(shape)} has ${end - begin} bytes: expected ${Number.isNaN(size) ? 'at most 2^53' : size * bytes}`,
      );
  }
  let covered = 0;
  for (const [name, { begin, end }] of [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered)
      throw new InputError(`tensor ${show(name)} begins at byte ${begin} of the data: expected ${covered}, where the one before ends`);
    covered = end;
  }
  if (covered !== length)
    throw new InputError(`the tensors of a safetensors file end at byte ${covered} of its data: expected ${length}, its end`);
}

function dtypeOf(name: string, dtype: string): (typeof DTYPES)[number] {
  const known = DTYPES.find((candidate) => candidate.name === dtype);
  if (known === undefined)
    throw new InputError(
      `tensor ${show(name)} has the type ${show(dtype)}: expected one of ${DTYPES.map((candidate) => candidate.name).join(', ')}`,
    );
  return known;
}
