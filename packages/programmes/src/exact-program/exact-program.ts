// The simplex method in whole numbers. Only the part of a basis matters that is no slack, which is small where few rows are tight.
import { solveIntegerSystem } from '../rational/integer-system.ts';
import type { Basis, ExactOutcome, ExactProgram, ExactRow, Fractions } from './program.ts';

/** A linear function in terms of the variables and slacks that a basis holds at 0, over a common denominator. */
interface Expressed {
  readonly denominator: bigint;
  /** Its value at the basic solution. */
  readonly constant: bigint;
  /** What a unit of the slack of each tight row adds, in the order of the basis. */
  readonly slacks: readonly bigint[];
  /** What a unit of each variable adds; 0 for basic ones. */
  readonly variables: readonly bigint[];
}

/** A basic variable, or, from `columns` on, the slack of a row. They are numbered for Bland's rule. */
type Member = number;

const EMPTY: Basis = { columns: [], rows: [] };

/**
 * Solves a linear programme in whole numbers, and proves the outcome: by the simplex method with Bland's rule (Mathematics of Operations Research,
 * 1977) from a basis, usually the one that a floating-point solver ended with, which is then only checked. While the basis breaks a row, steps
 * are those of the dual simplex method, for the objective where its multipliers fit, else for none.
 *
 * @param program - numbers of any size
 * @param start - where to begin; from all slacks where it is left out, or singular
 */
export function solveExactly(program: ExactProgram, start: Basis = EMPTY): ExactOutcome {
  let basis = start;
  let point = solutionOf(program, basis);
  if (point === null) {
    basis = EMPTY;
    point = solutionOf(program, basis)!;
  }
  const isDual = improvingMember(program, basis, express(program, basis, objectiveOf(program))) < 0;
  const repaired: ExactRow = isDual ? objectiveOf(program) : { slopes: program.objective.map(() => 0n), constant: 0n, equal: false };
  for (;;) {
    const broken = brokenMember(program, basis, point);
    if (broken >= 0) {
      const step = dualStep(program, basis, broken, repaired);
      if ('multipliers' in step) return { status: 'infeasible', multipliers: step.multipliers };
      basis = step;
    } else {
      const objective = express(program, basis, objectiveOf(program));
      const entering = improvingMember(program, basis, objective);
      if (entering < 0) return { status: 'optimal', point, multipliers: multipliersOf(program, basis, objective), basis };
      const leaving = firstToStop(program, basis, point, entering);
      if (leaving < 0) return { status: 'unbounded' };
      basis = exchange(program, basis, entering, leaving);
    }
    point = solutionOf(program, basis)!;
  }
}

const objectiveOf = ({ objective }: ExactProgram): ExactRow => ({ slopes: objective, constant: 0n, equal: false });

/** The basic solution, or null where the basis is singular. */
function solutionOf({ objective, rows }: ExactProgram, basis: Basis): Fractions | null {
  const core = basis.rows.map((r) => basis.columns.map((j) => rows[r]!.slopes[j]!));
  const solution = solveIntegerSystem(core, basis.rows.map((r) => -rows[r]!.constant)); // prettier-ignore
  if (solution === null) return null;
  const numerators = new Array<bigint>(objective.length).fill(0n);
  basis.columns.forEach((j, k) => (numerators[j] = solution.numerators[k]!));
  return { numerators, denominator: solution.denominator };
}

/** The value of a row at a point, times the point's denominator. */
export function valueOfRow({ slopes, constant }: Pick<ExactRow, 'slopes' | 'constant'>, { numerators, denominator }: Fractions): bigint {
  let sum = constant * denominator;
  for (let j = 0; j < slopes.length; j++) if (numerators[j] !== 0n && slopes[j] !== 0n) sum += slopes[j]! * numerators[j]!;
  return sum;
}

/** Writes a linear function as one of what the basis holds at 0. */
function express({ rows, objective }: ExactProgram, { columns, rows: tight }: Basis, { slopes, constant }: ExactRow): Expressed {
  const transposed = columns.map((j) => tight.map((r) => rows[r]!.slopes[j]!));
  const { numerators: weights, denominator } = solveIntegerSystem(transposed, columns.map((j) => slopes[j]!))!; // prettier-ignore
  let rest = constant * denominator;
  const variables = objective.map((_unused, j) => slopes[j]! * denominator);
  tight.forEach((r, i) => {
    const weight = weights[i]!;
    if (weight === 0n) return;
    const row = rows[r]!;
    rest -= weight * row.constant;
    for (let j = 0; j < variables.length; j++) if (row.slopes[j] !== 0n) variables[j]! -= weight * row.slopes[j]!;
  });
  return { denominator, constant: rest, slacks: weights, variables };
}

/** The first variable or slack that raises a function that is expressed in the basis, or -1. */
function improvingMember({ rows, objective }: ExactProgram, { rows: tight }: Basis, { slacks, variables }: Expressed): Member {
  const variable = variables.findIndex((slope) => slope > 0n);
  if (variable >= 0) return variable;
  let first = -1;
  tight.forEach((r, i) => {
    if (slacks[i]! > 0n && !rows[r]!.equal && (first < 0 || r < first)) first = r;
  });
  return first < 0 ? -1 : objective.length + first;
}

