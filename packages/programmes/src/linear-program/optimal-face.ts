import { tryLinearProgram } from './linear-program.ts';
import type { LinearConstraint, LinearOptimum, LinearProgram } from './program.ts';

/**
 * What a move may lose per unit of gain and still count as optimal, in units of the largest cost. Reduced costs are told from zero less
 * finely.
 */
const SAME_VALUE = 1e-11;
/**
 * A variable below this is zero. So is the room in a constraint below this share of the terms in it, and a gain below this share of a
 * move.
 */
const NONE = 1e-9;

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
 * Whether a programme has no other optimal solution than the one found; null where that cannot be told in double precision.
 *
 * @param program - the programme that was solved
 * @param optimum - its outcome
 */
export function isUniqueOptimum(program: LinearProgram, optimum: LinearOptimum): boolean | null {
  const { freeVariables, freeConstraints } = optimum.face;
  if (freeVariables.length === 0 && freeConstraints.length === 0) return true;
  // Any other optimal solution has more of some of these, which are zero here.
  const sum = program.objective.map((_unused, j) => (freeVariables.includes(j) ? 1 : 0));
  for (const i of freeConstraints) {
    const { coefficients, relation } = program.constraints[i]!;
    const size = coefficients.reduce((most, coefficient) => Math.max(most, Math.abs(coefficient)), 0) || 1;
    const sign = relation === '<=' ? -1 : 1;
    coefficients.forEach((coefficient, j) => {
      sum[j]! += (sign * coefficient) / size;
    });
  }
  const rises = canRise(program, optimum, sum);
  return rises === null ? null : !rises;
}

/**
 * Whether some other optimal solution has a larger value of a linear function; null where that cannot be told in double precision. It looks at directions alone: which
 * of them stay optimal is a cone, and on a cone a linear function grows without limit or not at all, so that no threshold is needed.
 *
 * @param program - the programme that was solved
 * @param optimum - its outcome
 * @param gain - the linear function, a coefficient per variable
 */
export function canRise({ constraints, objective }: LinearProgram, optimum: LinearOptimum, gain: readonly number[]): boolean | null {
  const { solution, face } = optimum;
  const zero = new Set(face.zeroVariables);
  const tight = new Set(face.tightConstraints);
  const moving = [...objective.keys()].filter((j) => !zero.has(j));
  // A variable that is not zero may also fall: it gets a second column.
  const falling = moving.filter((j) => solution[j]! > NONE && !face.freeVariables.includes(j));
  const columns = (coefficients: readonly number[]): number[] => [
    ...moving.map((j) => coefficients[j]!),
    ...falling.map((j) => -coefficients[j]!),
  ];
  const kept = constraints.flatMap(({ coefficients, relation, bound }, i): LinearConstraint[] => {
    if (relation === '=' || tight.has(i)) return [{ coefficients: columns(coefficients), relation: '=', bound: 0 }];
    let [room, mass] = [-bound, Math.abs(bound)];
    coefficients.forEach((coefficient, j) => {
      room += coefficient * solution[j]!;
      mass += Math.abs(coefficient * solution[j]!);
    });
    return Math.abs(room) > NONE * mass ? [] : [{ coefficients: columns(coefficients), relation, bound: 0 }];
  });
  const direction = columns(gain);
  const slack = SAME_VALUE * objective.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0);
  const outcome = tryLinearProgram({
    objective: direction,
    constraints: [
      ...kept,
      { coefficients: columns(objective.map((cost, j) => cost + slack * gain[j]!)), relation: '>=', bound: 0 },
      { coefficients: direction, relation: '<=', bound: 1 },
      { coefficients: direction.map(() => NONE), relation: '<=', bound: 1 },
    ],
  });
  return outcome?.status === 'optimal' ? outcome.value > 0.5 : null;
}
