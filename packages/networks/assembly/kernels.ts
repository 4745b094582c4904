// The kernels of src/kernels/kernels.ts in AssemblyScript; `pnpm run build:kernels` compiles them and embeds the bytes in
// src/kernels/wasm.generated.ts. src/kernels/plain.ts is the same arithmetic in TypeScript: every sum runs in the order written there, and
// a change here needs the same change there.
//
// Offsets in exported functions count 32-bit words from BASE, elsewhere bytes from the start of the memory. Loads may read up to three
// numbers past the end of a row, into the next one or the slack at the end of the memory; stores never do.

/** Where the numbers of the callers begin: what is below holds the constants of `tanhOf`, `expOf` and `logOf`. */
const BASE: usize = 640;

// tanh(x) = x P(x^2) / Q(x^2) within 4e-7, a minimax fit of the relative error on [0, 9]; beyond 9 it is 1 in single precision. The
// constants are loaded because V8 rebuilds a vector literal from immediates each time. Rows: bounds of x, P, Q, bounds of the result.
// prettier-ignore
const TANH = memory.data<f32>([
  9, 9, 9, 9, -9, -9, -9, -9,
  1.3354647e-8, 1.3354647e-8, 1.3354647e-8, 1.3354647e-8,
  2.0609072e-5, 2.0609072e-5, 2.0609072e-5, 2.0609072e-5,
  3.4955875e-3, 3.4955875e-3, 3.4955875e-3, 3.4955875e-3,
  0.13381025, 0.13381025, 0.13381025, 0.13381025,
  7.776552e-7, 7.776552e-7, 7.776552e-7, 7.776552e-7,
  3.2856336e-4, 3.2856336e-4, 3.2856336e-4, 3.2856336e-4,
  2.587698e-2, 2.587698e-2, 2.587698e-2, 2.587698e-2,
  0.46714342, 0.46714342, 0.46714342, 0.46714342,
  1, 1, 1, 1, -1, -1, -1, -1,
], 16);

// Of core's `exp`: bounds of x, 1 / log 2, what rounds to an integer, log 2 in two parts, the fit.
// prettier-ignore
const EXP = memory.data<f32>([
  89, 89, 89, 89, -104, -104, -104, -104,
  1.4426950408889634, 1.4426950408889634, 1.4426950408889634, 1.4426950408889634,
  12582912, 12582912, 12582912, 12582912,
  0.693359375, 0.693359375, 0.693359375, 0.693359375,
  -2.1219444e-4, -2.1219444e-4, -2.1219444e-4, -2.1219444e-4,
  0.0013821236, 0.0013821236, 0.0013821236, 0.0013821236,
  0.008368666, 0.008368666, 0.008368666, 0.008368666,
  0.04166826, 0.04166826, 0.04166826, 0.04166826,
  0.16666521, 0.16666521, 0.16666521, 0.16666521,
  0.49999994, 0.49999994, 0.49999994, 0.49999994,
], 16);

// Of core's `log`: the fit, and the smallest normal number.
// prettier-ignore
const LOG = memory.data<f32>([
  -0.07636482, -0.07636482, -0.07636482, -0.07636482,
  0.12762424, 0.12762424, 0.12762424, 0.12762424,
  -0.1315969, -0.1315969, -0.1315969, -0.1315969,
  0.14201567, 0.14201567, 0.14201567, 0.14201567,
  -0.16623403, -0.16623403, -0.16623403, -0.16623403,
  0.20001242, 0.20001242, 0.20001242, 0.20001242,
  -0.2500082, -0.2500082, -0.2500082, -0.2500082,
  0.3333333, 0.3333333, 0.3333333, 0.3333333,
  1.1754943508222875e-38, 1.1754943508222875e-38, 1.1754943508222875e-38, 1.1754943508222875e-38,
], 16);

/** z + x * y; fused, and so rounded once, in the relaxed build. */
// @ts-ignore: decorator
@inline
function madd(x: v128, y: v128, z: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(x, y, z) : f32x4.add(z, f32x4.mul(x, y));
}

/** The address of a word of the callers. */
// @ts-ignore: decorator
@inline
function address(word: usize): usize {
  return BASE + (word << 2);
}

