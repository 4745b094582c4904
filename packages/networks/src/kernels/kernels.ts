/**
 * Which implementation computes: WASM SIMD128, the same arithmetic in plain TypeScript (equal bit for bit), or WASM with fused
 * multiply-add from relaxed SIMD, whose results depend on the processor.
 */
export type KernelKind = 'simd' | 'plain' | 'relaxed';

/** Which activation a layer ends with; the numbers are what the kernels take. */
export const ACTIVATIONS = { none: 0, tanh: 1, relu: 2 } as const;

/**
 * Operations on one flat memory that is allocated once and never grows, so views of it stay valid. Matrices are row-major without padding;
 * `x`, `y` and the like are offsets in 32-bit words; a layer's weights are inputs x outputs with its biases directly behind them.
 */
export interface Kernels {
  /** Which implementation this is. */
  readonly kind: KernelKind;
  /** The memory as single-precision numbers. */
  readonly floats: Float32Array;
  /** The same memory as integers. */
  readonly integers: Int32Array;
  /** y = activation(biases + x weights), each sum in the order of the inputs. */
  linear(x: number, rows: number, inputs: number, weights: number, outputs: number, y: number, activation: number): void;
  /** As `linear` where row i of x is one at the integer `indices[i]` and zero elsewhere. */
  gather(indices: number, rows: number, inputs: number, weights: number, outputs: number, y: number, activation: number): void;
  /** Writes the transpose of a matrix of `rows` x `columns`. */
  transpose(from: number, rows: number, columns: number, to: number): void;
  /** Gradients of the weights += x^T dy and of the biases += the column sums of dy, each sum in the order of the rows. */
  weightGradient(x: number, rows: number, inputs: number, dy: number, outputs: number, gradients: number): void;
  /** As `weightGradient` where row i of x is one at the integer `indices[i]` and zero elsewhere. */
  scatterGradient(indices: number, rows: number, inputs: number, dy: number, outputs: number, gradients: number): void;
  /** dx = (dy weights^T) times the derivative of the activation that gave y; `transposed` holds weights^T. */
  inputGradient(
    dy: number,
    rows: number,
    outputs: number,
    transposed: number,
    inputs: number,
    y: number,
    activation: number,
    dx: number,
  ): void;
  /** Numbers from `to` on = e^x of those from `from` on, as core's `exp`, which may be the same place. Takes any count, as the next two. */
  exp(count: number, from: number, to: number): void;
  /** Numbers from `to` on = log x, as core's `log`. */
  log(count: number, from: number, to: number): void;
  /** Numbers from `to` on = tanh x, as core's `tanh` and the activation. */
  tanh(count: number, from: number, to: number): void;
  /** The sum of squares in double precision, in eight interleaved sums. This and the following take arrays padded with zeros to 8 n words. */
  sumOfSquares(count: number, from: number): number;
  /** Multiplies by a factor. */
  scale(count: number, numbers: number, factor: number): void;
  /** Adds to each number of `to` its counterpart in `numbers`. */
  add(count: number, numbers: number, to: number): void;
  /** parameters -= rate g. */
  sgd(count: number, parameters: number, gradients: number, rate: number): void;
  /** mean = beta1 mean + rest1 g; square = beta2 square + rest2 g^2; parameters -= rate mean / (sqrt(square) + floor). */
  adam(
    count: number,
    parameters: number,
    gradients: number,
    mean: number,
    square: number,
    rate: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    floor: number,
  ): void;
  /** square = decay square + rest g^2; parameters -= rate g / (sqrt(square) + floor). */
  rmsprop(
    count: number,
    parameters: number,
    gradients: number,
    square: number,
    rate: number,
    decay: number,
    rest: number,
    floor: number,
  ): void;
}
