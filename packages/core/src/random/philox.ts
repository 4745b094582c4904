/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 * Writes the four output words for one counter and key into `out`. Checked on the published known-answer vectors.
 *
 * @param c0 - counter word 0; c1, c2 and c3 are the others (32-bit unsigned or signed)
 * @param k0 - key word 0; k1 is the other
 * @param out - four words are written at `offset`
 */
export function philox(c0: number, c1: number, c2: number, c3: number, k0: number, k1: number, out: Uint32Array, offset = 0): void {
  for (let round = 0; round < 10; round++) {
    const high0 = highProduct(c0, 0xd251, 0x1f53);
    const high1 = highProduct(c2, 0xcd9e, 0x8d57);
    const low0 = Math.imul(0xd2511f53, c0);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c2 = high0 ^ c3 ^ k1;
    c1 = low1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
}

/**
 * The words of consecutive counters as 32-bit uniforms: `out[i]` is word (first + i) mod 4 of counter (first + i) / 4 rounded down, for the
 * counter words `c1`, 0 and 0 and the key given. The same numbers as by {@link philox}, in locals throughout: two to three times as fast.
 *
 * @param out - `count` numbers in [0, 1) are written from its start
 */
export function philoxUniforms(first: number, count: number, c1: number, k0: number, k1: number, out: Float64Array): void {
  for (let group = first >>> 2; group * 4 < first + count; group++) {
    let w0 = group | 0;
    let w1 = c1 | 0;
    let w2 = 0;
    let w3 = 0;
    let key0 = k0 | 0;
    let key1 = k1 | 0;
    for (let round = 0; round < 10; round++) {
      const high0 = highProduct(w0, 0xd251, 0x1f53);
      const high1 = highProduct(w2, 0xcd9e, 0x8d57);
      const low0 = Math.imul(0xd2511f53, w0);
      const low1 = Math.imul(0xcd9e8d57, w2);
      w0 = high1 ^ w1 ^ key0;
      w2 = high0 ^ w3 ^ key1;
      w1 = low1;
      w3 = low0;
      key0 = (key0 + 0x9e3779b9) | 0;
      key1 = (key1 + 0xbb67ae85) | 0;
    }
    const at = group * 4 - first;
    if (at >= 0) out[at] = (w0 >>> 0) * TWO_POW_M32;
    if (at >= -1 && at + 1 < count) out[at + 1] = (w1 >>> 0) * TWO_POW_M32;
    if (at >= -2 && at + 2 < count) out[at + 2] = (w2 >>> 0) * TWO_POW_M32;
    if (at + 3 < count) out[at + 3] = (w3 >>> 0) * TWO_POW_M32;
  }
}

const TWO_POW_M32 = 2.3283064365386963e-10;

/** The high word of the 64-bit product of a 32-bit word and the word with halves `high` and `low`. */
function highProduct(word: number, high: number, low: number): number {
  const a = word & 0xffff;
  const b = word >>> 16;
  // Sums of three 32-bit terms that fit 32 bits, so signed arithmetic that wraps is exact.
  const cross = (Math.imul(a, high) + (Math.imul(a, low) >>> 16)) | 0;
  return (Math.imul(b, high) + (cross >>> 16) + (((cross & 0xffff) + Math.imul(b, low)) >>> 16)) | 0;
}
