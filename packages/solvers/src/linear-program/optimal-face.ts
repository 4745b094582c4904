import { solveLinearProgram, type LinearConstraint, type LinearOptimum, type LinearProgram } from './linear-program.ts';

/** Two solutions closer than this (in the sum of the variables and slacks that tell them apart) count as one. */
const distinct = 1e-9;

/**
 * The constraints that describe all optimal solutions of a programme.
 *
 * @param program - the programme that was solved
 * @param optimum - its outcome
 */
export function optimalFace(program: LinearProgram, { face }: LinearOptimum): readonly LinearConstraint[] {
  const tight = new Set(face.tightConstraints);
  const zero = new Set(face.zeroVariables);
  const constraints = program.constraints.map((constraint, i) => (tight.has(i) ? { ...constraint, relation: '=' as const } : constraint));
  if (zero.size === 0) return constraints;
  return [...constraints, { coefficients: program.objective.map((_unused, j) => (zero.has(j) ? 1 : 0)), relation: '<=', bound: 0 }];
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
  return outcome.status === 'optimal' && outcome.value + constant <= distinct;
}
