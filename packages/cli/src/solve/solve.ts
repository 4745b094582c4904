import type { FiniteModel, BestResponseClass, FollowerOracle, Game, LeaderProblem, Player, TablePolicy } from '@firstmover/core';
import {
  InputError,
  RefusedError,
  cardinality,
  checkSeed,
  checkedClass,
  childSeed,
  deterministicPolicy,
  finiteModel,
  greedyChoices,
  labelAt,
  leaderProblem,
  policyRows,
  show,
  soleLeader,
} from '@firstmover/core';
import type { Learner } from '@firstmover/algorithms';
import { ppo, reinforce } from '@firstmover/algorithms';
import { contextualFollower, exactFollower } from '@firstmover/followers';
import { bundledRegistry } from '@firstmover/experiments';
import { startMethod } from '@firstmover/methods';
import type { PretrainingSnapshot, Snapshot } from './proof.ts';
import { CHECKED_CONTEXTS, prove } from './proof.ts';
import { solveMixture } from './mixture.ts';
import type { SolveResult } from './result.ts';

/** How to solve a game. */
export interface SolveOptions {
  /** A method by name, as listed by `methods` of @firstmover/methods, with its own settings: instead of oracle, leader and follower class. */
  readonly method?: string;
  /** How the follower responds while the leader learns (default `contextual`). */
  readonly oracle?: 'contextual' | 'exact';
  /** How the leader learns (default `ppo`). */
  readonly leader?: 'ppo' | 'reinforce';
  /** What the exact oracle's follower may depend on (default `stationary`; a contextual follower is always stationary). */
  readonly followerClass?: BestResponseClass;
  /** The seed of everything random (default 0). */
  readonly seed?: number;
  /** The most environment steps of pre-training; the update under way is finished (default 50,000; contextual oracle only). */
  readonly pretrainingSteps?: number;
  /** The environment steps of the leader's learning; the update under way is finished (default 40,000). */
  readonly leaderSteps?: number;
  /** Called after every update. */
  readonly onProgress?: (progress: SolveProgress) => void;
}

/** Where a solve stands. */
export interface SolveProgress {
  /** What is being trained. */
  readonly phase: 'pretraining' | 'leader';
  /** Environment steps of this phase so far. */
  readonly steps: number;
  /** Its budget. */
  readonly budget: number;
  /** The mean return of the last episodes: of the follower in pre-training, of the leader after it. */
  readonly meanReturn: number;
}

/** Budgets of {@link solve} unless given. */
export const DEFAULT_BUDGETS: { readonly pretrainingSteps: number; readonly leaderSteps: number } = {
  pretrainingSteps: 50_000,
  leaderSteps: 40_000,
};

/**
 * Learns the leader's best commitment and proves it: makes the follower oracle (pre-training it where it learns), trains the leader on the
 * leader problem, and then, from snapshots, compares with exact best responses and the exact optimum. No exact value reaches a learner.
 *
 * @param game - one leader with discrete spaces, one follower, and a finite model that surely ends; or a matrix game of one round in which the
 * leader commits to a mixture
 * @throws InputError for options out of range or without effect; RefusedError for games beyond exact responses
 */
export function solve(game: Game, options: SolveOptions = {}): SolveResult {
  const { oracle: oracleName = 'contextual', leader: leaderName = 'ppo', seed = 0, onProgress } = options;
  checkSolveOptions(options);
  const player = game.players[soleLeader(game)] as Player;
  if (player.action.kind === 'simplex') return solveMixture(game, options, options.leaderSteps ?? DEFAULT_BUDGETS.leaderSteps);
  const model = finiteModel(game);
  if (options.method !== undefined) return solveByMethod(game, model, options.method, options);
  const followerClass = options.followerClass ?? 'stationary';
  const leaderBudget = options.leaderSteps ?? DEFAULT_BUDGETS.leaderSteps;

  const pretraining =
    oracleName === 'contextual'
      ? pretrain(game, model, seed, options.pretrainingSteps ?? DEFAULT_BUDGETS.pretrainingSteps, onProgress)
      : undefined;
  const oracle = pretraining?.oracle ?? exactFollower(model, { followerClass, ties: 'weak' });
  const { learner, problem } = leaderOf(leaderName, oracle, model, seed);
  const snapshots: Snapshot[] = [];
  while (problem.steps < leaderBudget) {
    const metrics = learner.update();
    const choices = greedyChoices(learner.policy() as TablePolicy);
    snapshots.push({ steps: problem.steps, choices });
    onProgress?.({ phase: 'leader', steps: problem.steps, budget: leaderBudget, meanReturn: metrics['return'] ?? NaN });
  }

  return result(game, model, { oracle, leader: learner.name, seed, snapshots, pretraining, leaderSteps: problem.steps });
}

