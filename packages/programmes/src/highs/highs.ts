import type { Highs, ModelData } from 'highs';
import { NumericalError } from '../linear-program/numerical-error.ts';
import type { MixedIntegerProgram } from '../mixed-integer-program/program.ts';

/** How a programme ends in HiGHS. What it says holds to its own tolerances: solve the answer again before it is returned. */
export type HighsOutcome =
  | {
      /** Optimal, or the best so far when the time was up. */
      readonly status: 'optimal' | 'time-limit';
      /** Its value. */
      readonly value: number;
      /** No solution is worth more. */
      readonly bound: number;
      /** One number per variable. */
      readonly solution: readonly number[];
    }
  | {
      /** Nothing was found within the time. */
      readonly status: 'too-large';
      /** No solution is worth more. */
      readonly bound: number;
    }
  | {
      /** No solution. */
      readonly status: 'infeasible';
    };

type Loader = () => Promise<Highs>;

let place: string | undefined;
let loading: Promise<Highs> | undefined;

/**
 * Says where the module of the `highs` package is, with its `.wasm` beside it. Node finds it by itself; a page looks beside its own program unless told.
 *
 * @param url - of `highs.mjs`, as the page sees it
 */
export function findHighsAt(url: string): void {
  place = url;
  loading = undefined;
}

/** The solver, loaded when it is first needed. */
async function load(): Promise<Highs> {
  // Its types describe the CommonJS form; the module's default export is the loader itself.
  loading ??= (
    place === undefined ? import('#highs') : (import(/* webpackIgnore: true */ /* @vite-ignore */ place) as Promise<unknown>)
  ).then((module) => (module as { readonly default: Loader }).default());
  return loading;
}

/**
 * Solves a mixed-integer programme of binary variables with HiGHS, for sizes beyond `solveMixedIntegerProgram`.
 *
 * @param program - whole variables of upper bound 1
 * @param timeLimit - seconds of the solver's clock
 * @throws NumericalError when HiGHS gives up
 */
export async function solveWithHighs(program: MixedIntegerProgram, timeLimit: number): Promise<HighsOutcome> {
  const highs = await load();
  const { modelStatus, solutionStatus } = highs.constants;
  try {
    return highs.withModel(modelOf(program, highs), (model): HighsOutcome => {
      model.options.set({
        output_flag: false,
        time_limit: timeLimit,
        mip_rel_gap: 0,
        mip_abs_gap: 1e-9,
        mip_feasibility_tolerance: 1e-9,
        primal_feasibility_tolerance: 1e-9,
      });
      model.run();
      const status = model.getModelStatus();
      if (status === modelStatus.infeasible) return { status: 'infeasible' };
      if (status !== modelStatus.optimal && status !== modelStatus.timeLimit)
        throw new NumericalError(`HiGHS ended with status ${status}: rescale the payoffs`);
      const bound = program.integers.length > 0 ? Number(model.info.get('mip_dual_bound')) : model.getObjectiveValue();
      if (model.info.get('primal_solution_status') !== solutionStatus.feasible) return { status: 'too-large', bound };
      const solution = Array.from(model.getSolution().colValue);
      return { status: status === modelStatus.optimal ? 'optimal' : 'time-limit', value: model.getObjectiveValue(), bound, solution };
    });
  } catch (error) {
    if (error instanceof NumericalError) throw error;
    // An instance that failed may not be used again.
    loading = undefined;
    throw new NumericalError(`HiGHS failed (${(error as Error).message}): rescale the payoffs or make the game smaller`);
  }
}

/** The programme as sparse rows. */
function modelOf({ objective, constraints, integers }: MixedIntegerProgram, { constants, infinity }: Highs): ModelData {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { coefficients } of constraints) {
    coefficients.forEach((coefficient, column) => {
      if (coefficient === 0) return;
      indices.push(column);
      values.push(coefficient);
    });
    starts.push(indices.length);
  }
  const [numRows, numCols] = [constraints.length, objective.length];
  const integrality = new Int32Array(numCols);
  const colUpper = new Array<number>(numCols).fill(infinity);
  for (const { column, upper } of integers) {
    integrality[column] = constants.variableType.integer;
    colUpper[column] = upper;
  }
  return {
    numCols,
    numRows,
    sense: constants.objectiveSense.maximize,
    colCost: objective,
    colLower: objective.map(() => 0),
    colUpper,
    rowLower: constraints.map(({ relation, bound }) => (relation === '<=' ? -infinity : bound)),
    rowUpper: constraints.map(({ relation, bound }) => (relation === '>=' ? infinity : bound)),
    matrix: { format: 'csr', numRows, numCols, starts, indices, values },
    integrality,
  };
}
