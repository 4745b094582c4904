import type { Conditions, FiniteModel, FollowerOracle, Game, LeaderProblem, Policy } from '@firstmover/core';
import { childSeed, leaderProblem, playEpisode, randomStream, respondTo } from '@firstmover/core';
import type { BoundLeader } from '@firstmover/algorithms';
import type { Learner } from '@firstmover/experience';
import { copiesOf } from '@firstmover/methods';

/** What one seed gave. */
export interface LearnedRun {
  /** What the commitment is worth to the leader, by the case's own check, which shares no code with the follower that was learned against. */
  readonly value: number;
  /** The same of the leader before it learned. */
  readonly untrained: number;
  /** Environment steps, queries and pre-training included. */
  readonly steps: number;
  /** The steps after which the value was within the goal and stayed there to the end; null where it was not at the end, left out where it was not followed. */
  readonly stepsToGoal?: number | null;
}

/** A solution that is learned. */
export interface Case {
  /** What it is called on the command line and in the file. */
  readonly name: string;
  /** The game. */
  readonly game: Game;
  /** `asked`: it must reach its goal; `size`: the same, and one of several sizes of a game; `listed`: what was reached is told. */
  readonly kind: 'asked' | 'size' | 'listed';
  /** The size, of several. */
  readonly size?: number;
  /** The follower, the leader and their budgets, in words. */
  readonly how: string;
  /** How the value of a commitment is computed. */
  readonly check: string;
  /** The best that there is under the check, if it is known: exact, or a bound. */
  readonly exact: number | null;
  /** Where that is from. */
  readonly exactAbout: string;
  /** What the lower bound of the mean value must reach; null where nothing is asked. */
  readonly goal: number | null;
  /** The same in words. */
  readonly goalAbout: string;
  /** How many seeds, from 0 on. */
  readonly seeds: number;
  /** Learns in a share of the steps, and measures. */
  learn(seed: number, effort: number): LearnedRun;
}

/** A learner that no part describes. */
export interface OwnLeader {
  /** How many outer episodes run side by side. */
  readonly copies: number;
  /** Makes it. */
  learn(problem: LeaderProblem, seed: number): Learner;
}

/** How a leader learns. */
export interface Training {
  /** The follower. */
  readonly oracle: FollowerOracle;
  /** The leader's algorithm, or how to make a learner. */
  readonly leader: BoundLeader | OwnLeader;
  /** Environment steps. */
  readonly budget: number;
  /** How the leader plays what it has learned (default `greedy`; `sampled` where randomising is the commitment). */
  readonly play?: 'greedy' | 'sampled';
  /** Games against each response (default 1). */
  readonly games?: number;
  /** Conditions of the theorem that differ. */
  readonly conditions?: Partial<Conditions>;
  /** The game's finite model. */
  readonly model?: FiniteModel;
  /** What a commitment is worth. */
  value(leader: Policy): number;
  /**
   * Where given, the commitment is tried against the follower every so many steps, in so many games, and the one that did best is what was learned. These games count as steps.
   */
  readonly best?: { readonly every: number; readonly games: number };
  /** Where given, the value is followed and compared with this after every update. It never reaches the learner. */
  readonly goal?: number;
}

/** A leader that has learned. */
export interface Trained extends LearnedRun {
  /** What it plays. */
  readonly leader: Policy;
}

/** Trains a leader with one seed, in a share of the budget. */
export function train(training: Training, seed: number, effort: number): Trained {
  const { oracle, leader, budget, play = 'greedy', games = 1, conditions = {}, model, value, goal, best } = training;
  const copies = 'learn' in leader ? leader.copies : copiesOf(leader);
  const problem = leaderProblem(oracle, { copies, seed, games, conditions, ...(model ? { model } : {}) });
  const learner = 'learn' in leader ? leader.learn(problem, seed) : leader.create(problem, seed);
  const untrained = value(learner.policy(play));
  let reached: number | null = null;
  let tried = 0;
  let kept: { readonly policy: Policy; readonly mean: number } | undefined;
  let trying = 0;
  const steps = (): number => problem.steps + tried;
  while (steps() < effort * budget) {
    learner.update();
    if (best && steps() >= (trying + 1) * effort * best.every) {
      trying++;
      const policy = learner.policy(play);
      const trial = trialOf(oracle, policy, best.games, childSeed(seed, `learned/trial ${trying}`));
      tried += trial.steps;
      if (kept === undefined || trial.mean > kept.mean) kept = { policy, mean: trial.mean };
    }
    if (goal === undefined) continue;
    if (value(learner.policy(play)) < goal) reached = null;
    else reached ??= steps();
  }
  const policy = kept?.policy ?? learner.policy(play);
  const run = { value: value(policy), untrained, steps: steps(), leader: policy };
  return goal === undefined ? run : { ...run, stepsToGoal: reached };
}

/** The mean return of a commitment in games against the follower, and the steps that it took. */
function trialOf(oracle: FollowerOracle, leader: Policy, games: number, seed: number): { readonly mean: number; readonly steps: number } {
  const { policies } = respondTo(oracle, leader, randomStream(seed, 'learned/respond').at(0, 0));
  let [earned, steps] = [0, oracle.queries as number];
  for (let i = 0; i < games; i++) {
    const moments = playEpisode(oracle.game, { policies: [leader, ...policies], seed: childSeed(seed, `game ${i}`) });
    for (const { rewards } of moments) earned += rewards?.[0] ?? 0;
    steps += moments.length - 1;
  }
  return { mean: earned / games, steps };
}

/** A count in words. */
export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** The optimum that a game declares. */
export function declared(
  { id, descriptor }: Game,
  ties: 'strong' | 'weak',
  commitment: 'pure' | 'mixed' = 'pure',
  followerClass = 'stationary',
): number {
  const found = descriptor.optima.find(
    (known) => known.ties === ties && known.commitment === commitment && known.followerClass === followerClass,
  );
  if (!found) throw new Error(`${id} declares no ${commitment} optimum against ${followerClass} followers with ${ties} ties`);
  return found.leaderReturn;
}
