import type { FollowerOracle, LeaderProblem, Pretraining } from '@firstmover/core';
import { InputError, savable } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import type { MethodRun } from './method-part.ts';

/** A leader at work on its problem. */
export interface LeaderAtWork {
  /** Its problem. */
  readonly problem: LeaderProblem;
  /** Its learner. */
  readonly learner: Learner;
}

/**
 * A run in two phases: first the follower is trained, where it has to be, then the leader on the problem that the oracle makes.
 *
 * @param follower - an oracle that needs no training, or one in training
 * @param start - makes the leader's problem and learner, once the oracle is ready
 */
export function leaderRun(follower: FollowerOracle | Pretraining, start: (oracle: FollowerOracle) => LeaderAtWork): MethodRun {
  const pretraining = 'respond' in follower ? undefined : follower;
  let oracle = 'respond' in follower ? follower : undefined;
  let leader = oracle && start(oracle);
  const begin = (): LeaderAtWork => {
    oracle ??= (pretraining as Pretraining).oracle();
    return (leader ??= start(oracle));
  };
  return {
    ...savable(
      'method run',
      {},
      {
        ...(pretraining ? { pretraining } : {}),
        // Restored last: its problem is made from what was trained.
        leader: {
          save: () => leader?.learner.save(),
          restore(state) {
            if (state !== undefined) begin().learner.restore(state);
            else if (leader) throw new InputError('found a run whose leader has not begun: expected to restore it into a new run');
          },
        },
      },
    ),
    get phase() {
      return pretraining && !pretraining.done ? 'pretraining' : 'leader';
    },
    get steps() {
      return { pretraining: pretraining?.steps ?? 0, leader: leader?.problem.steps ?? 0 };
    },
    update() {
      if (pretraining && !pretraining.done) return pretraining.update();
      return begin().learner.update();
    },
    leader(mode) {
      if (!leader) throw new InputError('the leader has no policy yet: its follower is still in pre-training; update further');
      return leader.learner.policy(mode);
    },
    oracle: () => oracle ?? pretraining?.oracle(),
  };
}
