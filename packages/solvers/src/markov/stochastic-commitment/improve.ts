import type { LinearConstraint } from '@firstmover/programmes';
import { NumericalError, solveLinearProgram } from '@firstmover/programmes';
import { allTables, tighten } from '../process/row-box.ts';

/** The most steps of one climb. */
const STEPS = 40;
/** Steps shorter than this end the climb. */
const SHORTEST = 1e-10;
/** By how much the reply must stay better than others, in units of the follower's scale times the square of the step: tried in turn. */
const MARGINS = [0, 0.1, 1, 10];

/** A table with the leader's value there. */
export interface Candidate {
  /** The probabilities, [observation][action]. */
  readonly table: Float64Array;
  /** What the leader gets, ties broken for it. */
  readonly value: number;
}

/** What a climb needs to know about values of tables. */
export interface Landscape {
  /** The leader's actions. */
  readonly actions: number;
  /** About the largest difference of the follower's returns. */
  readonly scale: number;
  /** The leader's value at a table, ties broken for it. */
  valueAt(table: Float64Array): number;
  /** The slopes at a table while the follower keeps its best reply. */
  slopesAt(table: Float64Array): Slopes;
}

/** How returns change with the leader's table while the follower keeps a reply. */
export interface Slopes {
  /** Of the leader's return. */
  readonly gain: Float64Array;
  /** The reply's advantages over what the follower might do instead: at the table, and how they change. */
  readonly advantages: readonly { readonly value: number; readonly slope: Float64Array }[];
}

/**
 * Climbs from a table to a local optimum by sequential linear programming. In a small box around the table the returns are replaced by
 * their linear parts and the leader's is maximised while the present reply stays best, by a margin if need be. The box shrinks when
 * nothing is gained. A candidate counts for what it is worth when evaluated.
 */
export function climb(landscape: Landscape, start: Candidate): Candidate {
  let best = start;
  let radius = 0.1;
  for (let step = 0; step < STEPS && radius > SHORTEST; step++) {
    const { gain, advantages } = landscape.slopesAt(best.table);
    // The reply is best here: what it falls short by is rounding.
    const kept = advantages.map(({ value, slope }) => ({ value: Math.max(value, 0), slope }));
    let better: Candidate | undefined;
    for (const margin of MARGINS) {
      const table = linearStep(
        landscape.actions,
        best.table,
        radius,
        { gain, advantages: kept },
        margin * radius * radius * landscape.scale,
      );
      if (!table) break;
      const value = landscape.valueAt(table);
      if (value <= best.value + 1e-13 * (1 + Math.abs(best.value))) continue;
      better = { table, value };
      break;
    }
    if (better) {
      best = better;
      radius = Math.min(2 * radius, 0.25);
    } else {
      radius /= 4;
    }
  }
  return best;
}

/** Steps of {@link polish}. */
const POLISH_STEPS = 4;

/**
 * Moves a table to where a given reply is best, by Newton steps on its advantages. What is best only where several replies tie, on a set
 * without interior, is found by no table near it. Returns all tables on the way.
 */
export function polish(actions: number, start: Float64Array, radius: number, slopesAt: (table: Float64Array) => Slopes): Float64Array[] {
  const tables: Float64Array[] = [];
  let table: Float64Array | undefined = start;
  for (let step = 0; step < POLISH_STEPS && table; step++) {
    table = linearStep(actions, table, radius, slopesAt(table), 0);
    if (table) tables.push(table);
  }
  return tables;
}

function linearStep(
  actions: number,
  from: Float64Array,
  radius: number,
  { gain, advantages }: Slopes,
  margin: number,
): Float64Array | undefined {
  const rows = from.length / actions;
  const box = allTables(rows, actions);
  for (let k = 0; k < from.length; k++) {
    box.low[k] = Math.max(box.low[k]!, from[k]! - radius);
    box.high[k] = Math.min(box.high[k]!, from[k]! + radius);
  }
  for (let row = 0; row < rows; row++) tighten(box, row, actions);
  // Variables: by how much every entry exceeds its least value.
  const constraints: LinearConstraint[] = [];
  const pick = (chosen: (k: number) => boolean): number[] => Array.from(from, (_entry, k) => (chosen(k) ? 1 : 0));
  for (let row = 0; row < rows; row++) {
    let lows = 0;
    for (let k = row * actions; k < (row + 1) * actions; k++) lows += box.low[k]!;
    constraints.push({ coefficients: pick((k) => Math.floor(k / actions) === row), relation: '=', bound: Math.max(1 - lows, 0) });
  }
  from.forEach((_entry, n) => {
    constraints.push({ coefficients: pick((k) => k === n), relation: '<=', bound: box.high[n]! - box.low[n]! });
  });
  for (const { value, slope } of advantages) {
    const size = slope.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
    // What cannot be turned inside the box need not be asked.
    if (value - margin > 2 * radius * size * rows || size < 1e-12) continue;
    let shift = 0;
    for (let k = 0; k < from.length; k++) shift += slope[k]! * (box.low[k]! - from[k]!);
    constraints.push({ coefficients: Array.from(slope), relation: '>=', bound: margin - value - shift });
  }
  const extra = solve(Array.from(gain), constraints);
  if (!extra) return undefined;
  const table = Float64Array.from(extra, (more, k) => Math.min(Math.max(box.low[k]! + more, 0), 1));
  for (let row = 0; row < table.length; row += actions) {
    let total = 0;
    for (let k = row; k < row + actions; k++) total += table[k]!;
    // In a box that rounding has emptied.
    if (!(total > 0)) return undefined;
    for (let k = row; k < row + actions; k++) table[k]! /= total;
  }
  return table;
}

function solve(objective: readonly number[], constraints: readonly LinearConstraint[]): readonly number[] | undefined {
  try {
    const outcome = solveLinearProgram({ objective, constraints });
    return outcome.status === 'optimal' ? outcome.solution : undefined;
  } catch (error) {
    // A step that cannot be certified is a step not taken: the climb only proposes tables.
    if (error instanceof NumericalError) return undefined;
    throw error;
  }
}