/** The first basic variable or slack that is below 0, or not 0 where it must be, or -1. */
function brokenMember({ rows, objective }: ExactProgram, { columns, rows: tight }: Basis, point: Fractions): Member {
  const negative = columns.filter((j) => point.numerators[j]! < 0n);
  if (negative.length > 0) return Math.min(...negative);
  const held = new Set(tight);
  const broken = rows.findIndex((row, r) => {
    if (held.has(r)) return false;
    const value = valueOfRow(row, point);
    return value < 0n || (row.equal && value !== 0n);
  });
  return broken < 0 ? -1 : objective.length + broken;
}

/** Takes a broken member out of the basis for another that keeps the multipliers of a function right, or proves that none can mend it. */
function dualStep(program: ExactProgram, basis: Basis, broken: Member, objective: ExactRow): Basis | { readonly multipliers: Fractions } {
  const n = program.objective.length;
  const member: ExactRow =
    broken < n
      ? { slopes: program.objective.map((_unused, j) => (j === broken ? 1n : 0n)), constant: 0n, equal: false }
      : program.rows[broken - n]!;
  const line = express(program, basis, member);
  // A slack that must be 0 and is above has to fall.
  const sign = line.constant > 0n ? -1n : 1n;
  const costs = express(program, basis, objective);
  let entering = -1;
  let best = { price: 0n, rate: 1n };
  const consider = (candidate: Member, rate: bigint, cost: bigint): void => {
    if (rate <= 0n) return;
    const price = cost < 0n ? -cost : 0n;
    const difference = price * best.rate - best.price * rate;
    if (entering >= 0 && (difference > 0n || (difference === 0n && candidate > entering))) return;
    entering = candidate;
    best = { price, rate };
  };
  line.variables.forEach((slope, j) => {
    consider(j, sign * slope, costs.variables[j]!);
  });
  basis.rows.forEach((r, i) => {
    if (!program.rows[r]!.equal) consider(n + r, sign * line.slacks[i]!, costs.slacks[i]!);
  });
  if (entering >= 0) return exchange(program, basis, entering, broken);
  const numerators = new Array<bigint>(program.rows.length).fill(0n);
  basis.rows.forEach((r, i) => (numerators[r] = -sign * line.slacks[i]!));
  if (broken >= n) numerators[broken - n] = sign * line.denominator;
  return { multipliers: { numerators, denominator: line.denominator } };
}

/** The first basic member to become 0 while another rises, or -1. */
function firstToStop(program: ExactProgram, basis: Basis, point: Fractions, entering: Member): Member {
  const n = program.objective.length;
  const { rows } = program;
  const core = basis.rows.map((r) => basis.columns.map((j) => rows[r]!.slopes[j]!));
  const right = basis.rows.map((r) => (entering < n ? -rows[r]!.slopes[entering]! : r === entering - n ? 1n : 0n));
  const { numerators: rates, denominator } = solveIntegerSystem(core, right)!;
  const direction = new Array<bigint>(n).fill(0n);
  basis.columns.forEach((j, k) => (direction[j] = rates[k]!));
  if (entering < n) direction[entering] = denominator;
  let leaving = -1;
  let best = { value: 0n, fall: 1n };
  const consider = (candidate: Member, value: bigint, fall: bigint): void => {
    if (fall <= 0n) return;
    const difference = value * best.fall - best.value * fall;
    if (leaving >= 0 && (difference > 0n || (difference === 0n && candidate > leaving))) return;
    leaving = candidate;
    best = { value, fall };
  };
  for (const j of basis.columns) consider(j, point.numerators[j]!, -direction[j]!);
  const held = new Set(basis.rows);
  rows.forEach((row, r) => {
    if (held.has(r)) return;
    const rate = valueOfRow({ slopes: row.slopes, constant: 0n }, { numerators: direction, denominator });
    // A slack that must stay 0 stops every step.
    consider(n + r, valueOfRow(row, point), row.equal && rate > 0n ? rate : -rate);
  });
  return leaving;
}

/** The basis with one member in place of another. */
function exchange({ objective }: ExactProgram, { columns, rows }: Basis, entering: Member, leaving: Member): Basis {
  const n = objective.length;
  const kept = { columns: columns.filter((j) => j !== leaving), rows: rows.filter((r) => n + r !== entering) };
  return {
    columns: entering < n ? [...kept.columns, entering] : kept.columns,
    rows: leaving < n ? kept.rows : [...kept.rows, leaving - n],
  };
}

function multipliersOf({ rows }: ExactProgram, basis: Basis, { slacks, denominator }: Expressed): Fractions {
  const numerators = new Array<bigint>(rows.length).fill(0n);
  basis.rows.forEach((r, i) => (numerators[r] = -slacks[i]!));
  return { numerators, denominator };
}
