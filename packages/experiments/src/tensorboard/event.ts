/** A number of one step, as TensorBoard shows it. */
export interface Scalar {
  /** The name; slashes make groups. */
  readonly tag: string;
  /** The number, kept in single precision. */
  readonly value: number;
}

/** An event of an event file. */
export interface TensorboardEvent {
  /** When it was written, in seconds since 1970. */
  readonly wallTime: number;
  /** The step that it belongs to (default 0). */
  readonly step?: number;
  /** The version of the format: only in the first event. */
  readonly fileVersion?: string;
  /** The numbers. */
  readonly scalars?: readonly Scalar[];
}

/**
 * An event as bytes: the protocol buffer `Event` of TensorBoard (wall_time = 1 as double, step = 2 as int64, file_version = 3, summary = 5 with
 * repeated value = 1 of tag = 1 and simple_value = 2 as float).
 */
export function encodeEvent({ wallTime, step = 0, fileVersion, scalars = [] }: TensorboardEvent): Uint8Array {
  const parts = [Buffer.of(0x09), double(wallTime)];
  if (step !== 0) parts.push(Buffer.of(0x10), varint(step));
  if (fileVersion !== undefined) parts.push(...field(3, Buffer.from(fileVersion)));
  if (scalars.length > 0) {
    const values = scalars.map(({ tag, value }) => Buffer.concat([...field(1, Buffer.from(tag)), Buffer.of(0x15), float(value)]));
    parts.push(...field(5, Buffer.concat(values.flatMap((value) => field(1, value)))));
  }
  return Buffer.concat(parts);
}

function field(number: number, content: Buffer): Buffer[] {
  return [Buffer.of((number << 3) | 2), varint(content.length), content];
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(Math.fround(value));
  return bytes;
}
