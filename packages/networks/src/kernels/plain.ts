import { exp, log, tanh } from '@firstmover/core';
import type { Kernels } from './kernels.ts';

// The same arithmetic as assembly/kernels.ts, operation for operation: single precision is what remains after `f` rounds each result, and
// rounding a sum, product, quotient or square root of single-precision numbers twice, via double precision, changes nothing.
const f = Math.fround;

/**
 * The kernels in plain TypeScript on a new memory of zeros. They are the fallback where WebAssembly has no SIMD, and what the SIMD
 * kernels are tested against bit for bit.
 *
 * @param words - how many 32-bit words the memory has
 */
export function plainKernels(words: number): Kernels {
  const buffer = new ArrayBuffer(4 * words);
  const m = new Float32Array(buffer);
  const integers = new Int32Array(buffer);

  /** C += A B; `aRow` and `aStep` are the strides of A over the rows of C and over the sum. */
  function multiply(a: number, aRow: number, aStep: number, b: number, c: number, rows: number, sums: number, columns: number): void {
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < sums; k++) {
        const x = m[a + i * aRow + k * aStep]!;
        for (let j = 0; j < columns; j++) m[c + i * columns + j] = f(m[c + i * columns + j]! + f(x * m[b + k * columns + j]!));
      }
    }
  }

  function activate(at: number, count: number, activation: number): void {
    if (activation === 0) return;
    for (let i = at; i < at + count; i++) m[i] = activation === 1 ? tanh(m[i]!) : m[i]! < 0 ? 0 : m[i]!;
  }

  function columnSums(from: number, rows: number, columns: number, to: number): void {
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) m[to + j] = f(m[to + j]! + m[from + i * columns + j]!);
  }

  return {
    kind: 'plain',
    floats: m,
    integers,
    linear(x, rows, inputs, weights, outputs, y, activation) {
      const biases = weights + inputs * outputs;
      for (let i = 0; i < rows; i++) m.copyWithin(y + i * outputs, biases, biases + outputs);
      multiply(x, inputs, 1, weights, y, rows, inputs, outputs);
      activate(y, rows * outputs, activation);
    },
    gather(indices, rows, inputs, weights, outputs, y, activation) {
      const biases = weights + inputs * outputs;
      for (let i = 0; i < rows; i++) {
        const from = weights + integers[indices + i]! * outputs;
        for (let j = 0; j < outputs; j++) m[y + i * outputs + j] = f(m[biases + j]! + m[from + j]!);
      }
      activate(y, rows * outputs, activation);
    },
    transpose(from, rows, columns, to) {
      for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) m[to + j * rows + i] = m[from + i * columns + j]!;
    },
    weightGradient(x, rows, inputs, dy, outputs, gradients) {
      multiply(x, 1, inputs, dy, gradients, inputs, rows, outputs);
      columnSums(dy, rows, outputs, gradients + inputs * outputs);
    },
    scatterGradient(indices, rows, inputs, dy, outputs, gradients) {
      for (let i = 0; i < rows; i++) {
        const to = gradients + integers[indices + i]! * outputs;
        for (let j = 0; j < outputs; j++) m[to + j] = f(m[to + j]! + m[dy + i * outputs + j]!);
      }
      columnSums(dy, rows, outputs, gradients + inputs * outputs);
    },
    inputGradient(dy, rows, outputs, transposed, inputs, y, activation, dx) {
      m.fill(0, dx, dx + rows * inputs);
      multiply(dy, outputs, 1, transposed, dx, rows, outputs, inputs);
      for (let i = 0; i < rows * inputs; i++) {
        if (activation === 1) m[dx + i] = f(m[dx + i]! * f(1 - f(m[y + i]! * m[y + i]!)));
        else if (activation === 2 && m[y + i]! <= 0) m[dx + i] = 0;
      }
    },
    exp(count, from, to) {
      for (let i = 0; i < count; i++) m[to + i] = exp(m[from + i]!);
    },
    log(count, from, to) {
      for (let i = 0; i < count; i++) m[to + i] = log(m[from + i]!);
    },
    tanh(count, from, to) {
      for (let i = 0; i < count; i++) m[to + i] = tanh(m[from + i]!);
    },
    sumOfSquares(count, from) {
      const sums = new Float64Array(8);
      for (let i = 0; i < count; i++) sums[i % 8]! += m[from + i]! * m[from + i]!;
      const [s0, s1, s2, s3, s4, s5, s6, s7] = sums as unknown as [number, number, number, number, number, number, number, number];
      return s0 + s2 + (s4 + s6) + (s1 + s3 + (s5 + s7));
    },
    scale(count, numbers, factor) {
      const rounded = f(factor);
      for (let i = numbers; i < numbers + count; i++) m[i] = f(m[i]! * rounded);
    },
    add(count, numbers, to) {
      for (let i = 0; i < count; i++) m[to + i] = f(m[to + i]! + m[numbers + i]!);
    },
    sgd(count, parameters, gradients, rate) {
      const rounded = f(rate);
      for (let i = 0; i < count; i++) m[parameters + i] = f(m[parameters + i]! - f(rounded * m[gradients + i]!));
    },
    adam(count, parameters, gradients, mean, square, rate, beta1, rest1, beta2, rest2, floor) {
      const [fRate, fBeta1, fRest1, fBeta2, fRest2, fFloor] = [f(rate), f(beta1), f(rest1), f(beta2), f(rest2), f(floor)];
      for (let i = 0; i < count; i++) {
        const g = m[gradients + i]!;
        const first = flush(f(f(fBeta1 * m[mean + i]!) + f(fRest1 * g)));
        const second = flush(f(f(fBeta2 * m[square + i]!) + f(fRest2 * f(g * g))));
        m[mean + i] = first;
        m[square + i] = second;
        m[parameters + i] = f(m[parameters + i]! - f(f(fRate * first) / f(f(Math.sqrt(second)) + fFloor)));
      }
    },
    rmsprop(count, parameters, gradients, square, rate, decay, rest, floor) {
      const [fRate, fDecay, fRest, fFloor] = [f(rate), f(decay), f(rest), f(floor)];
      for (let i = 0; i < count; i++) {
        const g = m[gradients + i]!;
        const second = flush(f(f(fDecay * m[square + i]!) + f(fRest * f(g * g))));
        m[square + i] = second;
        m[parameters + i] = f(m[parameters + i]! - f(f(fRate * g) / f(f(Math.sqrt(second)) + fFloor)));
      }
    },
  };
}

/** Zero where the magnitude is below 1e-36; the comparison lets NaN through. */
function flush(value: number): number {
  return Math.abs(value) < f(1e-36) ? 0 : value;
}
