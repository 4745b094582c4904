/** A row of a programme in whole numbers: constant + slopes . x, which is at least 0. */
export interface ExactRow {
  /** What a unit of each variable adds. */
  readonly slopes: readonly bigint[];
  /** Its value where all variables are 0. */
  readonly constant: bigint;
  /** Whether it is 0, instead of at least 0. */
  readonly equal: boolean;
}

/** A linear programme in whole numbers: maximise objective . x subject to the rows and x >= 0. */
export interface ExactProgram {
  /** One whole number per variable. */
  readonly objective: readonly bigint[];
  /** The rows, in any number. */
  readonly rows: readonly ExactRow[];
}

/** Fractions over one denominator. */
export interface Fractions {
  /** The numerators. */
  readonly numerators: readonly bigint[];
  /** The denominator, above 0. */
  readonly denominator: bigint;
}

/**
 * Which variables and which slacks of rows may differ from 0: the variables `columns`, and the slacks of all rows but `rows`, of which there are as
 * many as columns.
 */
export interface Basis {
  /** The basic variables. */
  readonly columns: readonly number[];
  /** The rows that hold with equality. */
  readonly rows: readonly number[];
}

/** An optimal solution with its proof. */
export interface ExactOptimum {
  /** The programme has an optimal solution. */
  readonly status: 'optimal';
  /** A basic optimal solution, one fraction per variable. */
  readonly point: Fractions;
  /**
   * A fraction per row, at least 0 unless the row is 0: objective . x + sum of multiplier x row rises with no variable, and its constant is the
   * optimal value.
   */
  readonly multipliers: Fractions;
  /** Where the solution and the multipliers come from. */
  readonly basis: Basis;
}

/** How a linear programme in whole numbers ends. */
export type ExactOutcome =
  | ExactOptimum
  | {
      /** No x satisfies the rows. */
      readonly status: 'infeasible';
      /** Farkas' proof: the sum of multiplier x row rises with no variable, and its constant is below 0. */
      readonly multipliers: Fractions;
    }
  | {
      /** The objective grows without limit. */
      readonly status: 'unbounded';
    };
