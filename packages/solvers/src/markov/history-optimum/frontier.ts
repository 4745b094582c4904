import type { LinearConstraint, LinearProgram } from '@firstmover/programmes';
import { NumericalError, solveLinearProgram } from '@firstmover/programmes';
import type { Process } from '../process/process.ts';
import type { RowBox } from '../process/row-box.ts';

/** A pair of returns: the leader's, the follower's. */
export type Pair = readonly [number, number];

/** What can follow from a state. */
export interface Prospects {
  /**
   * The corners of the set of pairs that a commitment and a follower's best reply to it can give. On this frontier neither return can
   * grow without the other falling; the follower's return falls along it.
   */
  readonly frontier: readonly Pair[];
  /** What a leader that only wants to harm the follower can hold it down to. */
  readonly minmax: number;
  /** States of the same class have the same prospects. */
  readonly class: number;
}

/** A point this little (of its size) beyond an edge is on it. */
const ON_EDGE = 1e-10;

/**
 * The pairs of returns that a leader who commits to a plan for every public history can reach from each state. They are found by backward
 * recursion: a mixture of actions, a reply, and for every next state a pair of its set. The follower must not gain by another action,
 * which is answered by its minmax value (Letchford et al., AAAI 2012; MacDermed, Narayan, Isbell & Weiss, AAAI 2011, for a finite
 * horizon). The sets are convex: the leader may also let a public draw decide.
 *
 * @param process - the follower knows the state
 * @param order - the states, each before those it leads to
 * @param box - where the leader's actions have to lie at every observation (default: anywhere)
 * @returns per state; those that are over are left out
 */
export function payoffFrontiers(process: Process, order: Int32Array, box?: RowBox): (Prospects | undefined)[] {
  const { leaderActions: actions, followerActions, leaderObservation, first, next, weight } = process;
  const found: (Prospects | undefined)[] = new Array<undefined>(process.states);
  const classes = new Map<string, Prospects>();
  for (let n = order.length - 1; n >= 0; n--) {
    const s = order[n]!;
    const row = leaderObservation[s]! * actions;
    const limits = box ? [...box.low.subarray(row, row + actions), ...box.high.subarray(row, row + actions)] : [];
    const stage: Stage = { actions, limits: box && limits, choices: [] };
    const parts: unknown[] = [limits];
    for (let j = 0; j < followerActions; j++) {
      const options = Array.from({ length: actions }, (_unused, i) => {
        const slot = (s * followerActions + j) * actions + i;
        const moves = new Map<Prospects, number>();
        for (let k = first[slot]!; k < first[slot + 1]!; k++) {
          const later = found[next[k]!];
          if (later) moves.set(later, (moves.get(later) ?? 0) + weight[k]!);
        }
        const option = { leader: process.leaderReward[slot]!, follower: process.followerReward[slot]!, moves };
        parts.push(option.leader, option.follower, Array.from(moves, ([later, share]) => [later.class, share]).sort());
        return option;
      });
      stage.choices.push(options);
    }
    const key = JSON.stringify(parts);
    let prospects = classes.get(key);
    if (!prospects) {
      prospects = { frontier: frontierOf(stage), minmax: minmaxOf(stage), class: classes.size };
      classes.set(key, prospects);
    }
    found[s] = prospects;
  }
  return found;
}

interface Option {
  readonly leader: number;
  readonly follower: number;
  /** What follows, with the discounted probability. */
  readonly moves: ReadonlyMap<Prospects, number>;
}

interface Stage {
  readonly actions: number;
  /** The least and then the greatest probabilities. */
  readonly limits: readonly number[] | undefined;
  /** Per follower action and leader action. */
  readonly choices: (readonly Option[])[];
}

function frontierOf(stage: Stage): Pair[] {
  const points: Pair[] = [];
  stage.choices.forEach((_options, j) => {
    const support = supportOf(stage, j);
    const top = support(0, 1);
    if (!top) return;
    const right = support(1, 0)!;
    points.push(top, right);
    const refine = (a: Pair, b: Pair, depth: number): void => {
      const normal: Pair = [a[1] - b[1], b[0] - a[0]];
      const size = Math.hypot(...normal);
      if (depth > 40 || size < ON_EDGE || normal[0] <= 0 || normal[1] <= 0) return;
      const [u, v] = [normal[0] / size, normal[1] / size];
      const point = support(u, v)!;
      const beyond = u * (point[0] - a[0]) + v * (point[1] - a[1]);
      if (beyond <= ON_EDGE * (1 + Math.abs(a[0]) + Math.abs(a[1]))) return;
      points.push(point);
      refine(a, point, depth + 1);
      refine(point, b, depth + 1);
    };
    refine(top, right, 0);
  });
  return paretoHull(points);
}

