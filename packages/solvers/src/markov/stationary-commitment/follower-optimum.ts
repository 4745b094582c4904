import { solveLinearSystem } from '@firstmover/programmes';
import type { Process } from '../process/process.ts';

const ROUNDS = 1000;

/** The most that a follower that sees the state earns from the start against a table, by policy iteration (Howard 1960). */
export function followerOptimum(process: Process, table: Float64Array): number {
  const { states, leaderActions, followerActions, leaderObservation, first, next, weight } = process;
  const reply = new Int32Array(states);
  const values = new Float64Array(states);
  for (let round = 0; round < ROUNDS; round++) {
    const matrix = new Float64Array(states * states);
    const gains = new Float64Array(states);
    for (let s = 0; s < states; s++) {
      matrix[s * states + s] = 1;
      for (let i = 0; i < leaderActions; i++) {
        const share = table[leaderObservation[s]! * leaderActions + i]!;
        const slot = (s * followerActions + reply[s]!) * leaderActions + i;
        gains[s]! += share * process.followerReward[slot]!;
        for (let k = first[slot]!; k < first[slot + 1]!; k++) matrix[s * states + next[k]!]! -= share * weight[k]!;
      }
    }
    solveLinearSystem(matrix, gains);
    values.set(gains);
    let changed = false;
    for (let s = 0; s < states; s++) {
      let best = values[s]! + 1e-12 * (1 + Math.abs(values[s]!));
      for (let j = 0; j < followerActions; j++) {
        let value = 0;
        for (let i = 0; i < leaderActions; i++) {
          const share = table[leaderObservation[s]! * leaderActions + i]!;
          const slot = (s * followerActions + j) * leaderActions + i;
          value += share * process.followerReward[slot]!;
          for (let k = first[slot]!; k < first[slot + 1]!; k++) value += share * weight[k]! * values[next[k]!]!;
        }
        if (value <= best) continue;
        best = value;
        reply[s] = j;
        changed = true;
      }
    }
    if (!changed) break;
  }
  return values.reduce((sum, value, s) => sum + process.initial[s]! * value, 0);
}
