import { solveLinearSystem } from '@firstmover/programmes';
import type { Process } from './process.ts';

/** The expected returns of a leader's table and a follower's reply, with the visits they come from. */
export interface Returns {
  /** The leader's expected return. */
  leader: number;
  /** The follower's expected return. */
  follower: number;
  /** Per state, the discounted expected number of visits. */
  readonly visits: Float64Array;
}

/** Scratch memory for {@link evaluateReply}. */
export function createReturns(process: Process): Returns {
  return { leader: 0, follower: 0, visits: new Float64Array(process.states) };
}

/**
 * The expected returns of a leader's table against a deterministic reply.
 *
 * @param table - the leader's probabilities, [observation][action]
 * @param reply - the follower's action per observation of its own
 * @param into - filled
 */
export function evaluateReply(process: Process, table: Float64Array, reply: Int32Array, into: Returns): void {
  const { states, leaderActions, followerActions, leaderObservation, followerObservation, first, next, weight, order } = process;
  const { visits } = into;
  visits.set(process.initial);
  if (!order) {
    // Visits solve visits = initial + moves transposed . visits.
    const matrix = new Float64Array(states * states);
    for (let s = 0; s < states; s++) {
      matrix[s * states + s]! += 1;
      const slot = (s * followerActions + reply[followerObservation[s]!]!) * leaderActions;
      for (let i = 0; i < leaderActions; i++) {
        const share = table[leaderObservation[s]! * leaderActions + i]!;
        for (let k = first[slot + i]!; k < first[slot + i + 1]!; k++) matrix[next[k]! * states + s]! -= share * weight[k]!;
      }
    }
    solveLinearSystem(matrix, visits);
  }
  into.leader = into.follower = 0;
  const count = order ? order.length : states;
  for (let n = 0; n < count; n++) {
    const s = order ? order[n]! : n;
    const mass = visits[s]!;
    if (mass === 0) continue;
    const slot = (s * followerActions + reply[followerObservation[s]!]!) * leaderActions;
    const row = leaderObservation[s]! * leaderActions;
    for (let i = 0; i < leaderActions; i++) {
      const flow = mass * table[row + i]!;
      if (flow === 0) continue;
      into.leader += flow * process.leaderReward[slot + i]!;
      into.follower += flow * process.followerReward[slot + i]!;
      if (!order) continue;
      for (let k = first[slot + i]!; k < first[slot + i + 1]!; k++) visits[next[k]!]! += flow * weight[k]!;
    }
  }
}
