import { solveLinearProgram } from '../linear-program/linear-program.ts';
import type { LinearConstraint } from '../linear-program/program.ts';
import type { Process } from '../process/process.ts';
import { allTables, tighten } from '../process/row-box.ts';
import type { LinearBounder } from './linear-bound.ts';
import type { ReplyValues } from './reply-values.ts';

/** The most steps of one climb. */
const STEPS = 60;
/** Steps shorter than this end the climb. */
const SHORTEST = 1e-12;

/** A table with the leader's value there. */
export interface Candidate {
  /** The probabilities, [observation][action]. */
  readonly table: Float64Array;
  /** What the leader gets, ties broken for it. */
  readonly value: number;
}

/**
 * Climbs from a table to a local optimum by sequential linear programming: in a small box around the table, both returns are replaced by their
 * linear parts, the leader's maximised while the present reply stays best by a margin that grows when it was too small; the box shrinks when nothing is gained.
 */
export function climb(process: Process, values: ReplyValues, bounder: LinearBounder, start: Candidate): Candidate {
  const { leaderActions: actions, leaderObservations: rows } = process;
  let best = start;
  let radius = 0.1;
  let margin = 0;
  for (let step = 0; step < STEPS && radius > SHORTEST; step++) {
    const point = { low: Float64Array.from(best.table), high: Float64Array.from(best.table) };
    const { replies, optimal } = values.at(best.table);
    const linear = replies.map((reply) => bounder(point, best.table, reply));
    const own = linear[optimal]!;
    const box = allTables(rows, actions);
    for (let k = 0; k < best.table.length; k++) {
      box.low[k] = Math.max(box.low[k]!, best.table[k]! - radius);
      box.high[k] = Math.min(box.high[k]!, best.table[k]! + radius);
    }
    for (let row = 0; row < rows; row++) tighten(box, row, actions);
    // Variables: by how much every entry exceeds its least value.
    const constraints: LinearConstraint[] = [];
    for (let row = 0; row < rows; row++) {
      const coefficients = Array.from(best.table, (_entry, k) => (Math.floor(k / actions) === row ? 1 : 0));
      let lows = 0;
      for (let k = row * actions; k < (row + 1) * actions; k++) lows += box.low[k]!;
      constraints.push({ coefficients, relation: '=', bound: Math.max(1 - lows, 0) });
    }
    best.table.forEach((_entry, k) => {
      constraints.push({
        coefficients: Array.from(best.table, (_other, n) => (n === k ? 1 : 0)),
        relation: '<=',
        bound: Math.max(box.high[k]! - box.low[k]!, 0),
      });
    });
    linear.forEach((other, k) => {
      if (k === optimal) return;
      const coefficients = Array.from(own.follower.slope, (slope, n) => slope - other.follower.slope[n]!);
      if (coefficients.every((coefficient) => coefficient === 0)) return;
      const shift = coefficients.reduce((sum, coefficient, n) => sum + coefficient * (box.low[n]! - best.table[n]!), 0);
      const lead = Math.max(own.follower.value - other.follower.value, 0);
      constraints.push({ coefficients, relation: '>=', bound: Math.min(margin, lead + radius * 1e-3) - lead - shift });
    });
    const outcome = solve(Array.from(own.leader.slope), constraints);
    if (!outcome) {
      radius /= 4;
      continue;
    }
    const table = Float64Array.from(outcome, (extra, k) => Math.min(Math.max(box.low[k]! + extra, 0), 1));
    normalise(table, actions);
    const value = values.at(table).leader;
    if (value > best.value + 1e-14 * (1 + Math.abs(best.value))) {
      best = { table, value };
      margin /= 4;
      radius = Math.min(radius * 1.5, 0.25);
    } else {
      const { followerValues, follower } = values.at(table);
      const short = follower - followerValues[optimal]!;
      if (short > 0 && margin < 2 * short) margin = 2 * short;
      else margin = 0;
      radius /= 2;
    }
  }
  return best;
}

function solve(objective: readonly number[], constraints: readonly LinearConstraint[]): readonly number[] | undefined {
  try {
    const outcome = solveLinearProgram({ objective, constraints });
    return outcome.status === 'optimal' ? outcome.solution : undefined;
  } catch {
    // A step that cannot be certified is a step not taken: the climb only looks for candidates, which are evaluated by themselves.
    return undefined;
  }
}

/** Makes every row sum to 1, a rounding error apart. */
function normalise(table: Float64Array, actions: number): void {
  for (let row = 0; row < table.length; row += actions) {
    let total = 0;
    for (let k = row; k < row + actions; k++) total += table[k]!;
    for (let k = row; k < row + actions; k++) table[k]! /= total;
  }
}