/** Stores the first `count` lanes, 1 to 4. */
// @ts-ignore: decorator
@inline
function storeFirst(at: usize, value: v128, count: i32): void {
  if (count >= 4) v128.store(at, value);
  else {
    if (count >= 2) v128.store64_lane(at, value, 0);
    if (count == 1) v128.store32_lane(at, value, 0);
    if (count == 3) v128.store32_lane(at, value, 2, 8);
  }
}

/**
 * C = D + A B on four rows of C and five to eight columns, with eight sums in registers. Unrolling the loop or a larger tile makes V8 spill
 * and costs 25 to 40%. Rows of A are `aRow` apart and steps along the sum `aStep`, which are constants in one of the two uses each; rows of
 * D are `dRow` apart, 0 for a bias.
 */
// @ts-ignore: decorator
@inline
function tile4x2(transposed: bool, a: usize, aRow: usize, aStep: usize, b: usize, d: usize, dRow: usize, c: usize, row: usize, sums: i32, columns: i32): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let c00 = v128.load(d);
  let c01 = v128.load(d, 16);
  d += dRow;
  let c10 = v128.load(d);
  let c11 = v128.load(d, 16);
  d += dRow;
  let c20 = v128.load(d);
  let c21 = v128.load(d, 16);
  d += dRow;
  let c30 = v128.load(d);
  let c31 = v128.load(d, 16);
  const end = b + <usize>sums * row;
  while (b != end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = transposed ? v128.load32_splat(a, 4) : v128.load32_splat(a1);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = transposed ? v128.load32_splat(a, 8) : v128.load32_splat(a2);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = transposed ? v128.load32_splat(a, 12) : v128.load32_splat(a3);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    b += row;
    a += aStep;
    if (!transposed) {
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
    }
  }
  columns -= 4;
  v128.store(c, c00);
  storeFirst(c + 16, c01, columns);
  c += row;
  v128.store(c, c10);
  storeFirst(c + 16, c11, columns);
  c += row;
  v128.store(c, c20);
  storeFirst(c + 16, c21, columns);
  c += row;
  v128.store(c, c30);
  storeFirst(c + 16, c31, columns);
}

function tile(a: usize, aRow: usize, b: usize, d: usize, dRow: usize, c: usize, row: usize, sums: i32, columns: i32): void {
  tile4x2(false, a, aRow, 4, b, d, dRow, c, row, sums, columns);
}

function tileOfTransposed(a: usize, aStep: usize, b: usize, d: usize, dRow: usize, c: usize, row: usize, sums: i32, columns: i32): void {
  tile4x2(true, a, 4, aStep, b, d, dRow, c, row, sums, columns);
}

/** C = D + A B on four rows of C and one to four columns. */
function tile4x1(a: usize, aRow: usize, aStep: usize, b: usize, d: usize, dRow: usize, c: usize, row: usize, sums: i32, columns: i32): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let c0 = v128.load(d);
  let c1 = v128.load(d + dRow);
  let c2 = v128.load(d + 2 * dRow);
  let c3 = v128.load(d + 3 * dRow);
  const end = b + <usize>sums * row;
  while (b != end) {
    const b0 = v128.load(b);
    c0 = madd(v128.load32_splat(a), b0, c0);
    c1 = madd(v128.load32_splat(a1), b0, c1);
    c2 = madd(v128.load32_splat(a2), b0, c2);
    c3 = madd(v128.load32_splat(a3), b0, c3);
    b += row;
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
  }
  storeFirst(c, c0, columns);
  storeFirst(c + row, c1, columns);
  storeFirst(c + 2 * row, c2, columns);
  storeFirst(c + 3 * row, c3, columns);
}

