import { InputError, show } from '@firstmover/core';

/** One constraint: coefficients . x, a relation, a bound. */
export interface LinearConstraint {
  /** One number per variable. */
  readonly coefficients: readonly number[];
  /** How the left side relates to the bound. */
  readonly relation: '<=' | '=' | '>=';
  /** The right side. */
  readonly bound: number;
}

/** Maximise objective . x subject to the constraints and x >= 0. */
export interface LinearProgram {
  /** One number per variable. */
  readonly objective: readonly number[];
  /** The constraints, in any number. */
  readonly constraints: readonly LinearConstraint[];
}

/**
 * What an optimal basis says about all optimal solutions: they are the feasible x with x_j = 0 for `zeroVariables` and equality in
 * `tightConstraints`. Any of them other than the solution has a positive variable in `freeVariables` or slack in `freeConstraints`.
 */
export interface OptimalFace {
  /** Variables whose increase costs something. */
  readonly zeroVariables: readonly number[];
  /** Inequality constraints whose multiplier is not zero. */
  readonly tightConstraints: readonly number[];
  /** Variables at zero that could increase at no cost. */
  readonly freeVariables: readonly number[];
  /** Tight inequality constraints that could become slack at no cost. */
  readonly freeConstraints: readonly number[];
}

/** An optimal solution with its proof. */
export interface LinearOptimum {
  /** The programme has an optimal solution. */
  readonly status: 'optimal';
  /** objective . solution */
  readonly value: number;
  /** A basic optimal solution, one number per variable. */
  readonly solution: readonly number[];
  /** The multiplier of each constraint: at least 0 for `<=`, at most 0 for `>=`; multipliers . bounds = value. */
  readonly multipliers: readonly number[];
  /** Where the other optimal solutions are. */
  readonly face: OptimalFace;
}

/** How a linear programme ends. */
export type LinearOutcome =
  | LinearOptimum
  | {
      /** No x satisfies the constraints. */
      readonly status: 'infeasible';
      /** Farkas' proof: signs as for multipliers, multipliers . coefficients >= 0 for every variable, multipliers . bounds < 0. */
      readonly multipliers: readonly number[];
    }
  | {
      /** The objective grows without limit. */
      readonly status: 'unbounded';
    };

/**
 * Checks that all lengths agree and all numbers are finite.
 *
 * @throws InputError naming the entry otherwise
 */
export function checkProgram({ objective, constraints }: LinearProgram): void {
  const wrongCost = objective.findIndex((cost) => !Number.isFinite(cost));
  if (wrongCost >= 0)
    throw new InputError(`linear programme: objective[${wrongCost}] is ${show(objective[wrongCost])}, expected a finite number`);
  constraints.forEach(({ coefficients, bound }, i) => {
    if (coefficients.length !== objective.length) {
      throw new InputError(
        `linear programme: constraint ${i} has ${coefficients.length} coefficients, expected ${objective.length}, one per variable`,
      );
    }
    const wrong = coefficients.findIndex((coefficient) => !Number.isFinite(coefficient));
    if (wrong >= 0)
      throw new InputError(
        `linear programme: constraint ${i}, coefficient ${wrong} is ${show(coefficients[wrong])}, expected a finite number`,
      );
    if (!Number.isFinite(bound))
      throw new InputError(`linear programme: the bound of constraint ${i} is ${show(bound)}, expected a finite number`);
  });
}
