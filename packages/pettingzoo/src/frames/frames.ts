/** What one process says to the other in one go: a JSON document or numbers. */
export type Frame = { readonly kind: 'json'; readonly document: unknown } | { readonly kind: 'numbers'; readonly numbers: Float64Array };

/** The version of what is said; both sides must speak the same. */
export const PROTOCOL = 1;

/** The longest frame that is believed, in bytes. */
const LIMIT = 0x7fffffff;
const JSON_KIND = 0x4a4d4601;
const NUMBERS_KIND = 0x4e4d4601;
const HEADER = 8;

/** A document as bytes. */
export function jsonFrame(document: unknown): Uint8Array {
  return framed(JSON_KIND, Buffer.from(JSON.stringify(document)));
}

/** Numbers as bytes. */
export function numbersFrame(numbers: Float64Array): Uint8Array {
  return framed(NUMBERS_KIND, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
}

/** Both processes run on one machine, so that everything is in its byte order. */
function framed(kind: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER + payload.length);
  new Uint32Array(bytes.buffer, 0, 2).set([payload.length, kind]);
  bytes.set(payload, HEADER);
  return bytes;
}

/** Puts frames together from the pieces in which bytes arrive. */
export interface FrameReader {
  /** Takes a piece. */
  push(piece: Uint8Array): void;
  /**
   * The next frame; undefined while it is not complete.
   *
   * @throws Error for what is no frame, with its first characters
   */
  next(): Frame | undefined;
}

/** A reader that has read nothing yet. */
export function frameReader(): FrameReader {
  let pieces: Uint8Array[] = [];
  let held = 0;
  const head = (count: number): Uint8Array => {
    if (pieces[0]!.length < count) pieces = [Buffer.concat(pieces)];
    return pieces[0]!.subarray(0, count);
  };
  return {
    push(piece) {
      if (piece.length === 0) return;
      pieces.push(piece);
      held += piece.length;
    },
    next() {
      if (held < HEADER) return undefined;
      const [size, kind] = new Uint32Array(new Uint8Array(head(HEADER)).buffer) as unknown as readonly [number, number];
      const length = kind === NUMBERS_KIND && size % 8 !== 0 ? LIMIT + 1 : size;
      if ((kind !== JSON_KIND && kind !== NUMBERS_KIND) || length > LIMIT)
        throw new Error(`what is no frame, beginning with ${JSON.stringify(Buffer.from(head(Math.min(held, 40))).toString('latin1'))}`);
      if (held < HEADER + length) return undefined;
      const payload = new Uint8Array(head(HEADER + length).subarray(HEADER)); // a copy, and aligned
      const rest = pieces[0]!.subarray(HEADER + length);
      if (rest.length > 0) pieces[0] = rest;
      else pieces.shift();
      held -= HEADER + length;
      return kind === JSON_KIND
        ? { kind: 'json', document: JSON.parse(Buffer.from(payload).toString()) as unknown }
        : { kind: 'numbers', numbers: new Float64Array(payload.buffer) };
    },
  };
}