/** C = D + A B on one row of C, sixteen columns at a time. */
function tile1(a: usize, aStep: usize, b: usize, d: usize, c: usize, row: usize, sums: i32, columns: i32): void {
  for (; columns >= 16; columns -= 16, b += 64, d += 64, c += 64) {
    let c0 = v128.load(d);
    let c1 = v128.load(d, 16);
    let c2 = v128.load(d, 32);
    let c3 = v128.load(d, 48);
    const end = b + <usize>sums * row;
    for (let from = b, at = a; from != end; from += row, at += aStep) {
      const x = v128.load32_splat(at);
      c0 = madd(x, v128.load(from), c0);
      c1 = madd(x, v128.load(from, 16), c1);
      c2 = madd(x, v128.load(from, 32), c2);
      c3 = madd(x, v128.load(from, 48), c3);
    }
    v128.store(c, c0);
    v128.store(c, c1, 16);
    v128.store(c, c2, 32);
    v128.store(c, c3, 48);
  }
  for (; columns > 0; columns -= 4, b += 16, d += 16, c += 16) {
    let c0 = v128.load(d);
    const end = b + <usize>sums * row;
    for (let from = b, at = a; from != end; from += row, at += aStep) c0 = madd(v128.load32_splat(at), v128.load(from), c0);
    storeFirst(c, c0, columns);
  }
}

/** C = D + A B, where C has `rows` x `columns` numbers and each is D's with `sums` products added to it in order. */
function multiply(a: usize, aRow: usize, aStep: usize, b: usize, d: usize, dRow: usize, c: usize, rows: i32, sums: i32, columns: i32): void {
  const row = <usize>columns << 2;
  const whole = rows & ~3;
  if (whole > 0) {
    for (let j = 0; j < columns; j += 8) {
      const left = min(columns - j, 8);
      const skip = <usize>j << 2;
      for (let i: usize = 0; i < <usize>whole; i += 4) {
        const at = a + i * aRow;
        const init = d + i * dRow + skip;
        const to = c + i * row + skip;
        if (left <= 4) tile4x1(at, aRow, aStep, b + skip, init, dRow, to, row, sums, left);
        else if (aStep == 4) tile(at, aRow, b + skip, init, dRow, to, row, sums, left);
        else tileOfTransposed(at, aStep, b + skip, init, dRow, to, row, sums, left);
      }
    }
  }
  for (let i: usize = whole; i < <usize>rows; i++) tile1(a + i * aRow, aStep, b, d + i * dRow, c + i * row, row, sums, columns);
}

// pmin and pmax with the value first let NaN through.
// @ts-ignore: decorator
@inline
function tanhOf(value: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(value, v128.load(TANH)), v128.load(TANH, 16));
  const z = f32x4.mul(x, x);
  let p = madd(z, v128.load(TANH, 32), v128.load(TANH, 48));
  p = madd(z, p, v128.load(TANH, 64));
  p = madd(z, p, v128.load(TANH, 80));
  p = madd(z, p, v128.load(TANH, 160));
  let q = madd(z, v128.load(TANH, 96), v128.load(TANH, 112));
  q = madd(z, q, v128.load(TANH, 128));
  q = madd(z, q, v128.load(TANH, 144));
  q = madd(z, q, v128.load(TANH, 160));
  const y = f32x4.div(f32x4.mul(x, p), q);
  return f32x4.pmax(f32x4.pmin(y, v128.load(TANH, 160)), v128.load(TANH, 176));
}

// As core's `exp`: the power of two in two factors, the first of which is exact.
// @ts-ignore: decorator
@inline
function expOf(value: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(value, v128.load(EXP)), v128.load(EXP, 16));
  const rounder = v128.load(EXP, 48);
  const n = f32x4.sub(f32x4.add(f32x4.mul(x, v128.load(EXP, 32)), rounder), rounder);
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, v128.load(EXP, 64))), f32x4.mul(n, v128.load(EXP, 80)));
  let e = madd(r, v128.load(EXP, 96), v128.load(EXP, 112));
  e = madd(r, e, v128.load(EXP, 128));
  e = madd(r, e, v128.load(EXP, 144));
  e = madd(r, e, v128.load(EXP, 160));
  const y = f32x4.add(v128.load(TANH, 160), madd(f32x4.mul(r, r), e, r));
  const power = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(power, 1);
  const first = i32x4.shl(i32x4.add(half, i32x4.splat(127)), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(power, half), i32x4.splat(127)), 23);
  return f32x4.mul(f32x4.mul(y, first), second);
}

