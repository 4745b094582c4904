import type { FiniteModel, FollowerOracle, Game, TablePolicy } from '@firstmover/core';
import { childSeed, deterministicPolicy, greedyChoices, leaderProblem } from '@firstmover/core';
import type { PpoOptions } from '@firstmover/algorithms';
import { ppo, reinforce } from '@firstmover/algorithms';
import { encodeContext, followerProblem, functionFollower, tabularQFollower } from '@firstmover/followers';
import type { Experiment } from './experiment.ts';
import { median } from '@firstmover/evaluation';
import { show, showShare } from './numbers.ts';
import { twelveFigures } from './twelve-figure.ts';
import type { Contestant } from './twelve.ts';
import { byGame, runTwelve } from './twelve.ts';

const CONTEXTUAL = 'contextual, as published';
const BASELINE = 'tabular Q, as published';
const METHODS = [CONTEXTUAL, BASELINE];
const COMMON: PpoOptions = { epochs: 30, clip: 0.3, lambda: 1, maxGradientNorm: Infinity };
const PRETRAINING = 500;
const BUDGET = 1_000_000;

/** The twelve games at the settings of the released code. */
export const twelveGamesPublished: Experiment = {
  name: 'twelve-games-published',
  about: new URL('./twelve-games-published.md', import.meta.url),
  seeds: 3,
  arms: [CONTEXTUAL, BASELINE],
  run: (arm, seed, effort) =>
    arm === CONTEXTUAL
      ? runTwelve(CONTEXTUAL, seed, effort, (game, model) => onContextual(game, model, seed, effort), BUDGET)
      : runTwelve(BASELINE, seed, effort, (game, model) => onTabularQ(game, model, seed), BUDGET),
  compare: (runs) =>
    METHODS.flatMap((name) => {
      const leader = byGame(runs, name, 'leader').flat();
      const arrived = leader.filter((steps) => steps < Infinity).length;
      return [
        { what: `${name}: runs at the exact optimum`, published: 'figures only', ours: showShare(arrived, leader.length) },
        { what: `${name}: leader steps, median over all runs`, published: 'figures only', ours: show(median(leader)) },
        {
          what: `${name}: steps in total, median over all runs`,
          published: 'figures only',
          ours: show(median(byGame(runs, name, 'total').flat())),
        },
      ];
    }),
  check(runs) {
    const [few, many] = METHODS.map((name) => median(byGame(runs, name, 'leader').flat())) as [number, number];
    const faster = byGame(runs, CONTEXTUAL, 'leader').filter(
      (values, i) => median(values) < median(byGame(runs, BASELINE, 'leader')[i]!),
    ).length;
    return [
      { what: 'the contextual leader needs fewer steps, in the median', holds: few < many, detail: `${show(few)} against ${show(many)}` },
      { what: 'and in the median of most games', holds: faster > 6, detail: `in ${faster} of 12 games` },
    ];
  },
  figures: (runs) => twelveFigures(runs, METHODS),
};

function onContextual(game: Game, model: FiniteModel, seed: number, effort: number): Contestant {
  const own = childSeed(seed, 'pretraining');
  const problem = followerProblem(game, { copies: 7, seed: own, model });
  const learner = reinforce(problem, { learningRate: 0.02, baseline: 'none', seed: own });
  for (let update = 0; update < effort * PRETRAINING; update++) learner.update();
  const choices = greedyChoices(learner.policy('greedy') as TablePolicy);
  const { encoding } = problem;
  const oracle = functionFollower(game, {
    queries: 'all',
    respond(answers) {
      const start = encodeContext(encoding, answers as readonly number[]) * encoding.observations;
      return [deterministicPolicy(choices.slice(start, start + encoding.observations), encoding.actions)];
    },
  });
  return leaderOn(oracle, model, seed, 67, { ...COMMON, learningRate: 0.008 }, problem.steps);
}

function onTabularQ(game: Game, model: FiniteModel, seed: number): Contestant {
  return leaderOn(tabularQFollower(game, { model, initial: 'normal' }), model, seed, 10, { ...COMMON, learningRate: 0.03 }, 0);
}

function leaderOn(
  oracle: FollowerOracle,
  model: FiniteModel,
  seed: number,
  copies: number,
  options: PpoOptions,
  pretraining: number,
): Contestant {
  const own = childSeed(seed, 'leader');
  const problem = leaderProblem(oracle, { copies, seed: own, model, conditions: { consistentAnswers: false } });
  const learner = ppo(problem, { ...options, seed: own });
  return {
    get steps() {
      return { pretraining, leader: problem.steps };
    },
    update() {
      learner.update();
      return learner.policy('greedy') as TablePolicy;
    },
  };
}
