/**
 * A test whether all bytes of an array have one value. It looks at four at a time where they lie so.
 *
 * @param bytes - looked at anew by each call of the test
 * @param value - 0 to 255
 */
export function allBytes(bytes: Uint8Array, value: number): () => boolean {
  const aligned = bytes.byteOffset % 4 === 0;
  const words = aligned ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) : new Int32Array(0);
  const word = Math.imul(value, 0x01010101);
  return () => {
    for (let k = 0; k < words.length; k++) if (words[k] !== word) return false;
    for (let k = 4 * words.length; k < bytes.length; k++) if (bytes[k] !== value) return false;
    return true;
  };
}
