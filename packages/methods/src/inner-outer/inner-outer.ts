import { childSeed, leaderProblem } from '@firstmover/core';
import { reinforce } from '@firstmover/algorithms';
import { innerLoopFollower } from '@firstmover/followers';
import type { LeaderChoice } from '../leaders/leaders.ts';
import { leaderNamed } from '../leaders/leaders.ts';
import { keepsAllBut } from '../method/keep.ts';
import { leaderRun } from '../method/leader-run.ts';
import type { Method } from '../method/method.ts';

/** Settings of {@link innerOuter}. */
export interface InnerOuterOptions {
  /** Updates of the follower's learner in each inner loop (default 30). */
  readonly updates?: number;
  /** Games side by side in the inner loop (default 8). */
  readonly copies?: number;
  /** The leader's algorithm, by name or with settings (default `openai-es`, which needs the return alone). */
  readonly leader?: LeaderChoice;
}

/**
 * The inner-outer loop: a follower is trained from scratch by policy gradient against every leader that is tried, hidden from the leader's learner.
 * That is sound for a learner that uses the return alone; with a learner that assigns credit to steps, a hidden inner loop stands outside the theorem.
 */
export function innerOuter(options: InnerOuterOptions = {}): Method {
  const { updates = 30, copies: inner = 8 } = options;
  const { name, copies, learn } = leaderNamed(options.leader ?? 'openai-es');
  return {
    name: 'inner-outer',
    summary: `A policy-gradient follower is trained from scratch against every leader tried, hidden from ${name}, which sees the return alone.`,
    citation: 'Balaguer et al., The Good Shepherd (2022); the two-level loops of incentive design',
    equilibrium: 'best response, as learned',
    conditions: keepsAllBut('queriesInTrajectory'),
    start(game, { seed = 0, model } = {}) {
      const known = model ? { model } : {};
      const leaderSeed = childSeed(seed, 'leader');
      const oracle = innerLoopFollower(game, {
        learner: (environment, innerSeed) => reinforce(environment, { learningRate: 0.1, entropyBonus: 0.01, seed: innerSeed }),
        updates,
        copies: inner,
        ...known,
      });
      return leaderRun(oracle, () => {
        const problem = leaderProblem(oracle, { copies, seed: leaderSeed, conditions: { queriesInTrajectory: false }, ...known });
        return { problem, learner: learn(problem, leaderSeed) };
      });
    },
  };
}
