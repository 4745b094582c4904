// Exponentials, logarithms and the like of sums, products, quotients and roundings alone, which IEEE 754 defines to the last bit. The language
// leaves the last bits of Math.exp and its kin to the engine, and what learns from them would differ between engines from there on.
//
// `exp`, `log` and `tanh` are in single precision, what networks compute in: `f` rounds each result, so that the kernels of networks repeat
// them bit for bit. Those named 64 are for what is kept in double precision, where an error of 6e-8 would show.

const f = Math.fround;

/** 2^k for k = -POWERS_FROM..POWERS_FROM: as two factors, those of every double. */
const POWERS_FROM = 540;
const POWERS: Float64Array = /* @__PURE__ */ powersOfTwo();

/** One word as a single-precision number and as its bits. */
const FLOAT: Float32Array = new Float32Array(1);
const BITS: Int32Array = new Int32Array(FLOAT.buffer);

/** The bits of sqrt(1/2), above which mantissas begin. */
const ROOT_HALF_BITS = 0x3f3504f3;
const SMALLEST_NORMAL = 1.1754943508222875e-38;

/** Added and taken away again, it rounds a single-precision number to an integer, ties to even. */
const ROUNDER = 12582912;
const LOG2_E: number = f(1.4426950408889634);
// log 2 in two parts (Cody & Waite 1980): whole multiples of the first are exact.
const LN2_HIGH: number = f(0.693359375);
const LN2_LOW: number = f(-2.1219444e-4);

const E0: number = f(0.49999994);
const E1: number = f(0.16666521);
const E2: number = f(0.04166826);
const E3: number = f(0.008368666);
const E4: number = f(0.0013821236);

/**
 * e^x in single precision, within 1 unit in the last place: 2^n (1 + r + r^2 E(r)) with n = round(x / log 2) and r = x - n log 2, E a minimax
 * fit of the relative error on +-log(2) / 2. Infinity from 88.7229, 0 below -103.972, subnormal numbers in between.
 *
 * @param value - rounded to single precision first
 */
export function exp(value: number): number {
  const x = f(value);
  if (x !== x) return NaN;
  const bounded = x > 89 ? 89 : x < -104 ? -104 : x;
  const n = f(f(f(bounded * LOG2_E) + ROUNDER) - ROUNDER);
  const r = f(bounded - n * LN2_HIGH - f(n * LN2_LOW)); // all exact but the low part and the difference
  let e = f(E3 + f(r * E4));
  e = f(E2 + f(r * e));
  e = f(E1 + f(r * e));
  e = f(E0 + f(r * e));
  // The product with a power of two is rounded once, also where it is subnormal.
  return f(f(1 + f(r + f(f(r * r) * e))) * POWERS[POWERS_FROM + n]!);
}

const L0: number = f(0.3333333);
const L1: number = f(-0.2500082);
const L2: number = f(0.20001242);
const L3: number = f(-0.16623403);
const L4: number = f(0.14201567);
const L5: number = f(-0.1315969);
const L6: number = f(0.12762424);
const L7: number = f(-0.07636482);

/**
 * log x in single precision, within 1 unit in the last place: k log 2 + g - g^2 / 2 + g^3 L(g) with x = 2^k (1 + g), 1 + g from sqrt(1/2) to
 * sqrt(2), L a minimax fit of the relative error. NaN below 0, -Infinity at 0.
 *
 * @param value - rounded to single precision first
 */
export function log(value: number): number {
  const x = f(value);
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const subnormal = x < SMALLEST_NORMAL;
  const normal = subnormal ? x * 8388608 : x;
  FLOAT[0] = normal;
  const exponent = (BITS[0]! - ROOT_HALF_BITS) >> 23;
  const k = subnormal ? exponent - 23 : exponent;
  const g = normal * POWERS[POWERS_FROM - exponent]! - 1; // exact
  const z = f(g * g);
  let l = f(L6 + f(g * L7));
  l = f(L5 + f(g * l));
  l = f(L4 + f(g * l));
  l = f(L3 + f(g * l));
  l = f(L2 + f(g * l));
  l = f(L1 + f(g * l));
  l = f(L0 + f(g * l));
  let y = f(f(g * z) * l);
  y = f(y + f(k * LN2_LOW));
  y = f(y - f(0.5 * z));
  return f(f(g + y) + f(k * LN2_HIGH));
}

const P1: number = f(0.13381025);
const P2: number = f(3.4955875e-3);
const P3: number = f(2.0609072e-5);
const P4: number = f(1.3354647e-8);
const Q1: number = f(0.46714342);
const Q2: number = f(2.587698e-2);
const Q3: number = f(3.2856336e-4);
const Q4: number = f(7.776552e-7);

