import type { ScaledProgram } from './scaled-program.ts';
import { buildTableau, pivot } from './tableau.ts';

const FEASIBLE = 1e-11;
const SMALLEST_PIVOT = 1e-9;

/**
 * Walks from a basis that was optimal for other bounds towards one that is optimal for these, by the dual simplex method. The row that is
 * broken most leaves, the column whose reduced cost vanishes first enters. It proves nothing, and may stop early; its last basis is a
 * good start for `solveScaled`.
 *
 * @param program - the scaled programme
 * @param start - the basis, m different columns
 * @throws NumericalError when the starting columns are dependent
 */
export function repairBasis(program: ScaledProgram, start: Int32Array): Int32Array {
  const { rows, columns, equality } = program;
  const tableau = buildTableau(program, start);
  const { width, cells, cost, basis, isBasic } = tableau;
  for (let pivots = 0; pivots < rows + columns; pivots++) {
    let row = -1;
    let most = FEASIBLE;
    for (let r = 0; r < rows; r++) {
      const value = cells[r * width + width - 1]!;
      const isFixed = basis[r]! >= columns && equality[basis[r]! - columns] === 1;
      const broken = isFixed ? Math.abs(value) : -value;
      if (broken <= most) continue;
      row = r;
      most = broken;
    }
    if (row < 0) break;
    const sign = cells[row * width + width - 1]! < 0 ? -1 : 1;
    let column = -1;
    let least = Infinity;
    for (let j = 0; j < width - 1; j++) {
      const element = sign * cells[row * width + j]!;
      if (element <= SMALLEST_PIVOT || isBasic[j] === 1 || (j >= columns && equality[j - columns] === 1)) continue;
      const price = Math.max(-cost[j]!, 0) / element;
      if (price > least || (price === least && element <= sign * cells[row * width + column]!)) continue;
      column = j;
      least = price;
    }
    if (column < 0) break;
    pivot(tableau, row, column);
  }
  return basis;
}
