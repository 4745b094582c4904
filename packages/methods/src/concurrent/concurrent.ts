import { childSeed, leaderProblem } from '@firstmover/core';
import { reinforce } from '@firstmover/algorithms';
import { innerLoopFollower } from '@firstmover/followers';
import type { LeaderChoice } from '../leaders/leaders.ts';
import { leaderNamed } from '../leaders/leaders.ts';
import { keepsAllBut } from '../method/keep.ts';
import { leaderRun } from '../method/leader-run.ts';
import type { Method } from '../method/method.ts';

/** Settings of {@link concurrent}. */
export interface ConcurrentOptions {
  /** Updates of the followers' learners for each outer episode of the leader (default 1). */
  readonly updates?: number;
  /** The leader's algorithm, by name or with settings (default `ppo`). */
  readonly leader?: LeaderChoice;
}

/**
 * Leader and followers learn at the same time: followers carry their policies over from leader to leader and the leader is paid while they adapt, as in
 * the AI Economist. Both are outside the theorem: what followers play need not be a response to the present leader.
 */
export function concurrent(options: ConcurrentOptions = {}): Method {
  const { updates = 1 } = options;
  const { name, copies, learn } = leaderNamed(options.leader ?? 'ppo');
  return {
    name: 'concurrent',
    summary: `Policy-gradient followers learn along with the leader, carried over and paid for while they adapt; ${name} learns the leader.`,
    citation: 'Zheng et al., The AI Economist (Science Advances 2022), as a choice of conditions',
    equilibrium: 'none (followers need not have caught up)',
    conditions: keepsAllBut('oracleRestarts', 'queriesEarnNothing'),
    start(game, { seed = 0, model } = {}) {
      const known = model ? { model } : {};
      const leaderSeed = childSeed(seed, 'leader');
      const oracle = innerLoopFollower(game, {
        learner: (environment, innerSeed) => reinforce(environment, { learningRate: 0.05, entropyBonus: 0.01, seed: innerSeed }),
        updates,
        copies: 1,
        ...known,
      });
      return leaderRun(oracle, () => {
        const problem = leaderProblem(oracle, {
          copies,
          seed: leaderSeed,
          conditions: { oracleRestarts: false, queriesEarnNothing: false },
          ...known,
        });
        return { problem, learner: learn(problem, leaderSeed) };
      });
    },
  };
}
