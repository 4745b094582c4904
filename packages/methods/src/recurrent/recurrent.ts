import { childSeed, leaderProblem } from '@firstmover/core';
import type { RecurrentFollowerOptions } from '@firstmover/followers';
import { recurrentFollower } from '@firstmover/followers';
import type { LeaderChoice } from '../leaders/leaders.ts';
import { leaderNamed } from '../leaders/leaders.ts';
import { keepsAllBut } from '../method/keep.ts';
import { leaderRun } from '../method/leader-run.ts';
import type { Method } from '../method/method.ts';

/** Settings of {@link recurrent}. */
export interface RecurrentMethodOptions extends Omit<RecurrentFollowerOptions, 'seed' | 'model'> {
  /** The leader's algorithm, by name or with settings (default `ppo`). */
  readonly leader?: LeaderChoice;
}

/** A follower with a memory, trained once to adapt to any leader by playing it (RL²): no list of the leader's observations is needed. */
export function recurrent(options: RecurrentMethodOptions = {}): Method {
  const { leader, ...settings } = options;
  const { name, copies, learn } = leaderNamed(leader ?? 'ppo');
  return {
    name: 'recurrent',
    summary: `A follower with a memory is trained to adapt to any leader within a few games (RL²), then plays the last one; ${name} learns the leader.`,
    citation: 'Duan et al., RL² (2016); as a Stackelberg follower after Gerstgrasser & Parkes (ICML 2023)',
    equilibrium: 'best response, as learned, of a follower that remembers',
    conditions: keepsAllBut(),
    start(game, { seed = 0, model, pretrainingSteps } = {}) {
      const known = model ? { model } : {};
      const follower = recurrentFollower(game, {
        ...settings,
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
