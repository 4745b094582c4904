import type { TablePolicy } from '@firstmover/core';
import { childSeed, deterministicPolicy, finiteModel, greedyChoices, leaderProblem, randomStream, respondTo } from '@firstmover/core';
import { reinforce } from '@firstmover/algorithms';
import { contextualFollower } from '@firstmover/followers';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { evaluatePolicies } from '@firstmover/solvers';
import type { Run } from '../harness/study.ts';
import type { Experiment } from './experiment.ts';
import { strips } from './figures.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { exactValues } from '@firstmover/evaluation';
import { column } from '../harness/rows.ts';

const STEPS = 5;
const OFFSET = -2.5;
const INSIDE = 'one policy';
const OUTSIDE = 'sees whether it is queried';
const near = (value: number, target: number): boolean => Math.abs(value - target) < 1e-9;

/** A leader that sees whether it is queried promises one thing and does another. */
export const visiblePhase: Experiment = {
  name: 'visible-phase',
  about: new URL('./visible-phase.md', import.meta.url),
  condition: {
    condition: 'the leader cannot tell queries from play',
    threshold: 3.2 - 1e-9,
    published: 'inside 3.20, outside apparent 4.0 and true 2.0 per round (simulated)',
    inside: (runs) => column(runs, INSIDE, 'true')[0]!,
    outside: (runs) => column(runs, OUTSIDE, 'true')[0]!,
  },
  arms: [INSIDE, OUTSIDE],
  run(arm, seed, effort) {
    const game = iteratedPrisonersDilemma.create({ steps: STEPS, memory: 'other', rewardOffset: OFFSET });
    const model = finiteModel(game);
    const exact = exactValues(model);
    const follower = contextualFollower(game, { model, seed: childSeed(seed, 'pretraining') });
    while (!follower.done) follower.update();
    const oracle = follower.oracle();
    const perStep = (total: number): number => Number((total / STEPS - OFFSET).toFixed(12));
    const leaderCannotSeePhase = arm === INSIDE;
    const conditions = { leaderCannotSeePhase, consistentAnswers: false };
    const problem = leaderProblem(oracle, { copies: 12, seed: childSeed(seed, 'leader'), model, conditions });
    const learner = reinforce(problem, { learningRate: 0.008, baseline: 'none', seed: childSeed(seed, 'leader') });
    while (problem.steps < effort * 200_000) learner.update();
    // With the phase, the second half of the table answers queries.
    const table = greedyChoices(learner.policy('greedy') as TablePolicy);
    const observations = model.observationCounts[0]!;
    const play = table.slice(0, observations);
    const answers = table.slice(-observations);
    const response = respondTo(oracle, deterministicPolicy(answers, 2), randomStream(seed, 'evaluation').at(0, 0));
    const [apparent] = evaluatePolicies(model, [deterministicPolicy(play, 2), response.policies[0] as TablePolicy]);
    return [{ arm, seed, values: { apparent: perStep(apparent!), true: perStep(exact.value(play)) } }];
  },
  compare(runs) {
    const ours = (arm: string, measure: string): string => showInterval(interval(column(runs, arm, measure)));
    return [
      { what: 'one policy: true value per round', published: '3.20 in 10 of 10 (simulated)', ours: ours(INSIDE, 'true') },
      { what: 'sees the phase: apparent value per round', published: '4.0 in 10 of 10 (simulated)', ours: ours(OUTSIDE, 'apparent') },
      { what: 'sees the phase: true value per round', published: '2.0 in 10 of 10 (simulated)', ours: ours(OUTSIDE, 'true') },
    ];
  },
  check(runs) {
    const count = (arm: string, measure: string, target: number) => {
      const values = column(runs, arm, measure);
      const hits = values.filter((value) => near(value, target)).length;
      return {
        what: `${arm}: ${measure} value ${target}`,
        holds: hits >= 0.9 * values.length,
        detail: showShare(hits, values.length),
      };
    };
    return [count(INSIDE, 'true', 3.2), count(OUTSIDE, 'apparent', 4), count(OUTSIDE, 'true', 2)];
  },
  figures(runs) {
    const both = runs.flatMap(({ arm, seed, values }) =>
      ['apparent', 'true'].map((measure): Run => ({ arm: `${arm}: ${measure}`, seed, values: { value: values[measure]! } })),
    );
    return [
      {
        svg: strips(both, { measure: 'value', label: 'per round', references: [3.2, 4] }),
      },
    ];
  },
};