/** The corners of the convex hull where both coordinates trade off, the second falling. */
function paretoHull(points: readonly Pair[]): Pair[] {
  const sorted = [...points].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  const hull: Pair[] = [];
  for (const point of sorted) {
    const last = hull.at(-1);
    if (last && point[0] <= last[0] + ON_EDGE * (1 + Math.abs(last[0]))) continue;
    while (hull.length >= 2) {
      const [a, b] = [hull.at(-2)!, hull.at(-1)!];
      const turn = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]);
      // A corner turns right: the next point lies below the line through the last two.
      if (turn < 0) break;
      hull.pop();
    }
    hull.push(point);
  }
  return hull;
}

/** Finds the extreme pairs of one reply: of the direction, leader and follower; undefined when the reply is never best. */
function supportOf(stage: Stage, j: number): (a: number, b: number) => Pair | undefined {
  const { actions, choices } = stage;
  const options = choices[j]!;
  const laters = [...new Set(options.flatMap(({ moves }) => [...moves.keys()]))];
  // Variables: the leader's mixture, then the mass on every corner of every set that can follow.
  const corners = laters.flatMap((later, t) => later.frontier.map((pair) => ({ t, pair })));
  const width = actions + corners.length;
  const constraints: LinearConstraint[] = [...mixture(stage, width)];
  laters.forEach((later, t) => {
    const coefficients = new Array<number>(width).fill(0);
    options.forEach(({ moves }, i) => (coefficients[i] = -(moves.get(later) ?? 0)));
    corners.forEach((corner, c) => (coefficients[actions + c] = corner.t === t ? 1 : 0));
    constraints.push({ coefficients, relation: '=', bound: 0 });
  });
  choices.forEach((others, other) => {
    if (other === j) return;
    const coefficients = options.map(({ follower }, i) => difference(follower, deviation(others[i]!)));
    constraints.push({ coefficients: [...coefficients, ...corners.map(({ pair }) => pair[1])], relation: '>=', bound: 0 });
  });
  const gains = (side: 0 | 1): number[] => [
    ...options.map(({ leader, follower }) => (side === 0 ? leader : follower)),
    ...corners.map(({ pair }) => pair[side]),
  ];
  const [leader, follower] = [gains(0), gains(1)];
  return (a, b) => {
    const outcome = solve({ objective: leader.map((gain, k) => a * gain + b * follower[k]!), constraints });
    if (!outcome) return undefined;
    const total = (values: readonly number[]): number => outcome.reduce((sum, x, k) => sum + x * values[k]!, 0);
    return [total(leader), total(follower)];
  };
}

/** a - b, where rounding errors of zero are zero. */
function difference(a: number, b: number): number {
  return Math.abs(a - b) <= 1e-14 * (Math.abs(a) + Math.abs(b)) ? 0 : a - b;
}

function deviation({ follower, moves }: Option): number {
  let total = follower;
  for (const [later, share] of moves) total += share * later.minmax;
  return total;
}

function minmaxOf(stage: Stage): number {
  // Minimise the larger of the follower's options; all are shifted above 0.
  const rows = stage.choices.map((options) => options.map(deviation));
  const shift = Math.min(0, ...rows.flat());
  const width = stage.actions + 1;
  const constraints: LinearConstraint[] = [...mixture(stage, width)];
  for (const row of rows) constraints.push({ coefficients: [...row.map((value) => value - shift), -1], relation: '<=', bound: 0 });
  const objective = new Array<number>(width).fill(0);
  objective[stage.actions] = -1;
  const outcome = solve({ objective, constraints });
  if (!outcome) throw new NumericalError('the minmax value of a stage was not found: the bounds on the leader leave it no mixture');
  return outcome[stage.actions]! + shift;
}

/** What makes the first variables a mixture. */
function mixture({ actions, limits }: Stage, width: number): LinearConstraint[] {
  const one = (i: number): number[] => Array.from({ length: width }, (_unused, k) => (k === i ? 1 : 0));
  const constraints: LinearConstraint[] = [
    { coefficients: Array.from({ length: width }, (_unused, k) => (k < actions ? 1 : 0)), relation: '=', bound: 1 },
  ];
  if (!limits) return constraints;
  for (let i = 0; i < actions; i++) {
    if (limits[i]! > 0) constraints.push({ coefficients: one(i), relation: '>=', bound: limits[i]! });
    if (limits[actions + i]! < 1) constraints.push({ coefficients: one(i), relation: '<=', bound: limits[actions + i]! });
  }
  return constraints;
}

function solve(program: LinearProgram): readonly number[] | undefined {
  const outcome = solveLinearProgram(program);
  return outcome.status === 'optimal' ? outcome.solution : undefined;
}
