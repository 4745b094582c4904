import { repairBasis } from '../linear-program/dual-simplex.ts';
import { solveScaled, startingBasis } from '../linear-program/certified-basis.ts';
import type { LinearConstraint } from '../linear-program/program.ts';
import { scaleProgram, type ScaledProgram } from '../linear-program/scaled-program.ts';
import type { MixedIntegerProgram } from './program.ts';

/** A part of the search space: whole variable k lies between lower[k] and upper[k]. */
export interface Box {
  /** One whole number per whole variable. */
  readonly lower: readonly number[];
  /** One whole number per whole variable, at least `lower`. */
  readonly upper: readonly number[];
}

/** The certified outcome of a box's linear programme, whole variables relaxed. */
export type Relaxed =
  | { readonly status: 'optimal'; readonly value: number; readonly x: Float64Array; readonly basis: Int32Array }
  | { readonly status: 'infeasible' }
  | { readonly status: 'unbounded' };

/** The linear programmes of all boxes: they differ in their bounds alone, so that one's basis is a start for the next. */
export interface Relaxation {
  /** The programme with one more constraint per whole variable, its upper bound. */
  readonly rows: number;
  /**
   * Solves one box.
   *
   * @param box - the bounds of the whole variables
   * @param start - the basis of a box that contains it, or null
   * @throws NumericalError when the outcome cannot be certified
   */
  solve(box: Box, start: Int32Array | null): Relaxed;
}

/**
 * Prepares the relaxations of a programme. Lower bounds are moved into the right side by x = lower + x', upper bounds are constraints.
 *
 * @param program - a checked programme
 */
export function relax({ objective, constraints, integers }: MixedIntegerProgram): Relaxation {
  const bounds = integers.map(({ column, upper }): LinearConstraint => {
    const coefficients = new Array<number>(objective.length).fill(0);
    coefficients[column] = 1;
    return { coefficients, relation: '<=', bound: upper };
  });
  const scaled = scaleProgram({ objective, constraints: [...constraints, ...bounds] });
  const { rows, columns, matrix, boundScale, columnScale, rowScale } = scaled;
  const inBox = ({ lower, upper }: Box): ScaledProgram => {
    const bound = scaled.bound.slice();
    integers.forEach(({ column }, k) => {
      const row = constraints.length + k;
      bound[row] = upper[k]! * rowScale[row]! * boundScale;
      if (lower[k] === 0) return;
      const moved = (lower[k]! * boundScale) / columnScale[column]!;
      for (let i = 0; i < rows; i++) bound[i]! -= matrix[i * columns + column]! * moved;
    });
    return { ...scaled, bound };
  };
  return {
    rows,
    solve: (box, start) => {
      const inside = inBox(box);
      const end = solveScaled(inside, start === null ? startingBasis(inside) : repairBasis(inside, start));
      if (end.status !== 'optimal') return { status: end.status };
      const x = Float64Array.from(end.values.x, (value, j) => (Math.max(value, 0) * columnScale[j]!) / boundScale);
      integers.forEach(({ column }, k) => {
        x[column]! += box.lower[k]!;
      });
      return { status: 'optimal', value: x.reduce((sum, value, j) => sum + value * objective[j]!, 0), x, basis: end.tableau.basis };
    },
  };
}
