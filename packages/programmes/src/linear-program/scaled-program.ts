import type { LinearProgram } from './program.ts';

/** A linear programme in the solver's own form: maximise c x subject to A x + s = b, x >= 0, s >= 0 (s = 0 in an equality row). */
export interface ScaledProgram {
  /** Number of constraints m. */
  readonly rows: number;
  /** Number of variables n. */
  readonly columns: number;
  /** A, row after row, m x n. */
  readonly matrix: Float64Array;
  /** b, length m. */
  readonly bound: Float64Array;
  /** c, length n. */
  readonly objective: Float64Array;
  /** 1 where the constraint is an equality, length m. */
  readonly equality: Uint8Array;
  /** x_original = x_scaled * columnScale / boundScale. */
  readonly columnScale: Float64Array;
  /** y_original = y_scaled * rowScale / objectiveScale; negative for rows that were turned from >= to <=. */
  readonly rowScale: Float64Array;
  /** What b was multiplied with. */
  readonly boundScale: number;
  /** What c was multiplied with. */
  readonly objectiveScale: number;
}

const SCALING_PASSES = 4;
/** An entry this much smaller than the largest of its row or column does not pull the scale: it may be rounding noise. */
const SMALLEST_PULL = 1e-8;

/**
 * Brings a linear programme into the solver's form and scales rows and columns towards entries of size one (geometric scaling). It scales
 * by powers of two, which changes no digit of any coefficient.
 *
 * @param program - a checked programme
 */
export function scaleProgram(program: LinearProgram): ScaledProgram {
  const { objective: costs, constraints } = program;
  const rows = constraints.length;
  const columns = costs.length;
  const matrix = new Float64Array(rows * columns);
  const bound = new Float64Array(rows);
  const equality = new Uint8Array(rows);
  const rowScale = new Float64Array(rows);
  const columnScale = new Float64Array(columns).fill(1);
  constraints.forEach(({ coefficients, relation, bound: limit }, i) => {
    rowScale[i] = relation === '>=' ? -1 : 1;
    equality[i] = relation === '=' ? 1 : 0;
    bound[i] = limit * rowScale[i]!;
    for (let j = 0; j < columns; j++) matrix[i * columns + j] = coefficients[j]! * rowScale[i]!;
  });

  for (let pass = 0; pass < SCALING_PASSES; pass++) {
    for (let i = 0; i < rows; i++) {
      const factor = pull(matrix, i * columns, 1, columns) || 1;
      for (let j = 0; j < columns; j++) matrix[i * columns + j]! *= factor;
      bound[i]! *= factor;
      rowScale[i]! *= factor;
    }
    for (let j = 0; j < columns; j++) {
      const factor = pull(matrix, j, columns, rows) || 1;
      for (let i = 0; i < rows; i++) matrix[i * columns + j]! *= factor;
      columnScale[j]! *= factor;
    }
  }

  // An empty row or column says something only by the sign of its bound or cost, whose size must not set the scale of the others.
  const isEmptyRow = (i: number): boolean => pull(matrix, i * columns, 1, columns) === 0;
  const isEmptyColumn = (j: number): boolean => pull(matrix, j, columns, rows) === 0;
  const objective = Float64Array.from(costs, (cost, j) => cost * columnScale[j]!);
  const boundScale = 1 / powerOfTwo(largest(bound.filter((_unused, i) => !isEmptyRow(i))));
  const objectiveScale = 1 / powerOfTwo(largest(objective.filter((_unused, j) => !isEmptyColumn(j))));
  for (let i = 0; i < rows; i++) bound[i] = isEmptyRow(i) ? Math.sign(bound[i]!) : bound[i]! * boundScale;
  for (let j = 0; j < columns; j++) objective[j] = isEmptyColumn(j) ? Math.sign(objective[j]!) : objective[j]! * objectiveScale;
  return { rows, columns, matrix, bound, objective, equality, columnScale, rowScale, boundScale, objectiveScale };
}

/** The factor that brings the geometric middle of a row's or column's entries to about one; 0 when all are zero. */
function pull(matrix: Float64Array, start: number, stride: number, count: number): number {
  let smallest = Infinity;
  let greatest = 0;
  for (let k = 0, at = start; k < count; k++, at += stride) {
    const size = Math.abs(matrix[at]!);
    if (size === 0) continue;
    if (size < smallest) smallest = size;
    if (size > greatest) greatest = size;
  }
  if (greatest === 0) return 0;
  return 1 / powerOfTwo(Math.sqrt(Math.max(smallest / greatest, SMALLEST_PULL)) * greatest);
}

function largest(values: Float64Array): number {
  return values.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
}

/** The largest power of two that is at most `value`; 1 for zero. */
function powerOfTwo(value: number): number {
  if (value === 0) return 1;
  let power = 1;
  while (power * 2 <= value) power *= 2;
  while (power > value) power /= 2;
  return power;
}
