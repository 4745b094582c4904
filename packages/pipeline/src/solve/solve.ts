import type { Game } from '@firstmover/core';
import { expectOptions, expectThing, InputError, unknownName } from '@firstmover/core';
import type { PlanOptions } from '../plan/plan.ts';
import { resolvePlan, startPlan, withUsualParts } from '../plan/plan.ts';
import type { ConfigRegistry } from '../registry/bundled-registry.ts';
import { bundledRegistry } from '../registry/bundled-registry.ts';
import { encodeState } from '../state/state.ts';
import type { Result, Training } from '../training/training.ts';
import { startTraining } from '../training/training.ts';

// What Node and browsers both have; these packages are compiled with the types of neither.
declare const crypto: { readonly subtle: { digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer> } };
declare const performance: { now(): number };
declare function setTimeout(turn: (value?: unknown) => void): void;

/** How to solve a game: a plan, of which everything may be left out, and who is told of it. */
export interface SolveOptions extends PlanOptions {
  /** Where names of parts are looked up (default everything that comes with firstmover). */
  readonly registry?: ConfigRegistry;
  /** Called after every update. */
  readonly onProgress?: (progress: SolveProgress) => void;
  /** Stops after the update under way. */
  readonly signal?: { readonly aborted: boolean };
}

const NAMES: readonly (keyof SolveOptions)[] = [
  ...(['method', 'oracle', 'leader', 'conditions', 'problem', 'budget', 'evaluation', 'seed'] as const),
  ...(['registry', 'onProgress', 'signal'] as const),
];

/** Where a solve stands. */
export interface SolveProgress {
  /** What was trained. */
  readonly phase: 'pretraining' | 'leader';
  /** Environment steps of this phase so far. */
  readonly steps: number;
  /** How much of the leader's budget is spent, from 0 to 1. */
  readonly share: number;
  /** The mean return of the last episodes: of the follower in pre-training, of the leader after it. */
  readonly meanReturn: number;
  /** What is trained, as it stands: policies and oracles taken from it are frozen. */
  readonly run: Training['run'];
}

/** Milliseconds after which others get their turn: a page stays alive. */
const PAUSE = 50;

/**
 * Learns the leader's best commitment and proves it. It makes the follower oracle (pre-training it where it learns), trains the leader on
 * the leader problem, and then compares with exact best responses and the exact optimum. No exact value reaches a learner.
 * `firstmover train` does the same with a folder around it: the same game, parts and seed give the same result.
 *
 * @param game - any game; where parts are not named, one with discrete actions and a finite model, or a matrix game whose leader plays a mixture
 * @throws InputError for options out of range or without effect; RefusedError for games that the parts do not serve
 */
export async function solve(game: Game, options: SolveOptions = {}): Promise<Result> {
  expectThing(game, 'a game', 'solve');
  expectOptions(options, 'solve');
  for (const name of Object.keys(options))
    if (!NAMES.includes(name as keyof SolveOptions)) throw unknownName('option of solve', name, NAMES);
  const { registry = bundledRegistry(), onProgress, signal, ...given } = options;
  const plan = resolvePlan(withUsualParts(game, given), registry);
  const training = startTraining(plan, startPlan(plan, game, registry));
  const { run } = training;
  let paused = performance.now();
  while (!training.over) {
    const { phase, metrics } = training.step();
    onProgress?.({ phase, steps: run.steps[phase], share: Math.min(1, training.share()), meanReturn: metrics['return'] ?? NaN, run });
    if (signal?.aborted) throw new InputError(`solving ${game.id} was stopped after ${training.updates} updates`);
    if (performance.now() - paused < PAUSE) continue;
    await new Promise((turn) => setTimeout(turn));
    paused = performance.now();
  }
  return training.result(await sha256(encodeState(training.save())));
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
