import { childSeed, leaderProblem } from '@firstmover/core';
import type { TabularQFollowerOptions } from '@firstmover/followers';
import { tabularQFollower } from '@firstmover/followers';
import type { LeaderChoice } from '../leaders/leaders.ts';
import { leaderNamed } from '../leaders/leaders.ts';
import { keepsAllBut } from '../method/keep.ts';
import { leaderRun } from '../method/leader-run.ts';
import type { Method } from '../method/method.ts';

/** Settings of {@link tabularQ}. */
export interface TabularQMethodOptions extends Omit<TabularQFollowerOptions, 'model'> {
  /** The leader's algorithm, by name or with settings (default `ppo`). */
  readonly leader?: LeaderChoice;
}

/** The baseline of Gerstgrasser & Parkes: followers that learn by tabular Q-learning anew in every outer episode, 80 games at a time. */
export function tabularQ(options: TabularQMethodOptions = {}): Method {
  const { leader, ...follower } = options;
  const { name, copies, learn } = leaderNamed(leader ?? 'ppo');
  return {
    name: 'tabular-q',
    summary: `Followers learn by tabular Q-learning in ${follower.episodes ?? 80} games of every outer episode; ${name} learns the leader.`,
    citation:
      'the baseline of Gerstgrasser & Parkes (ICML 2023); Q-learning followers of Brero et al., Learning to Mitigate AI Collusion (NeurIPS 2022)',
    equilibrium: 'best response, as learned',
    conditions: keepsAllBut(),
    start(game, { seed = 0, model } = {}) {
      const known = model ? { model } : {};
      const leaderSeed = childSeed(seed, 'leader');
      return leaderRun(tabularQFollower(game, { ...follower, ...known }), (oracle) => {
        const problem = leaderProblem(oracle, { copies, seed: leaderSeed, ...known });
        return { problem, learner: learn(problem, leaderSeed) };
      });
    },
  };
}
