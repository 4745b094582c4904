import { expect, it } from 'vitest';
import { finiteModel } from '@firstmover/core';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { decodeContext, followerProblem } from './follower-problem.ts';
import { noisyField } from './games.fixture.ts';
import { sharedValues } from './shared-values.ts';

const GAMMA = 0.9;
/** The dilemma's payoffs to the follower by (own, leader's) action, less 2.5. */
const PAYOFFS = [3, 1, 4, 2].map((payoff) => payoff - 2.5);

/** What can be met against a leader's table, whatever the follower does. */
function reachable(answers: Int32Array): Set<number> {
  const met = new Set([0]);
  for (const observation of met) for (const follows of [0, 1]) met.add(1 + answers[observation]! + 2 * follows);
  return met;
}

/** Discounted action values of the endless dilemma against a leader's table, by value iteration; both see 1 + leader + 2 * follower. */
function valuesAgainst(answers: Int32Array): number[][] {
  let values = Array.from(answers, () => [0, 0]);
  for (let sweep = 0; sweep < 400; sweep++) {
    const old = values;
    values = Array.from(answers, (leads) =>
      [0, 1].map((follows) => PAYOFFS[2 * follows + leads]! + GAMMA * Math.max(...old[1 + leads + 2 * follows]!)),
    );
  }
  return values;
}

it.each([0, 1, 2])('comes to what value iteration says, in all contexts at once: seed %d', (seed) => {
  const game = iteratedPrisonersDilemma.create();
  const problem = followerProblem(game, { copies: 8, seed, model: finiteModel(game) });
  const learner = sharedValues(problem, { gamma: GAMMA, decay: 0, seed });
  while (problem.steps < 6_000) learner.update();
  const greedy = learner.greedy();
  const answers = new Int32Array(5);
  let compared = 0;
  for (let context = 0; context < 32; context++) {
    decodeContext(problem.encoding, context, answers);
    valuesAgainst(answers).forEach(([first, second], observation) => {
      if (!reachable(answers).has(observation) || Math.abs(first! - second!) < 1e-6) return;
      expect(greedy[context * 5 + observation], `context ${context}, observation ${observation}`).toBe(first! > second! ? 0 : 1);
      compared++;
    });
  }
  expect(compared).toBeGreaterThan(100);
});

it('teaches, from one episode, every context that it could have come from', () => {
  const game = iteratedPrisonersDilemma.create({ steps: 1 });
  const problem = followerProblem(game, { copies: 1, seed: 0, model: finiteModel(game) });
  const learner = sharedValues(problem, { gamma: GAMMA, decay: 0, seed: 0 });
  // One round uses the first answer alone; whatever it is, half of all contexts give it, and two actions tell what is better.
  for (let k = 0; k < 12; k++) learner.update();
  expect(Array.from({ length: 32 }, (_unused, context) => learner.greedy()[context * 5])).toEqual(new Array(32).fill(1));
});

it('averages what is random', () => {
  const problem = followerProblem(noisyField, { copies: 32, seed: 1, model: finiteModel(noisyField) });
  const learner = sharedValues(problem, { gamma: GAMMA, decay: 0.6, seed: 1 });
  for (let k = 0; k < 400; k++) learner.update();
  // Discounted forever sowing is better where what is ripe is shared as generously as the rest, or more so.
  expect([0, 1, 3].map((context) => learner.greedy()[2 * context])).toEqual([1, 1, 1]);
});
