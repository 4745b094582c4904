import type { Conditions, FollowerOracle } from '@firstmover/core';
import { bindPart, childSeed, finiteModel, leaderProblem } from '@firstmover/core';
import { reinforce } from '@firstmover/algorithms';
import { contextualFollower } from '@firstmover/followers';
import { iterated } from '@firstmover/matrix-games';
import { openaiEsLeader, ppoLeader } from '@firstmover/algorithms';
import { copiesOf } from '@firstmover/methods';
import type { Run } from '../harness/study.ts';
import type { Experiment } from './experiment.ts';
import { curves } from './figures.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { exactValues } from '@firstmover/evaluation';
import { column } from '../harness/rows.ts';
import { train } from './leader-training.ts';

const STEPS = 5;
const OFFSET = -2.5;
const ARMS = {
  inside: 'PPO, queries in the trajectory',
  outside: 'PPO, queries hidden',
  es: 'evolution strategies, in the trajectory',
  esHidden: 'evolution strategies, hidden',
  pg3: 'as published, 3 observations, in the trajectory',
  pg3Hidden: 'as published, 3 observations, hidden',
  pg5: 'as published, 5 observations, in the trajectory',
  pg5Hidden: 'as published, 5 observations, hidden',
} as const;

function play(memory: 'other' | 'joint') {
  const game = iterated.create({
    steps: STEPS,
    memory,
    rewardOffset: OFFSET,
    leaderPayoff: [
      [4, 2],
      [3, 1],
    ],
    followerPayoff: [
      [3, 4],
      [1, 2],
    ],
  });
  const model = finiteModel(game);
  const exact = exactValues(model);
  const perStep = (choices: readonly number[]): number => Number((exact.value(choices) / STEPS - OFFSET).toFixed(12));
  const follower = (seed: number): FollowerOracle => {
    const contextual = contextualFollower(game, { model, seed: childSeed(seed, 'pretraining') });
    while (!contextual.done) contextual.update();
    return contextual.oracle();
  };
  return { model, perStep, follower };
}

const MEMORIES = ['other', 'joint'] as const;

/** The leader prefers its first action whatever happens now; only credit for its answers teaches it to punish. */
export const hiddenQueries: Experiment = {
  name: 'hidden-queries',
  about: new URL('./hidden-queries.md', import.meta.url),
  condition: {
    condition: 'queries are in the learning trajectory',
    threshold: 4 - 1e-9,
    published: 'inside 4.0 per round, outside 1.8 to 2.0 (simulated)',
    inside: (runs) => column(runs, ARMS.inside, 'value')[0]!,
    outside: (runs) => column(runs, ARMS.outside, 'value')[0]!,
  },
  arms: MEMORIES,
  run(arm, seed, effort) {
    const memory = arm as (typeof MEMORIES)[number];
    const runs: Run[] = [];
    const { model, perStep, follower } = play(memory);
    const oracle = follower(seed);
    const learn = (arm: string, conditions: Partial<Conditions>, name: string): void => {
      const leader = bindPart(name === 'ppo' ? ppoLeader : openaiEsLeader);
      const problem = leaderProblem(oracle, { copies: copiesOf(leader), seed: childSeed(seed, 'leader'), model, conditions });
      const { curve, value, settled } = train(problem, leader.create(problem, childSeed(seed, 'leader')), effort * 60_000, perStep);
      runs.push({ arm, seed, values: { value, settled }, curve });
    };
    if (memory === 'other') {
      learn(ARMS.inside, {}, 'ppo');
      learn(ARMS.outside, { queriesInTrajectory: false }, 'ppo');
      learn(ARMS.es, {}, 'openai-es');
      learn(ARMS.esHidden, { queriesInTrajectory: false }, 'openai-es');
    }
    for (const queriesInTrajectory of [true, false]) {
      const [shown, hidden] = memory === 'other' ? [ARMS.pg3, ARMS.pg3Hidden] : [ARMS.pg5, ARMS.pg5Hidden];
      const conditions = { queriesInTrajectory, consistentAnswers: false };
      const problem = leaderProblem(oracle, { copies: 12, seed: childSeed(seed, 'leader'), model, conditions });
      const learner = reinforce(problem, { learningRate: 0.008, baseline: 'none', seed: childSeed(seed, 'leader') });
      const { curve, value, settled } = train(problem, learner, effort * 200_000, perStep);
      runs.push({ arm: queriesInTrajectory ? shown : hidden, seed, values: { value, settled }, curve });
    }
    return runs;
  },
  compare(runs) {
    const row = (arm: string, what: string, published: string) => {
      const values = column(runs, arm, 'value');
      return {
        what,
        published,
        ours: `${showInterval(interval(values))}; 4.0 in ${showShare(values.filter((v) => v >= 4 - 1e-9).length, values.length)}`,
      };
    };
    return [
      row(ARMS.inside, 'payoff per round, PPO inside', '-'),
      row(ARMS.outside, 'payoff per round, PPO, queries hidden', '-'),
      row(ARMS.es, 'evolution strategies inside', 'optimum on 3 of 3 seeds'),
      row(ARMS.esHidden, 'evolution strategies, queries hidden', 'optimum on 3 of 3 seeds'),
      row(ARMS.pg3, 'policy gradient inside, 3 observations', '4 in 10 of 10 (simulated)'),
      row(ARMS.pg3Hidden, 'policy gradient, queries hidden, 3 observations', '1.8 to 2.0 in 10 of 10 (simulated)'),
      row(
        ARMS.pg5,
        'policy gradient inside, 5 observations',
        '-0.2, -0.2, 0 in three runs, 0 being the optimum; 4 in 10 of 10 (simulated)',
      ),
      row(
        ARMS.pg5Hidden,
        'policy gradient, queries hidden, 5 observations',
        '-2, -2, -2 in three runs, 0 being the optimum; 1.8 to 2.0 in 10 of 10 (simulated)',
      ),
    ];
  },
  check(runs) {
    const reach = (arm: string): number => column(runs, arm, 'value').filter((value) => value >= 4 - 1e-9).length;
    const of = column(runs, ARMS.inside, 'value').length;
    const low = column(runs, ARMS.pg5Hidden, 'value').filter((value) => value <= 2 + 1e-9).length;
    const high = column(runs, ARMS.pg5, 'value').filter((value) => value >= 3.8 - 1e-9).length;
    return [
      { what: 'PPO reaches 4 inside', holds: reach(ARMS.inside) >= 0.9 * of, detail: showShare(reach(ARMS.inside), of) },
      {
        what: 'PPO stays below 4 with hidden queries',
        holds: reach(ARMS.outside) <= 0.1 * of,
        detail: `reached in ${showShare(reach(ARMS.outside), of)}`,
      },
      {
        what: 'evolution strategies reach 4 with hidden queries',
        holds: reach(ARMS.esHidden) >= 0.9 * of,
        detail: showShare(reach(ARMS.esHidden), of),
      },
      { what: 'as published, 5 observations: at least 3.8 inside', holds: high >= 0.9 * of, detail: showShare(high, of) },
      { what: 'as published, 5 observations: at most 2 with hidden queries', holds: low >= 0.9 * of, detail: showShare(low, of) },
    ];
  },
  figures: (runs) => [
    {
      svg: curves(runs, { x: 'environment steps', y: 'per round', references: [4] }),
    },
  ],
};
