import { solveLinearSystem } from '@firstmover/programmes';
import type { Process } from './process.ts';
import { greatest, type RowBox } from './row-box.ts';

/** The most rounds of policy iteration; the bound is valid after any number of them. */
const ROUNDS = 100;

/**
 * Bounds of what a player can still earn from each state, for a given reply of the follower and a box of the leader's tables. The
 * leader may choose inside the box afresh in every step, which can only widen the bounds.
 *
 * @param reward - the player's expected reward per slot
 * @param sign - 1 for upper bounds, -1 for lower bounds
 * @param into - filled with one bound per state
 */
export function boundValues(
  process: Process,
  box: RowBox,
  reply: Int32Array,
  reward: Float64Array,
  sign: 1 | -1,
  into: Float64Array,
): void {
  const { states, leaderActions, leaderObservation, order } = process;
  const gains = new Float64Array(leaderActions);
  const back = (s: number, row?: Float64Array): number => {
    actionGains(process, s, reply, reward, sign, into, gains);
    return sign * greatest(box, leaderObservation[s]!, leaderActions, gains, 0, row);
  };
  into.fill(0);
  if (order) {
    for (let n = order.length - 1; n >= 0; n--) into[order[n]!] = back(order[n]!);
    return;
  }
  // Policy iteration (Howard 1960); what is left of the error is added at the end.
  const table = new Float64Array(process.leaderObservations * leaderActions);
  const matrix = new Float64Array(states * states);
  const vector = new Float64Array(states);
  for (let round = 0; round < ROUNDS; round++) {
    matrix.fill(0);
    for (let s = 0; s < states; s++) {
      back(s, table);
      matrix[s * states + s]! += 1;
      vector[s] = 0;
      const slot = (s * process.followerActions + reply[process.followerObservation[s]!]!) * leaderActions;
      for (let i = 0; i < leaderActions; i++) {
        const share = table[leaderObservation[s]! * leaderActions + i]!;
        vector[s]! += share * reward[slot + i]!;
        for (let k = process.first[slot + i]!; k < process.first[slot + i + 1]!; k++)
          matrix[s * states + process.next[k]!]! -= share * process.weight[k]!;
      }
    }
    solveLinearSystem(matrix, vector);
    let moved = false;
    for (let s = 0; s < states; s++) moved ||= sign * (vector[s]! - into[s]!) > 1e-13 * (1 + Math.abs(vector[s]!));
    into.set(vector);
    if (!moved && round > 0) break;
  }
  let residual = 0;
  for (let s = 0; s < states; s++) residual = Math.max(residual, sign * (back(s) - into[s]!));
  const shift = (sign * residual) / (1 - process.contraction);
  for (let s = 0; s < states; s++) into[s]! += shift;
}

/** What each leader action earns in a state, with the values of what follows, times the sign. */
export function actionGains(
  { leaderActions, followerActions, followerObservation, first, next, weight }: Process,
  s: number,
  reply: Int32Array,
  reward: Float64Array,
  sign: 1 | -1,
  values: Float64Array,
  into: Float64Array,
): void {
  const slot = (s * followerActions + reply[followerObservation[s]!]!) * leaderActions;
  for (let i = 0; i < leaderActions; i++) {
    let gain = reward[slot + i]!;
    for (let k = first[slot + i]!; k < first[slot + i + 1]!; k++) gain += weight[k]! * values[next[k]!]!;
    into[i] = sign * gain;
  }
}
