// Philox4x32-10 as in src/random/philox.ts, in AssemblyScript; `pnpm run build:kernels` compiles it and embeds the bytes in
// src/random/wasm.generated.ts. Eight counters at a time: a vector holds one word of four of them, and two sets of vectors hide the
// latency of the multiplications.

/**
 * Writes the words of consecutive counters as 32-bit uniforms to the start of the memory.
 *
 * @param group - word 0 of the first counter; words 2 and 3 are zero
 * @param groups - how many counters; a multiple of eight
 * @param c1 - word 1 of all counters
 * @param k0 - key word 0; k1 is the other
 */
export function uniforms(group: i32, groups: i32, c1: i32, k0: i32, k1: i32): void {
  const multiplier0 = i32x4.splat(0xd2511f53);
  const multiplier1 = i32x4.splat(0xcd9e8d57);
  const end: usize = (<usize>groups) << 5;
  for (let at: usize = 0; at < end; at += 256) {
    let v0 = i32x4.add(i32x4.splat(group), i32x4(0, 1, 2, 3));
    let w0 = i32x4.add(i32x4.splat(group), i32x4(4, 5, 6, 7));
    let v1 = i32x4.splat(c1);
    let w1 = v1;
    let v2 = i32x4.splat(0);
    let w2 = v2;
    let v3 = v2;
    let w3 = v2;
    let key0 = i32x4.splat(k0);
    let key1 = i32x4.splat(k1);
    for (let round = 0; round < 10; round++) {
      const a = i64x2.extmul_low_i32x4_u(v0, multiplier0);
      const b = i64x2.extmul_high_i32x4_u(v0, multiplier0);
      const c = i64x2.extmul_low_i32x4_u(v2, multiplier1);
      const d = i64x2.extmul_high_i32x4_u(v2, multiplier1);
      const e = i64x2.extmul_low_i32x4_u(w0, multiplier0);
      const f = i64x2.extmul_high_i32x4_u(w0, multiplier0);
      const g = i64x2.extmul_low_i32x4_u(w2, multiplier1);
      const h = i64x2.extmul_high_i32x4_u(w2, multiplier1);
      v0 = v128.xor(v128.xor(highWords(c, d), v1), key0);
      v2 = v128.xor(v128.xor(highWords(a, b), v3), key1);
      v1 = lowWords(c, d);
      v3 = lowWords(a, b);
      w0 = v128.xor(v128.xor(highWords(g, h), w1), key0);
      w2 = v128.xor(v128.xor(highWords(e, f), w3), key1);
      w1 = lowWords(g, h);
      w3 = lowWords(e, f);
      key0 = i32x4.add(key0, i32x4.splat(0x9e3779b9));
      key1 = i32x4.add(key1, i32x4.splat(0xbb67ae85));
    }
    storeCounters(at, v0, v1, v2, v3);
    storeCounters(at + 128, w0, w1, w2, w3);
    group += 8;
  }
}

/** The low words of four products. */
function lowWords(first: v128, second: v128): v128 {
  return v128.shuffle<i32>(first, second, 0, 2, 4, 6);
}

/** Their high words. */
function highWords(first: v128, second: v128): v128 {
  return v128.shuffle<i32>(first, second, 1, 3, 5, 7);
}

/** Stores the uniforms of four counters, given word by word, counter by counter. */
function storeCounters(at: usize, word0: v128, word1: v128, word2: v128, word3: v128): void {
  const early01 = v128.shuffle<i32>(word0, word1, 0, 4, 1, 5);
  const early23 = v128.shuffle<i32>(word2, word3, 0, 4, 1, 5);
  const late01 = v128.shuffle<i32>(word0, word1, 2, 6, 3, 7);
  const late23 = v128.shuffle<i32>(word2, word3, 2, 6, 3, 7);
  storeUniforms(at, v128.shuffle<i64>(early01, early23, 0, 2));
  storeUniforms(at + 32, v128.shuffle<i64>(early01, early23, 1, 3));
  storeUniforms(at + 64, v128.shuffle<i64>(late01, late23, 0, 2));
  storeUniforms(at + 96, v128.shuffle<i64>(late01, late23, 1, 3));
}

/** Stores four words, divided by 2^32. */
function storeUniforms(at: usize, words: v128): void {
  const unit = f64x2.splat(2.3283064365386963e-10);
  v128.store(at, f64x2.mul(f64x2.convert_low_i32x4_u(words), unit));
  v128.store(at, f64x2.mul(f64x2.convert_low_i32x4_u(v128.shuffle<i64>(words, words, 1, 1)), unit), 16);
}
