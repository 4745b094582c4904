import type { Highs } from 'highs';
import { NumericalError } from '../linear-program/numerical-error.ts';
import type { MixedIntegerProgram } from '../mixed-integer-program/program.ts';

/** How a programme ends in HiGHS. What it says holds to its own tolerances: solve the answer again before it is returned. */
export type HighsOutcome =
  | {
      /** Optimal as far as HiGHS can tell. */
      readonly status: 'optimal';
      /** Its value. */
      readonly value: number;
      /** One number per variable. */
      readonly solution: readonly number[];
    }
  | {
      /** No solution. */
      readonly status: 'infeasible';
    }
  | {
      /** Not decided within the time. */
      readonly status: 'too-large';
    };

let loading: Promise<Highs> | undefined;

/** The solver, loaded when it is first needed. */
async function load(): Promise<Highs> {
  // Its types describe the CommonJS form; the module's default export is the loader itself.
  loading ??= import('highs').then((module) => (module.default as unknown as typeof module.default.default)());
  return loading;
}

/**
 * Solves a mixed-integer programme of binary variables with HiGHS, for sizes beyond `solveMixedIntegerProgram`.
 *
 * @param program - whole variables of upper bound 1
 * @param timeLimit - seconds of the solver's clock
 * @throws NumericalError when HiGHS gives up
 */
export async function solveWithHighs({ objective, constraints, integers }: MixedIntegerProgram, timeLimit: number): Promise<HighsOutcome> {
  const sum = (coefficients: readonly number[]): string =>
    coefficients.flatMap((c, j) => (c === 0 ? [] : [`${c < 0 ? '-' : '+'} ${Math.abs(c)} x${j}`])).join(' ') || '0 x0';
  const lines = [
    'Maximize',
    ` obj: ${sum(objective)}`,
    'Subject To',
    ...constraints.map(({ coefficients, relation, bound }, i) => ` c${i}: ${sum(coefficients)} ${relation} ${bound}`),
    'Binary',
    ...integers.map(({ column }) => ` x${column}`),
    'End',
  ];
  let result: ReturnType<Highs['solve']>;
  try {
    result = (await load()).solve(`${lines.join('\n')}\n`, {
      output_flag: false,
      threads: 1,
      time_limit: timeLimit,
      mip_rel_gap: 0,
      mip_abs_gap: 1e-9,
      mip_feasibility_tolerance: 1e-9,
      primal_feasibility_tolerance: 1e-9,
    });
  } catch (error) {
    // An instance that failed may not be used again.
    loading = undefined;
    throw new NumericalError(`HiGHS failed (${(error as Error).message}): rescale the payoffs or make the game smaller`);
  }
  if (result.Status === 'Infeasible') return { status: 'infeasible' };
  if (result.Status === 'Time limit reached') return { status: 'too-large' };
  if (result.Status !== 'Optimal') throw new NumericalError(`HiGHS ended with ${result.Status}: rescale the payoffs`);
  const columns = result.Columns as { readonly [name: string]: { readonly Primal?: number } };
  return { status: 'optimal', value: result.ObjectiveValue, solution: objective.map((_cost, j) => columns[`x${j}`]?.Primal ?? 0) };
}
