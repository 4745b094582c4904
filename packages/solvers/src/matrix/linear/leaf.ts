import type { Approximation, Basis, ExactOptimum, ExactProgram, ExactRow, Fractions, LinearProgram } from '@firstmover/programmes';
import { approximate, solveExactly } from '@firstmover/programmes';
import { doublesOf, exponentOf } from './doubles.ts';
import type { Affine, LinearCommitment } from './problem.ts';
import { difference, isSame } from './problem.ts';

/** What some types reply: per type that is said to, the replies of which the worst counts for the leader. */
export type Chosen = ReadonlyMap<number, readonly number[]>;

/** The commitments at which chosen replies are best for their types, and the programme of the best of them for the leader. */
export interface Leaf {
  /** Which replies. */
  readonly chosen: Chosen;
  /**
   * In whole numbers: the rows of commitments; then, type by type, for types of which several replies are chosen, what each pays above a further variable, the
   * worst of them, and for all types what the first pays the follower above each of its rivals.
   */
  readonly program: ExactProgram;
  /** What the objective leaves out. */
  readonly constant: bigint;
  /** The rows in which several replies of a type stand, by the first, their number, and the weight of the type, which their multipliers add up to. */
  readonly shares: readonly (readonly [first: number, count: number, weight: bigint])[];
  /** What a reply pays the leader above what it counts to get of a type: the reply chosen, or the worst of them. */
  above(type: number, leader: Affine): Affine;
  /** The powers of two by which the floating-point programme divides the objective and every row. */
  readonly units: { readonly objective: number; readonly rows: readonly number[] };
}

/** Other replies of a type, but for those that always pay it the same. */
export function rivalsOf({ types }: LinearCommitment, type: number, members: readonly number[]): number[] {
  const { replies } = types[type]!;
  const first = replies[members[0]!]!.follower;
  return [...replies.keys()].filter((other) => !members.includes(other) && !isSame(replies[other]!.follower, first));
}

/**
 * The programme of chosen replies.
 *
 * @param least - per type and reply, a whole number that the leader gets at least, from which the worst of several is counted
 */
export function leafOf(problem: LinearCommitment, chosen: Chosen, least: (type: number, reply: number) => bigint): Leaf {
  const n = problem.variables.length;
  const several = [...chosen].filter(([, members]) => members.length > 1).map(([t]) => t);
  const pad = ({ slopes, constant }: Affine, equal: boolean, column = -1): ExactRow => ({
    slopes: several.length === 0 ? slopes : [...slopes, ...several.map((_t, k) => (k === column ? -1n : 0n))],
    constant,
    equal,
  });
  const rows = problem.rows.map((row) => pad(row, row.equal));
  const objective = new Array<bigint>(n + several.length).fill(0n);
  const shares: [number, number, bigint][] = [];
  const lows = new Map<number, bigint>();
  let constant = 0n;
  for (const [t, members] of chosen) {
    const { weight, replies } = problem.types[t]!;
    if (members.length > 1) {
      const low = members.map((j) => least(t, j)).reduce((worst, value) => (value < worst ? value : worst));
      objective[n + several.indexOf(t)] = weight;
      constant += weight * low;
      lows.set(t, low);
      shares.push([rows.length, members.length, weight]);
      for (const j of members) {
        const { leader } = replies[j]!;
        rows.push(pad({ slopes: leader.slopes, constant: leader.constant - low }, false, several.indexOf(t)));
      }
    } else {
      const { leader } = replies[members[0]!]!;
      leader.slopes.forEach((slope, v) => (objective[v]! += weight * slope));
      constant += weight * leader.constant;
    }
    const mine = replies[members[0]!]!.follower;
    for (const other of rivalsOf(problem, t, members)) rows.push(pad(difference(mine, replies[other]!.follower), false));
  }
  const units = { objective: exponentOf(objective), rows: rows.map(({ slopes, constant: at }) => exponentOf([...slopes, at])) };
  return {
    chosen,
    program: { objective, rows },
    constant,
    shares,
    units,
    above: (t, leader) => {
      const column = several.indexOf(t);
      if (column < 0) return difference(leader, problem.types[t]!.replies[chosen.get(t)![0]!]!.leader);
      return pad({ slopes: leader.slopes, constant: leader.constant - lows.get(t)! }, false, column);
    },
  };
}

/** Where the simplex method ends in double precision, its multipliers at least 0 for rows that are. */
export function approximateLeaf({ objective, rows }: ExactProgram): Approximation | undefined {
  const floating: LinearProgram = {
    objective: doublesOf(objective),
    constraints: rows.map(({ slopes, constant, equal }) => {
      const coefficients = doublesOf([...slopes, constant]);
      const bound = coefficients.pop()!;
      for (let j = 0; j < coefficients.length; j++) coefficients[j] = 0 - coefficients[j]!;
      return { coefficients, relation: equal ? '=' : '<=', bound };
    }),
  };
  return approximate(floating);
}

/** The best commitment of a leaf in exact fractions, or Farkas' proof that there is none. */
export function solveLeaf(
  program: ExactProgram,
  start: Basis | undefined,
): ExactOptimum | { readonly status: 'infeasible'; readonly multipliers: Fractions } {
  const outcome = solveExactly(program, start);
  if (outcome.status === 'unbounded') throw new RangeError('commitments are not bounded');
  return outcome;
}
