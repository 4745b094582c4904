/** A payoff of two vectors. */
export type Payoff = (x: Float64Array, y: Float64Array) => number;

/** Central differences of payoffs at a point; each evaluation is one call of the payoff. */
export interface Derivatives {
  /** The gradient with respect to x (0) or y (1). */
  gradient(payoff: Payoff, x: Float64Array, y: Float64Array, which: 0 | 1): Float64Array;
  /** Second derivatives, rows over the coordinates of y and columns over those of `other`: x (0) or y (1). */
  hessian(payoff: Payoff, x: Float64Array, y: Float64Array, other: 0 | 1): Float64Array[];
}

/**
 * Central differences with steps of `h`: exact for quadratics but for rounding, errors of the order h^2 else. Points are moved and put back.
 *
 * @param h - the step; second differences divide by its square
 */
export function centralDifferences(h: number): Derivatives {
  const moved = (values: Float64Array, i: number, by: number, run: () => number): number => {
    const kept = values[i]!;
    values[i] = kept + by;
    const result = run();
    values[i] = kept;
    return result;
  };
  return {
    gradient(payoff, x, y, which) {
      const at = which === 0 ? x : y;
      return Float64Array.from(at, (_value, i) => {
        const up = moved(at, i, h, () => payoff(x, y));
        const down = moved(at, i, -h, () => payoff(x, y));
        return (up - down) / (2 * h);
      });
    },
    hessian(payoff, x, y, other) {
      const columns = other === 0 ? x : y;
      const base = payoff(x, y);
      return Array.from(y, (_row, i) =>
        Float64Array.from(columns, (_column, j) => {
          if (other === 1 && i === j) {
            const up = moved(y, i, h, () => payoff(x, y));
            const down = moved(y, i, -h, () => payoff(x, y));
            return (up - 2 * base + down) / (h * h);
          }
          let sum = 0;
          for (const [a, b] of [
            [1, 1],
            [-1, -1],
            [1, -1],
            [-1, 1],
          ] as const) {
            sum += a * b * moved(y, i, a * h, () => moved(columns, j, b * h, () => payoff(x, y)));
          }
          return sum / (4 * h * h);
        }),
      );
    },
  };
}

/**
 * Solves A z = b by elimination with partial pivoting.
 *
 * @returns undefined where A is singular to working precision
 */
export function solveLinear(a: readonly Float64Array[], b: Float64Array): Float64Array | undefined {
  const n = b.length;
  const rows = a.map((row, i) => Float64Array.from({ length: n + 1 }, (_unused, j) => (j < n ? row[j]! : b[i]!)));
  const largest = Math.max(...rows.flatMap((row) => Array.from(row.subarray(0, n), Math.abs)));
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    if (!(Math.abs(rows[pivot]![column]!) > 1e-12 * largest)) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = column + 1; row < n; row++) {
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let k = column; k <= n; k++) rows[row]![k]! -= factor * rows[column]![k]!;
    }
  }
  const z = new Float64Array(n);
  for (let row = n - 1; row >= 0; row--) {
    let sum = rows[row]![n]!;
    for (let k = row + 1; k < n; k++) sum -= rows[row]![k]! * z[k]!;
    z[row] = sum / rows[row]![row]!;
  }
  return z;
}
