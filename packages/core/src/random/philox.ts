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
    // 32 x 32 -> 64 bit products with M0 = 0xD2511F53 and M1 = 0xCD9E8D57, the high words by 16-bit halves.
    const low0 = Math.imul(0xd2511f53, c0);
    const low1 = Math.imul(0xcd9e8d57, c2);
    const a = c0 & 0xffff;
    const b = c0 >>> 16;
    const cross0 = a * 0xd251 + ((a * 0x1f53) >>> 16);
    const high0 = b * 0xd251 + (cross0 >>> 16) + (((cross0 & 0xffff) + b * 0x1f53) >>> 16);
    const c = c2 & 0xffff;
    const d = c2 >>> 16;
    const cross1 = c * 0xcd9e + ((c * 0x8d57) >>> 16);
    const high1 = d * 0xcd9e + (cross1 >>> 16) + (((cross1 & 0xffff) + d * 0x8d57) >>> 16);
    c0 = (high1 ^ c1 ^ k0) | 0;
    c2 = (high0 ^ c3 ^ k1) | 0;
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
