/** The numbers of a tensor. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** Numbers with a shape. */
export interface Tensor {
  /** The lengths of the axes; none for a single number. */
  readonly shape: readonly number[];
  /** The numbers, row-major. Their type in the file follows from the type of the array. */
  readonly data: TensorData;
}

/** What a safetensors file holds. */
export interface Safetensors {
  /** The tensors by name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Texts by name. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** The longest header that is written or read, in bytes; the reference implementation has the same limit. */
export const HEADER_LIMIT = 100_000_000;

/** The key of the metadata among the tensors of a header. */
export const METADATA = '__metadata__';

/** How the numbers of one type are stored. */
export interface Dtype {
  /** What the format calls it. */
  readonly name: string;
  /** Bytes per number. */
  readonly bytes: number;
  /** What arrays of it are called in JavaScript. */
  readonly array: string;
  /** The numbers of a buffer. */
  view(buffer: ArrayBuffer): TensorData;
}

/** The types that have an array in JavaScript, in the order in which the reference implementation lays them out: the widest first. */
export const DTYPES: readonly Dtype[] = [
  { name: 'U64', bytes: 8, array: 'BigUint64Array', view: (buffer) => new BigUint64Array(buffer) },
  { name: 'I64', bytes: 8, array: 'BigInt64Array', view: (buffer) => new BigInt64Array(buffer) },
  { name: 'F64', bytes: 8, array: 'Float64Array', view: (buffer) => new Float64Array(buffer) },
  { name: 'F32', bytes: 4, array: 'Float32Array', view: (buffer) => new Float32Array(buffer) },
  { name: 'U32', bytes: 4, array: 'Uint32Array', view: (buffer) => new Uint32Array(buffer) },
  { name: 'I32', bytes: 4, array: 'Int32Array', view: (buffer) => new Int32Array(buffer) },
  { name: 'U16', bytes: 2, array: 'Uint16Array', view: (buffer) => new Uint16Array(buffer) },
  { name: 'I16', bytes: 2, array: 'Int16Array', view: (buffer) => new Int16Array(buffer) },
  { name: 'I8', bytes: 1, array: 'Int8Array', view: (buffer) => new Int8Array(buffer) },
  { name: 'U8', bytes: 1, array: 'Uint8Array', view: (buffer) => new Uint8Array(buffer) },
];

/** How many numbers a shape has; NaN where that is no safe integer, or an axis is no safe integer of at least 0. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) return NaN;
    size *= length;
    if (!Number.isSafeInteger(size)) return NaN;
  }
  return size;
}

/** The bytes of numbers in the order of the format, which is little-endian: turned around in place where the machine is not. */
export function littleEndian(bytes: Uint8Array, size: number, machine: 'little' | 'big' = endianness()): void {
  if (machine === 'little') return;
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

function endianness(): 'little' | 'big' {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'little' : 'big';
}