// As core's `log`.
// @ts-ignore: decorator
@inline
function logOf(x: v128): v128 {
  const subnormal = f32x4.lt(x, v128.load(LOG, 128));
  const normal = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, subnormal);
  const exponent = i32x4.shr_s(i32x4.sub(normal, i32x4.splat(0x3f3504f3)), 23);
  const k = f32x4.convert_i32x4_s(i32x4.sub(exponent, v128.and(subnormal, i32x4.splat(23))));
  const g = f32x4.sub(i32x4.sub(normal, i32x4.shl(exponent, 23)), f32x4.splat(1));
  const z = f32x4.mul(g, g);
  let l = madd(g, v128.load(LOG), v128.load(LOG, 16));
  l = madd(g, l, v128.load(LOG, 32));
  l = madd(g, l, v128.load(LOG, 48));
  l = madd(g, l, v128.load(LOG, 64));
  l = madd(g, l, v128.load(LOG, 80));
  l = madd(g, l, v128.load(LOG, 96));
  l = madd(g, l, v128.load(LOG, 112));
  let y = f32x4.mul(f32x4.mul(g, z), l);
  y = madd(k, v128.load(EXP, 80), y);
  y = f32x4.sub(y, f32x4.mul(f32x4.splat(0.5), z));
  y = madd(k, v128.load(EXP, 64), f32x4.add(g, y));
  y = v128.bitselect(y, f32x4.splat(<f32>NaN), f32x4.gt(x, f32x4.splat(0)));
  y = v128.bitselect(f32x4.splat(-<f32>Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  return v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(<f32>Infinity)));
}

/** Applies an activation (0 none, 1 tanh, 2 ReLU) to `count` numbers in place. */
function activate(at: usize, count: i32, activation: i32): void {
  if (activation == 1) {
    for (; count >= 8; count -= 8, at += 32) {
      const first = tanhOf(v128.load(at));
      const second = tanhOf(v128.load(at, 16));
      v128.store(at, first);
      v128.store(at, second, 16);
    }
    for (; count > 0; count -= 4, at += 16) storeFirst(at, tanhOf(v128.load(at)), count);
  } else if (activation == 2) {
    for (; count > 0; count -= 4, at += 16) storeFirst(at, f32x4.pmax(v128.load(at), f32x4.splat(0)), count);
  }
}

/** y = activation(biases + x weights); the biases follow the weights. */
export function linear(x: usize, rows: i32, inputs: i32, weights: usize, outputs: i32, y: usize, activation: i32): void {
  const biases = address(weights + inputs * outputs);
  multiply(address(x), <usize>inputs << 2, 4, address(weights), biases, 0, address(y), rows, inputs, outputs);
  activate(address(y), rows * outputs, activation);
}

/** y = activation(biases + the row of the weights that each index names). */
export function gather(indices: usize, rows: i32, inputs: i32, weights: usize, outputs: i32, y: usize, activation: i32): void {
  const biases = address(weights + inputs * outputs);
  for (let i = 0; i < rows; i++) {
    const from = address(weights + load<i32>(address(indices + i)) * outputs);
    const to = address(y + i * outputs);
    for (let j = 0, at: usize = 0; j < outputs; j += 4, at += 16) {
      storeFirst(to + at, f32x4.add(v128.load(biases + at), v128.load(from + at)), outputs - j);
    }
  }
  activate(address(y), rows * outputs, activation);
}

