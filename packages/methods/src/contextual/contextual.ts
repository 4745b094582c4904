import { childSeed, leaderProblem } from '@firstmover/core';
import { contextualFollower } from '@firstmover/followers';
import type { LeaderChoice } from '../leaders/leaders.ts';
import { leaderNamed } from '../leaders/leaders.ts';
import { keepsAllBut } from '../method/keep.ts';
import { leaderRun } from '../method/leader-run.ts';
import type { Method } from '../method/method.ts';

/** Settings of {@link contextual}. */
export interface ContextualMethodOptions {
  /** The leader's algorithm, by name or with settings (default `ppo`). */
  readonly leader?: LeaderChoice;
}

/** The contextual follower of Gerstgrasser & Parkes: trained once, it answers any leader; then the leader learns against its answers. */
export function contextual(options: ContextualMethodOptions = {}): Method {
  const { name, copies, learn } = leaderNamed(options.leader ?? 'ppo');
  return {
    name: 'contextual',
    summary: `A follower trained against random leaders answers any leader from one query per observation; ${name} learns the leader.`,
    citation: 'Gerstgrasser & Parkes, Oracles & Followers (ICML 2023)',
    equilibrium: 'best response, as learned',
    conditions: keepsAllBut(),
    start(game, { seed = 0, model, pretrainingSteps } = {}) {
      const known = model ? { model } : {};
      const follower = contextualFollower(game, {
        seed: childSeed(seed, 'pretraining'),
        ...known,
        ...(pretrainingSteps === undefined ? {} : { budget: pretrainingSteps }),
      });
      const leaderSeed = childSeed(seed, 'leader');
      return leaderRun(follower, (oracle) => {
        const problem = leaderProblem(oracle, { copies, seed: leaderSeed, ...known });
        return { problem, learner: learn(problem, leaderSeed) };
      });
    },
  };
}
