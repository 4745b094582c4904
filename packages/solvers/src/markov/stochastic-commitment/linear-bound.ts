import { createReturns, evaluateReply } from '../process/evaluate-reply.ts';
import type { Process } from '../process/process.ts';
import type { RowBox } from '../process/row-box.ts';
import { actionGains, boundValues } from '../process/value-bounds.ts';
import { totalOf } from './price-bound.ts';

/** A return near a table: `value + slope . (table - centre)`, wrong by at most `error` anywhere in the box. */
export interface Linear {
  /** The return at the centre. */
  readonly value: number;
  /** Per observation and action. */
  readonly slope: Float64Array;
  /** Per observation and action, the part of the error that comes from it. */
  readonly spread: Float64Array;
  /** The sum of the spreads. */
  readonly error: number;
  /** The return is at least this in all of the box. */
  readonly least: number;
}

/** Linear bounds of both returns against one reply. */
export interface ReplyBounds {
  /** Of the leader's return. */
  readonly leader: Linear;
  /** Of the follower's return. */
  readonly follower: Linear;
}

/** Makes linear bounds of one process, with the scratch memory it needs. */
export type LinearBounder = (box: RowBox, centre: Float64Array, reply: Int32Array) => ReplyBounds;

/**
 * Linear bounds by the performance difference. With d the visits at the centre c and Q the action values at a table x, U(x) = U(c) + sum
 * over states s and actions i of d(s) (x - c)(i) Q(s, i) (Kakade & Langford, ICML 2002, lemma 6.1, the roles exchanged). Here Q is
 * bounded over the box by letting the leader choose inside it afresh in every step. The error falls with the square of the size of the
 * box.
 */
export function createLinearBounder(process: Process): LinearBounder {
  const entries = process.leaderObservations * process.leaderActions;
  const returns = createReturns(process);
  const values = [new Float64Array(process.states), new Float64Array(process.states)] as const;
  const gains = new Float64Array(process.leaderActions);

  const linear = (box: RowBox, centre: Float64Array, reply: Int32Array, reward: Float64Array, value: number): Linear => {
    const slope = new Float64Array(entries);
    const spread = new Float64Array(entries);
    let least = 0;
    for (const sign of [1, -1] as const) {
      const bounds = values[sign === 1 ? 0 : 1];
      boundValues(process, box, reply, reward, sign, bounds);
      if (sign < 0) least = totalOf(process, bounds);
      for (let s = 0; s < process.states; s++) {
        const mass = returns.visits[s]!;
        if (mass === 0) continue;
        actionGains(process, s, reply, reward, 1, bounds, gains);
        const row = process.leaderObservation[s]! * process.leaderActions;
        for (let i = 0; i < process.leaderActions; i++) {
          slope[row + i]! += (mass * gains[i]!) / 2;
          spread[row + i]! += (sign * mass * gains[i]!) / 2;
        }
      }
    }
    let error = 0;
    for (let k = 0; k < entries; k++) {
      spread[k] = Math.max(spread[k]!, 0) * Math.max(box.high[k]! - centre[k]!, centre[k]! - box.low[k]!);
      error += spread[k]!;
    }
    return { value, slope, spread, error, least };
  };

  return (box, centre, reply) => {
    evaluateReply(process, centre, reply, returns);
    const { leader, follower } = returns;
    return {
      leader: linear(box, centre, reply, process.leaderReward, leader),
      follower: linear(box, centre, reply, process.followerReward, follower),
    };
  };
}