/**
 * tanh x in single precision, within 4e-7: x P(x^2) / Q(x^2), a minimax fit of the relative error on [0, 9]; beyond 9 it is 1 in single
 * precision.
 *
 * @param value - rounded to single precision first
 */
export function tanh(value: number): number {
  const x = value > 9 ? 9 : value < -9 ? -9 : f(value);
  const z = f(x * x);
  let p = f(P3 + f(z * P4));
  p = f(P2 + f(z * p));
  p = f(P1 + f(z * p));
  p = f(1 + f(z * p));
  let q = f(Q3 + f(z * Q4));
  q = f(Q2 + f(z * q));
  q = f(Q1 + f(z * q));
  q = f(1 + f(z * q));
  const y = f(f(x * p) / q);
  return y > 1 ? 1 : y < -1 ? -1 : y;
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2 * POWERS_FROM + 1).fill(1);
  for (let k = 1; k <= POWERS_FROM; k++) {
    powers[POWERS_FROM + k] = powers[POWERS_FROM + k - 1]! * 2;
    powers[POWERS_FROM - k] = powers[POWERS_FROM - k + 1]! / 2;
  }
  return powers;
}

// The fits of fdlibm 5.3 (e_exp.c, e_log.c, k_sin.c and k_cos.c) follow. Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
// Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is freely granted,
// provided that this notice is preserved.

const LN2_HIGH_64 = 6.9314718036912381649e-1;
const LN2_LOW_64 = 1.90821492927058770002e-10;

/**
 * e^x in double precision, within 1 unit in the last place (fdlibm): 2^k e^r with k = round(x / log 2) and r = x - k log 2, and e^r from the
 * minimax fit of r (e^r + 1) / (e^r - 1).
 */
export function exp64(x: number): number {
  if (x !== x) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x * 1.442695040888963387 + 0.5);
  const high = x - k * LN2_HIGH_64;
  const low = k * LN2_LOW_64;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 + t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  const half = k >> 1;
  return y * POWERS[POWERS_FROM + half]! * POWERS[POWERS_FROM + k - half]!;
}

/**
 * log x in double precision, within 1 unit in the last place (fdlibm): k log 2 + log(1 + g) with x = 2^k (1 + g), 1 + g from sqrt(1/2) to
 * sqrt(2), and log(1 + g) from the minimax fit in g / (2 + g). NaN below 0, -Infinity at 0.
 */
export function log64(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  // The exponent is that of the number rounded to single precision, which it is brought within the range of.
  let k = 0;
  let within = x;
  for (; within >= 1e38; k += 240) within *= POWERS[POWERS_FROM - 240]!;
  for (; within < 1e-37; k -= 240) within *= POWERS[POWERS_FROM + 240]!;
  FLOAT[0] = within;
  const exponent = (BITS[0]! - ROOT_HALF_BITS) >> 23;
  k += exponent;
  const g = within * POWERS[POWERS_FROM - exponent]! - 1;
  const s = g / (2 + g);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd = z * (6.66666666666673513e-1 + w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const square = 0.5 * g * g;
  return k * LN2_HIGH_64 - (square - (s * (square + (odd + even)) + k * LN2_LOW_64) - g);
}

/**
 * cos(2 pi u) in double precision, for what turns by random or planned angles: within 1 unit in the last place, and exact at quarter turns,
 * since u is reduced before it is multiplied (fdlibm's kernels on the rest).
 *
 * @param u - in turns, below 2^29 in size
 */
export function cosTurns(u: number): number {
  return turned(u, 0);
}

/**
 * sin(2 pi u), otherwise as {@link cosTurns}.
 *
 * @param u - in turns, below 2^29 in size
 */
export function sinTurns(u: number): number {
  return turned(u, 3);
}

/** The cosine of 2 pi u and so many quarter turns more. */
function turned(u: number, quarters: number): number {
  const quarter = Math.floor(4 * u + 0.5);
  const angle = (u - quarter / 4) * 6.283185307179586;
  switch ((quarter + quarters) & 3) {
    case 0:
      return cosine(angle);
    case 1:
      return -sine(angle);
    case 2:
      return -cosine(angle);
    default:
      return sine(angle);
  }
}

/** sin x for x within pi / 4 of 0. */
function sine(x: number): number {
  const z = x * x;
  const rest =
    8.33333333332248946124e-3 +
    z * (-1.98412698298579493134e-4 + z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x + z * x * (-1.66666666666666324348e-1 + z * rest);
}

/** cos x for x within pi / 4 of 0. */
function cosine(x: number): number {
  const z = x * x;
  const rest =
    4.16666666666666019037e-2 +
    z *
      (-1.38888888888741095749e-3 +
        z *
          (2.48015872894767294178e-5 +
            z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11))));
  const half = 0.5 * z;
  const main = 1 - half;
  return main + (1 - main - half + z * (z * rest));
}
