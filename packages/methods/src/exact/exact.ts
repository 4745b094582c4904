import type { FollowerClass, TieRule } from '@firstmover/core';
import { childSeed, finiteModel, leaderProblem } from '@firstmover/core';
import { exactFollower } from '@firstmover/followers';
import type { LeaderChoice } from '../leaders/leaders.ts';
import { leaderNamed } from '../leaders/leaders.ts';
import { keepsAllBut } from '../method/keep.ts';
import { leaderRun } from '../method/leader-run.ts';
import type { Method } from '../method/method.ts';

/** Settings of {@link exact}. */
export interface ExactMethodOptions {
  /** The leader's algorithm, by name or with settings (default `ppo`). */
  readonly leader?: LeaderChoice;
  /** What the follower may depend on (default `stationary`). */
  readonly followerClass?: FollowerClass;
  /** How it breaks ties (default `weak`, against the leader). */
  readonly ties?: TieRule;
}

/** The leader learns against computed best responses: nothing is approximate but its own learning. */
export function exact(options: ExactMethodOptions = {}): Method {
  const { name, copies, learn } = leaderNamed(options.leader ?? 'ppo');
  const { followerClass = 'stationary', ties = 'weak' } = options;
  return {
    name: 'exact',
    summary: `The exact best response to the answers of one query per observation; ${name} learns the leader.`,
    citation: 'Gerstgrasser & Parkes, Oracles & Followers (ICML 2023), with a computed oracle',
    equilibrium: `best response, exact (${followerClass}, ${ties} ties)`,
    conditions: keepsAllBut(),
    start(game, { seed = 0, model = finiteModel(game) } = {}) {
      const leaderSeed = childSeed(seed, 'leader');
      return leaderRun(exactFollower(model, { followerClass, ties }), (oracle) => {
        const problem = leaderProblem(oracle, { copies, seed: leaderSeed, model });
        return { problem, learner: learn(problem, leaderSeed) };
      });
    },
  };
}
