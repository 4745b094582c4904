import { NumericalError } from '@firstmover/programmes';
import { optimumOf } from '../history-optimum/history-optimum.ts';
import { createReturns, evaluateReply } from '../process/evaluate-reply.ts';
import type { Process } from '../process/process.ts';
import { allTables, centreOf, type RowBox } from '../process/row-box.ts';
import { bestFirst, type Part } from './best-first.ts';
import { corners, halves, type BoundedSearch, type SearchLimits } from './branch-and-bound.ts';
import { climb, type Candidate, type Landscape } from './improve.ts';
import { createLinearBounder } from './linear-bound.ts';

interface Node extends Part {
  readonly box: RowBox;
}

/**
 * The best stochastic table of a leader against a follower that knows the state and the time. The search is branch and bound over boxes
 * of tables, each bounded by the best plan for every history whose actions stay inside the box ({@link optimumOf}). The first bound is
 * the history-dependent optimum.
 *
 * @param process - states in an order; the follower knows the state
 */
export function boundRational(process: Process, limits: SearchLimits): BoundedSearch {
  const { leaderActions: actions, leaderObservations: rows } = process;
  const landscape = rationalLandscape(process);
  let best: Candidate = { table: new Float64Array(0), value: -Infinity };
  const consider = (table: Float64Array): void => {
    const value = landscape.valueAt(table);
    if (value > best.value) best = { table, value };
  };
  const target = (): number => best.value + limits.tolerance;
  // The highest bound of what was cut off.
  let settled = -Infinity;
  const examine = (box: RowBox, ceiling: number): Node | undefined => {
    const centre = centreOf(box, rows, actions);
    const reached = climb(landscape, { table: centre, value: landscape.valueAt(centre) });
    if (reached.value > best.value) best = reached;
    const bound = Math.min(ceiling, boundOn(box, ceiling));
    if (bound > target()) return { box, bound };
    settled = Math.max(settled, bound);
    return undefined;
  };
  /** The bound on a box; in one too thin to compute with, that of the box it is a part of. */
  const boundOn = (box: RowBox, ceiling: number): number => {
    try {
      return optimumOf(process, box).leaderValue;
    } catch (error) {
      if (error instanceof NumericalError && ceiling < Infinity) return ceiling;
      throw error;
    }
  };
  for (const corner of corners(rows, actions)) consider(corner);
  if (best.table.length > 0) best = climb(landscape, best);
  const { open, examined } = bestFirst(
    examine(allTables(rows, actions), Infinity),
    ({ box, bound }) => halves(box, widest(box), actions).map((half) => examine(half, bound)),
    target,
    limits.boxes,
  );
  return { best, upperBound: Math.max(open, settled, best.value), boxes: examined };
}

function widest({ low, high }: RowBox): number {
  let entry = 0;
  for (let n = 1; n < low.length; n++) if (high[n]! - low[n]! > high[entry]! - low[entry]! + 1e-12) entry = n;
  return entry;
}

/** The follower's best action per state, ties broken for the leader, by backward induction. */
function rationalReply(process: Process, table: Float64Array, reply: Int32Array): void {
  const { leaderActions: actions, followerActions, leaderObservation, first, next, weight } = process;
  const leader = new Float64Array(process.states);
  const follower = new Float64Array(process.states);
  const tolerance = process.followerTolerance / 1000;
  const order = process.order!;
  for (let n = order.length - 1; n >= 0; n--) {
    const s = order[n]!;
    const row = leaderObservation[s]! * actions;
    let [bestLeader, bestFollower] = [-Infinity, -Infinity];
    for (let j = 0; j < followerActions; j++) {
      const slot = (s * followerActions + j) * actions;
      let [toLeader, toFollower] = [0, 0];
      for (let i = 0; i < actions; i++) {
        const share = table[row + i]!;
        if (share === 0) continue;
        toLeader += share * process.leaderReward[slot + i]!;
        toFollower += share * process.followerReward[slot + i]!;
        for (let k = first[slot + i]!; k < first[slot + i + 1]!; k++) {
          toLeader += share * weight[k]! * leader[next[k]!]!;
          toFollower += share * weight[k]! * follower[next[k]!]!;
        }
      }
      const gain = toFollower - bestFollower;
      if (gain < -tolerance || (gain <= tolerance && toLeader <= bestLeader)) continue;
      [bestLeader, bestFollower] = [toLeader, toFollower];
      reply[s] = j;
    }
    leader[s] = bestLeader;
    follower[s] = bestFollower;
  }
}

/** The landscape of a leader whose follower knows the state; its advantages are those over one other action in one state that play reaches. */
function rationalLandscape(process: Process): Landscape {
  const { states, followerActions } = process;
  const known: Process = {
    ...process,
    followerObservation: Int32Array.from({ length: states }, (_unused, s) => s),
    followerObservations: states,
  };
  const reply = new Int32Array(states);
  const returns = createReturns(known);
  const bounder = createLinearBounder(known);
  const scratch = createReturns(known);
  return {
    actions: process.leaderActions,
    scale: 1e9 * process.followerTolerance,
    valueAt(table) {
      rationalReply(known, table, reply);
      evaluateReply(known, table, reply, returns);
      return returns.leader;
    },
    slopesAt(table) {
      const point = { low: table, high: table };
      rationalReply(known, table, reply);
      evaluateReply(known, table, reply, scratch);
      const advantages: { value: number; slope: Float64Array }[] = [];
      for (const s of known.order!) {
        if (scratch.visits[s] === 0) continue;
        const bounderHere = createLinearBounder({ ...known, initial: known.initial.map((_share, other) => (other === s ? 1 : 0)) });
        const own = bounderHere(point, table, reply).follower;
        for (let j = 0; j < followerActions; j++) {
          if (j === reply[s]) continue;
          const { value, slope } = bounderHere(point, table, reply.with(s, j)).follower;
          advantages.push({ value: own.value - value, slope: own.slope.map((entry, n) => entry - slope[n]!) });
        }
      }
      return { gain: bounder(point, table, reply).leader.slope, advantages };
    },
  };
}