/** Writes the transpose of a matrix of `rows` x `columns`, by blocks of 4 x 4 where it has them. */
export function transpose(from: usize, rows: i32, columns: i32, to: usize): void {
  const fromRow = <usize>columns << 2;
  const toRow = <usize>rows << 2;
  for (let i = 0; i < rows; i += 4) {
    for (let j = 0; j < columns; j += 4) {
      const at = address(from + i * columns + j);
      const into = address(to + j * rows + i);
      if (i + 4 <= rows && j + 4 <= columns) {
        const r0 = v128.load(at);
        const r1 = v128.load(at + fromRow);
        const r2 = v128.load(at + 2 * fromRow);
        const r3 = v128.load(at + 3 * fromRow);
        const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
        const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
        const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
        const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
        v128.store(into, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
        v128.store(into + toRow, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
        v128.store(into + 2 * toRow, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
        v128.store(into + 3 * toRow, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
      } else {
        for (let k: usize = 0; k < <usize>min(4, rows - i); k++) {
          for (let l: usize = 0; l < <usize>min(4, columns - j); l++) {
            store<f32>(into + l * toRow + (k << 2), load<f32>(at + k * fromRow + (l << 2)));
          }
        }
      }
    }
  }
}

/** Sums over the rows: gradients of the weights += x^T dy, of the biases after them += the column sums of dy. */
export function weightGradient(x: usize, rows: i32, inputs: i32, dy: usize, outputs: i32, gradients: usize): void {
  const to = address(gradients);
  multiply(address(x), 4, <usize>inputs << 2, address(dy), to, <usize>outputs << 2, to, inputs, rows, outputs);
  columnSums(address(dy), rows, outputs, address(gradients + inputs * outputs));
}

/** As `weightGradient` where row i of x is one at its index and zero elsewhere. */
export function scatterGradient(indices: usize, rows: i32, inputs: i32, dy: usize, outputs: i32, gradients: usize): void {
  for (let i = 0; i < rows; i++) {
    const from = address(dy + i * outputs);
    const to = address(gradients + load<i32>(address(indices + i)) * outputs);
    for (let j = 0, at: usize = 0; j < outputs; j += 4, at += 16) {
      storeFirst(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)), outputs - j);
    }
  }
  columnSums(address(dy), rows, outputs, address(gradients + inputs * outputs));
}

/** to += the sum of the rows. */
function columnSums(from: usize, rows: i32, columns: i32, to: usize): void {
  const row = <usize>columns << 2;
  for (let j = 0; j < columns; j += 4, from += 16, to += 16) {
    let sum = v128.load(to);
    for (let i = 0, at = from; i < rows; i++, at += row) sum = f32x4.add(sum, v128.load(at));
    storeFirst(to, sum, columns - j);
  }
}

/** dx = (dy weights^T) times the derivative of the activation that gave y; `transposed` holds weights^T, outputs x inputs. */
export function inputGradient(dy: usize, rows: i32, outputs: i32, transposed: usize, inputs: i32, y: usize, activation: i32, dx: usize): void {
  const count = rows * inputs;
  const width = <usize>inputs << 2;
  let to = address(dx);
  let from = address(y);
  memory.fill(to, 0, <usize>count << 2);
  multiply(address(dy), <usize>outputs << 2, 4, address(transposed), to, width, to, rows, outputs, inputs);
  if (activation == 1) {
    for (let i = 0; i < count; i += 4, to += 16, from += 16) {
      const h = v128.load(from);
      storeFirst(to, f32x4.mul(v128.load(to), f32x4.sub(f32x4.splat(1), f32x4.mul(h, h))), count - i);
    }
  } else if (activation == 2) {
    for (let i = 0; i < count; i += 4, to += 16, from += 16) {
      storeFirst(to, v128.andnot(v128.load(to), f32x4.le(v128.load(from), f32x4.splat(0))), count - i);
    }
  }
}

/** Numbers from `to` on = e^x. */
export function exp(count: i32, from: usize, to: usize): void {
  from = address(from);
  to = address(to);
  for (; count > 0; count -= 4, from += 16, to += 16) storeFirst(to, expOf(v128.load(from)), count);
}

/** Numbers from `to` on = log x. */
export function log(count: i32, from: usize, to: usize): void {
  from = address(from);
  to = address(to);
  for (; count > 0; count -= 4, from += 16, to += 16) storeFirst(to, logOf(v128.load(from)), count);
}

/** Numbers from `to` on = tanh x. */
export function tanh(count: i32, from: usize, to: usize): void {
  from = address(from);
  to = address(to);
  for (; count > 0; count -= 4, from += 16, to += 16) storeFirst(to, tanhOf(v128.load(from)), count);
}

// What follows works on whole vectors: the arrays are padded with zeros to a multiple of eight.

/** The sum of squares in double precision: number i is added to sum i modulo 8, in order. */
export function sumOfSquares(count: i32, from: usize): f64 {
  let s01 = f64x2.splat(0);
  let s23 = f64x2.splat(0);
  let s45 = f64x2.splat(0);
  let s67 = f64x2.splat(0);
  for (let at = address(from); count > 0; count -= 8, at += 32) {
    const x01 = f64x2.promote_low_f32x4(v128.load64_zero(at));
    const x23 = f64x2.promote_low_f32x4(v128.load64_zero(at, 8));
    const x45 = f64x2.promote_low_f32x4(v128.load64_zero(at, 16));
    const x67 = f64x2.promote_low_f32x4(v128.load64_zero(at, 24));
    s01 = f64x2.add(s01, f64x2.mul(x01, x01));
    s23 = f64x2.add(s23, f64x2.mul(x23, x23));
    s45 = f64x2.add(s45, f64x2.mul(x45, x45));
    s67 = f64x2.add(s67, f64x2.mul(x67, x67));
  }
  const sum = f64x2.add(f64x2.add(s01, s23), f64x2.add(s45, s67));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Multiplies by a factor. */
export function scale(count: i32, numbers: usize, factor: f32): void {
  for (let at = address(numbers); count > 0; count -= 4, at += 16) v128.store(at, f32x4.mul(v128.load(at), f32x4.splat(factor)));
}

/** Adds numbers to others. */
export function add(count: i32, numbers: usize, to: usize): void {
  numbers = address(numbers);
  to = address(to);
  for (; count > 0; count -= 4, numbers += 16, to += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(numbers)));
}

/** One step of gradient descent. */
export function sgd(count: i32, parameters: usize, gradients: usize, rate: f32): void {
  parameters = address(parameters);
  gradients = address(gradients);
  for (; count > 0; count -= 4, parameters += 16, gradients += 16) {
    v128.store(parameters, f32x4.sub(v128.load(parameters), f32x4.mul(f32x4.splat(rate), v128.load(gradients))));
  }
}

/** Zero where the magnitude is below 1e-36: numbers that decay for ever would otherwise end as subnormals, which are slow. */
// @ts-ignore: decorator
@inline
function flush(value: v128): v128 {
  return v128.andnot(value, f32x4.lt(f32x4.abs(value), f32x4.splat(1e-36)));
}

/** One step of Adam; `rate` and `floor` carry the bias corrections. */
export function adam(
  count: i32,
  parameters: usize,
  gradients: usize,
  mean: usize,
  square: usize,
  rate: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  floor: f32,
): void {
  parameters = address(parameters);
  gradients = address(gradients);
  mean = address(mean);
  square = address(square);
  for (; count > 0; count -= 4, parameters += 16, gradients += 16, mean += 16, square += 16) {
    const g = v128.load(gradients);
    const m = flush(f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(mean)), f32x4.mul(f32x4.splat(rest1), g)));
    const s = flush(f32x4.add(f32x4.mul(f32x4.splat(beta2), v128.load(square)), f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g))));
    const change = f32x4.div(f32x4.mul(f32x4.splat(rate), m), f32x4.add(f32x4.sqrt(s), f32x4.splat(floor)));
    v128.store(mean, m);
    v128.store(square, s);
    v128.store(parameters, f32x4.sub(v128.load(parameters), change));
  }
}

/** One step of RMSProp. */
export function rmsprop(
  count: i32,
  parameters: usize,
  gradients: usize,
  square: usize,
  rate: f32,
  decay: f32,
  rest: f32,
  floor: f32,
): void {
  parameters = address(parameters);
  gradients = address(gradients);
  square = address(square);
  for (; count > 0; count -= 4, parameters += 16, gradients += 16, square += 16) {
    const g = v128.load(gradients);
    const s = flush(f32x4.add(f32x4.mul(f32x4.splat(decay), v128.load(square)), f32x4.mul(f32x4.splat(rest), f32x4.mul(g, g))));
    const change = f32x4.div(f32x4.mul(f32x4.splat(rate), g), f32x4.add(f32x4.sqrt(s), f32x4.splat(floor)));
    v128.store(square, s);
    v128.store(parameters, f32x4.sub(v128.load(parameters), change));
  }
}
