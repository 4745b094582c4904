import { randomStream } from '@firstmover/core';
import { provesInfeasible, provesOptimal, provesUnbounded, refineBasis, type BasisValues } from './certificate.ts';
import { repairBasis } from './dual-simplex.ts';
import { NumericalError } from './numerical-error.ts';
import type { ScaledProgram } from './scaled-program.ts';
import { runSimplex } from './simplex.ts';
import { buildTableau, pivot, type Tableau } from './tableau.ts';

/** A basis that proves how a scaled programme ends. */
export type CertifiedBasis =
  | {
      /** The basis is optimal. */
      readonly status: 'optimal';
      /** Freshly built from it. */
      readonly tableau: Tableau;
      /** Its primal and dual values, refined. */
      readonly values: BasisValues;
    }
  | {
      /** Nothing satisfies the constraints. */
      readonly status: 'infeasible';
      /** Farkas' combination of the rows. */
      readonly combination: Float64Array;
    }
  | {
      /** The objective grows without limit. */
      readonly status: 'unbounded';
    };

const ATTEMPTS = 8;
/** How many other ways to the optimum are tried. */
const DETOURS = 3;
/** By how much a detour relaxes the inequalities, at most, on the scale of the programme. */
const PERTURBATION = 1e-6;

/**
 * Runs the simplex method from a basis, judges the last basis on a tableau built afresh from the coefficients, and proves the outcome. Where that
 * fails, it comes from elsewhere: from optima of programmes whose inequalities are relaxed a little, each by another amount, which are not degenerate.
 *
 * @param scaled - the scaled programme
 * @param start - m different columns
 * @throws NumericalError when no outcome can be certified in double precision
 */
export function solveScaled(scaled: ScaledProgram, start: Int32Array): CertifiedBasis {
  let failure: NumericalError | undefined;
  for (let detour = 0; detour <= DETOURS; detour++) {
    try {
      return certify(scaled, detour === 0 ? start : relaxedBasis(scaled, start, detour));
    } catch (error) {
      if (!(error instanceof NumericalError)) throw error;
      failure ??= error;
    }
  }
  throw failure!;
}

/** The last basis of a programme with slightly larger bounds, mended for the bounds as they are. */
function relaxedBasis(scaled: ScaledProgram, start: Int32Array, detour: number): Int32Array {
  const random = randomStream(detour, 'linear-program/detour');
  const bound = scaled.bound.map((limit, i) => (scaled.equality[i] === 1 ? limit : limit + PERTURBATION * (0.5 + random.uniform())));
  const relaxed = { ...scaled, bound };
  const tableau = buildTableau(relaxed, start);
  runSimplex(relaxed, tableau);
  return repairBasis(scaled, tableau.basis);
}

function certify(scaled: ScaledProgram, start: Int32Array): CertifiedBasis {
  let basis = start;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const tableau = buildTableau(scaled, basis);
    const { status, pivots, combination, column } = runSimplex(scaled, tableau);
    if (pivots > 0) {
      // The tableau has gathered rounding errors: judge the basis on a fresh one.
      basis = tableau.basis;
      continue;
    }
    if (status === 'optimal') {
      const values = refineBasis(scaled, tableau);
      if (provesOptimal(scaled, values)) return { status, tableau, values };
    } else if (status === 'infeasible') {
      if (provesInfeasible(scaled, combination)) return { status, combination };
    } else if (provesUnbounded(scaled, tableau, column)) {
      return { status };
    }
    break;
  }
  throw new NumericalError(
    'linear programme: the outcome cannot be certified in double precision; rescale the numbers or remove near-duplicates',
  );
}

/**
 * The slacks, with the most rewarding variable in place of the slack of each equality constraint. From a mixture of one action, which
 * breaks some constraints, the way to the optimum is short, while x = 0, where all of them meet, is as degenerate as a vertex can be.
 */
export function startingBasis(scaled: ScaledProgram): Int32Array {
  const { rows, columns, objective, equality } = scaled;
  const tableau = buildTableau(
    scaled,
    Int32Array.from({ length: rows }, (_unused, i) => columns + i),
  );
  for (let i = 0; i < rows; i++) {
    if (equality[i] === 0) continue;
    let best = -1;
    for (let j = 0; j < columns; j++) {
      const usable = tableau.isBasic[j] === 0 && Math.abs(tableau.cells[i * tableau.width + j]!) > 0.01;
      if (usable && (best < 0 || objective[j]! > objective[best]!)) best = j;
    }
    if (best >= 0) pivot(tableau, i, best);
  }
  return tableau.basis;
}
