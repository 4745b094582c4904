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