/** Runs a method with its own settings and proves what its leader ends with. */
function solveByMethod(game: Game, model: FiniteModel, name: string, options: SolveOptions): SolveResult {
  const { seed = 0, onProgress, pretrainingSteps } = options;
  const method = bundledRegistry().find('method', name);
  const budget = options.leaderSteps ?? DEFAULT_BUDGETS.leaderSteps;
  const run = startMethod(method, game, { seed, model, ...(pretrainingSteps === undefined ? {} : { pretrainingSteps }) });
  if (pretrainingSteps !== undefined && run.phase !== 'pretraining') {
    throw new InputError(`pretraining steps have no effect with method ${name}: it trains no follower beforehand; leave them out`);
  }
  const snapshots: Snapshot[] = [];
  while (run.phase === 'pretraining' || run.steps.leader < budget) {
    const { phase } = run;
    const metrics = run.update();
    if (phase === 'leader') {
      const policy = run.leader('greedy');
      if (!('table' in policy)) {
        throw new RefusedError(`the leader of method ${name} in ${game.id} is no table of observations: solve proves tables only`);
      }
      snapshots.push({ steps: run.steps.leader, choices: greedyChoices(policy as TablePolicy) });
    }
    onProgress?.({
      phase,
      steps: run.steps[phase],
      budget: phase === 'leader' ? budget : (pretrainingSteps ?? DEFAULT_BUDGETS.pretrainingSteps),
      meanReturn: metrics['return'] ?? NaN,
    });
  }
  const oracle = run.oracle() ?? exactFollower(model, { followerClass: 'stationary', ties: 'weak' });
  const { pretraining: steps, leader: leaderSteps } = run.steps;
  return result(game, model, {
    method: name,
    oracle,
    leader: 'of the method',
    seed,
    snapshots,
    pretraining: { steps, snapshots: [] },
    leaderSteps,
  });
}

/** The answer with its proof. */
function result(
  game: Game,
  model: FiniteModel,
  run: {
    readonly method?: string;
    readonly oracle: FollowerOracle;
    readonly leader: string;
    readonly seed: number;
    readonly snapshots: readonly Snapshot[];
    readonly pretraining: { readonly steps: number; readonly snapshots: readonly PretrainingSnapshot[] } | undefined;
    readonly leaderSteps: number;
  },
): SolveResult {
  const { oracle, snapshots, leaderSteps } = run;
  const player = game.players[soleLeader(game)] as Player;
  const policy = deterministicPolicy(snapshots.at(-1)!.choices, cardinality(player.action));
  const proof = prove(model, oracle, policy, snapshots, run.pretraining?.snapshots ?? [], run.seed);
  const { stepsToExact, exactContexts, ...values } = proof;
  const pretrainingSteps = run.pretraining?.steps ?? 0;
  return {
    game: game.id,
    params: game.parameters,
    ...(run.method === undefined ? {} : { method: run.method }),
    oracle: oracle.name,
    leader: run.leader,
    seed: run.seed,
    ties: 'weak',
    followerClass: checkedClass(oracle.followerClass),
    ...(oracle.followerClass === 'held' ? { held: true as const } : {}),
    leaderPolicy: {
      observations: Array.from({ length: policy.observations }, (_unused, i) => labelAt(player.observation, i)),
      actions: Array.from({ length: policy.actions }, (_unused, i) => labelAt(player.action, i)),
      probabilities: policyRows(policy),
    },
    ...values,
    steps: { pretraining: pretrainingSteps, leader: leaderSteps, total: pretrainingSteps + leaderSteps },
    stepsToExact,
    exactContexts,
  };
}

/** Trains a contextual follower within its budget, keeping its policy after every update. */
function pretrain(
  game: Game,
  model: FiniteModel,
  seed: number,
  budget: number,
  onProgress: SolveOptions['onProgress'],
): { oracle: FollowerOracle; steps: number; snapshots: PretrainingSnapshot[] } {
  const follower = contextualFollower(game, { seed: childSeed(seed, 'pretraining'), model, budget });
  const snapshots: PretrainingSnapshot[] = [];
  while (!follower.done) {
    const metrics = follower.update();
    if (follower.encoding.contexts > CHECKED_CONTEXTS) snapshots.length = 0;
    snapshots.push({ steps: follower.steps, choices: follower.choices(), encoding: follower.encoding });
    onProgress?.({ phase: 'pretraining', steps: follower.steps, budget, meanReturn: metrics['return'] ?? NaN });
  }
  return { oracle: follower.oracle(), steps: follower.steps, snapshots };
}

/** The leader problem and the learner on it. Its settings are the same for every game. */
function leaderOf(
  name: 'ppo' | 'reinforce',
  oracle: FollowerOracle,
  model: FiniteModel,
  seed: number,
): { learner: Learner; problem: LeaderProblem } {
  const leaderSeed = childSeed(seed, 'leader');
  const problem = leaderProblem(oracle, { copies: name === 'ppo' ? 16 : 8, seed: leaderSeed, model });
  const learner =
    name === 'ppo'
      ? ppo(problem, { seed: leaderSeed, learningRate: 0.1, epochs: 8, entropyBonus: 0.05, lambda: 1, maxGradientNorm: Infinity })
      : reinforce(problem, { seed: leaderSeed, learningRate: 0.1, entropyBonus: 0.1 });
  return { learner, problem };
}

function checkSolveOptions(options: SolveOptions): void {
  checkSeed(options.seed ?? 0);
  for (const [name, value] of [
    ['pretraining steps', options.pretrainingSteps],
    ['leader steps', options.leaderSteps],
  ] as const) {
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 1 || value > 1e9)) {
      throw new InputError(`${name} ${show(value)}: expected an integer from 1 to 1000000000`);
    }
  }
  if (options.method !== undefined) {
    for (const [name, value] of [
      ['oracle', options.oracle],
      ['leader', options.leader],
      ['follower class', options.followerClass],
    ] as const) {
      if (value === undefined) continue;
      throw new InputError(`${name} ${value} has no effect with method ${options.method}: a method has its own; leave one of them out`);
    }
    return;
  }
  if (options.oracle === 'exact' && options.pretrainingSteps !== undefined) {
    throw new InputError(
      'pretraining steps have no effect with the exact oracle: it is not trained; leave them out or use the contextual oracle',
    );
  }
  if (options.oracle !== 'exact' && options.followerClass === 'rational') {
    throw new InputError('a contextual follower is stationary: follower class rational needs the exact oracle');
  }
}
