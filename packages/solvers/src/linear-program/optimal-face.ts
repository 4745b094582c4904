import { solveLinearProgram } from './linear-program.ts';
import { NumericalError } from './numerical-error.ts';
import type { LinearConstraint, LinearOptimum, LinearProgram } from './program.ts';

/** Two solutions closer than this (in the sum of the variables and slacks that tell them apart) count as one. */
const distinct = 1e-9;

/**
 * The constraints that describe all optimal solutions of a programme.
 *
 * @param program - the programme that was solved
 * @param optimum - its outcome
 */
export function optimalFace({ objective, constraints }: LinearProgram, { face, value }: LinearOptimum): readonly LinearConstraint[] {
  const tight = new Set(face.tightConstraints);
  const zero = new Set(face.zeroVariables);
  return [
    ...constraints.map((constraint, i) => (tight.has(i) ? { ...constraint, relation: '=' as const } : constraint)),
    { coefficients: objective.map((_unused, j) => (zero.has(j) ? 1 : 0)), relation: '<=', bound: 0 },
    // Redundant in exact arithmetic: it holds off points that are optimal only up to the size at which a reduced cost counts as zero.
    { coefficients: objective, relation: '>=', bound: value },
  ];
}

/**
 * Whether a programme has no other optimal solution than the one found.
 *
 * @param program - the programme that was solved
 * @param optimum - its outcome
 * @throws NumericalError as `solveLinearProgram`
 */
export function isUniqueOptimum(program: LinearProgram, optimum: LinearOptimum): boolean {
  const { freeVariables, freeConstraints } = optimum.face;
  if (freeVariables.length === 0 && freeConstraints.length === 0) return true;
  const objective = program.objective.map((_unused, j) => (freeVariables.includes(j) ? 1 : 0));
  let constant = 0;
  for (const i of freeConstraints) {
    const { coefficients, relation, bound } = program.constraints[i]!;
    const sign = relation === '<=' ? 1 : -1;
    constant += sign * bound;
    coefficients.forEach((coefficient, j) => {
      objective[j]! -= sign * coefficient;
    });
  }
  const outcome = solveLinearProgram({ objective, constraints: optimalFace(program, optimum) });
  if (outcome.status === 'infeasible')
    throw new NumericalError('linear programme: its optimal solutions cannot be told apart in double precision');
  return outcome.status === 'optimal' && outcome.value + constant <= distinct;
}
