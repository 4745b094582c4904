// The environments that learned.ts solves, each with its follower, its leader and what is asked.
import type { FollowerOracle, Game, Policy } from '@firstmover/core';
import { createEnvironment, leaderProblem, randomStream, respondTo } from '@firstmover/core';
import { contextualNetworkFollower, exactFollower } from '@firstmover/followers';
import { leaderNamed } from '@firstmover/methods';
import { droneGame, inspection } from '@firstmover/security-games';

/** What one seed gave. */
export interface LearnedRun {
  /** The leader's mean return against the follower that it learned against. */
  readonly leaderReturn: number;
  /** The same against another follower. */
  readonly otherReturn: number;
  /** Environment steps, queries and pre-training included. */
  readonly steps: number;
}

/** A solution that is learned. */
export interface Case {
  /** The game. */
  readonly game: Game;
  /** The follower, the leader and their budgets, in words. */
  readonly how: string;
  /** What the lower bound of the mean return must reach. */
  readonly goal: number;
  /** The same in words. */
  readonly goalAbout: string;
  /** Learns and measures. */
  learn(seed: number): LearnedRun;
}

/** The leader's mean return over episodes, each with a response of its own. */
function play(oracle: FollowerOracle, leader: Policy, episodes: number, seed: number): number {
  const { game } = oracle;
  const random = randomStream(seed, 'learned/measure').at(0, 0);
  const environment = createEnvironment(game, { seed });
  let total = 0;
  for (let episode = 0; episode < episodes; episode++) {
    const [follower] = respondTo(oracle, leader, random).policies;
    let { observations } = environment.reset();
    for (let over = false; !over;) {
      const result = environment.step([leader.act(observations[0]!, random), follower!.act(observations[1]!, random)]);
      total += result.rewards[0]!;
      ({ observations } = result);
      over = result.terminated || result.truncated;
    }
  }
  return total / episodes;
}

/** A mixture is learned against exact responses; an attacker that is indifferent chooses against it. */
function mixedSecurity(): Case {
  const game = inspection.create({ targets: 10, inspectors: 3 });
  const { optima, rewardBounds } = game.descriptor;
  const optimum = optima.find(({ ties }) => ties === 'weak')!.leaderReturn;
  const budget = 20_000;
  return {
    game,
    how: `10 targets, 3 inspectors; exact follower, weak ties; CMA-ES, ${budget.toLocaleString('en-GB')} steps`,
    goal: optimum - 0.01 * (rewardBounds[1] - rewardBounds[0]),
    goalAbout: 'within 1% of the payoff range of the exact value',
    learn(seed) {
      const { learn, copies } = leaderNamed('cma-es');
      const problem = leaderProblem(exactFollower(game, { ties: 'weak' }), { copies, seed });
      const learner = learn(problem, seed);
      while (problem.steps < budget) learner.update();
      const leaderReturn = play(exactFollower(game, { ties: 'weak' }), learner.policy('greedy'), 1, seed);
      return { leaderReturn, otherReturn: leaderReturn, steps: problem.steps };
    },
  };
}

/** A contextual intruder is pre-trained on the 16 answers of random defenders, then the defender learns against it. */
function drones(): Case {
  const game = droneGame.create();
  const [pretraining, budget, episodes] = [400_000, 300_000, 1000];
  const oracles = new Map<number, FollowerOracle>();
  const pretrained = (seed: number): FollowerOracle => {
    let oracle = oracles.get(seed);
    if (!oracle) {
      const follower = contextualNetworkFollower(game, { budget: pretraining, seed });
      while (!follower.done) follower.update();
      oracles.set(seed, (oracle = follower.oracle()));
    }
    return oracle;
  };
  return {
    game,
    how: `blind intruder, contextual, pre-trained for ${pretraining.toLocaleString('en-GB')} steps; PPO, ${budget.toLocaleString('en-GB')} steps`,
    goal: 0.95,
    goalAbout: 'probability of capture',
    learn(seed) {
      const oracle = pretrained(seed);
      const { learn, copies } = leaderNamed('ppo');
      const problem = leaderProblem(oracle, { copies, seed });
      const learner = learn(problem, seed);
      while (problem.steps < budget) learner.update();
      const leader = learner.policy('greedy');
      return {
        leaderReturn: play(oracle, leader, episodes, seed),
        otherReturn: play(pretrained(seed + 1), leader, episodes, seed),
        steps: pretraining + problem.steps,
      };
    },
  };
}

/** All cases. */
export const cases: readonly Case[] = [mixedSecurity(), drones()];
