import type { Metrics, Policy, Savable, SavableParts, Space, TablePolicy, VectorEnvironment } from '@firstmover/core';
import { InputError, savable, show } from '@firstmover/core';

/**
 * A single-agent learner at work on a problem. It is saved between two updates, its problem with it: restored into one that was made with the same
 * options, on a problem made with the same options, it continues bit for bit.
 */
export interface Learner extends Savable {
  /** What the algorithm is called. */
  readonly name: string;
  /** The problem. */
  readonly environment: VectorEnvironment;
  /** Collects experience and learns from it once. */
  update(): Metrics;
  /**
   * The present policy, frozen: it does not change with further updates. Learners on indexed observations give tables. What a policy that
   * randomises does by default is to sample; `greedy` is its most likely action. Others are greedy in either mode.
   */
  policy(mode?: PolicyMode): Policy;
}

/** A learner that can share its problem's steps with others, which act at the same time. */
export interface InterleavedLearner extends Learner {
  /** One update that pauses right after each step of the problem, before it reads what came of it; `update` is the same without pauses. */
  updating(): Generator<void, Metrics, void>;
}

/** Runs an update without pauses. */
export function finish<TResult>(run: Generator<void, TResult, void>): TResult {
  let turn = run.next();
  while (turn.done !== true) turn = run.next();
  return turn.value;
}

/** What every learner has. */
type Common = Pick<Learner, 'name' | 'environment' | keyof Savable>;

/**
 * What learners have in common: they are saved with their problem.
 *
 * @param name - what the algorithm is called
 * @param environment - the problem; saving throws where it cannot be saved
 * @param options - what the learner was made with
 * @param parts - everything that it remembers between updates
 */
export function commonLearner(name: string, environment: VectorEnvironment, options: object, parts: SavableParts): Common {
  return { name, environment, ...savable(name, options, { problem: savedProblem(name, environment), ...parts }) };
}

function savedProblem(name: string, environment: VectorEnvironment): Savable {
  const refuse = (): never => {
    throw new InputError(`the problem of ${name} cannot be saved: expected one with save() and restore()`);
  };
  return {
    save: () => (environment.save ? environment.save() : refuse()),
    restore: (state) => (environment.restore ? environment.restore(state) : refuse()),
  };
}

/**
 * The same for learners that pause: between updates only they can be saved and restored.
 *
 * @param updating - one update
 */
export function pausingLearner(
  name: string,
  environment: VectorEnvironment,
  options: object,
  updating: InterleavedLearner['updating'],
  parts: SavableParts,
): Common & Pick<InterleavedLearner, 'update' | 'updating'> {
  const learner = commonLearner(name, environment, options, parts);
  let running = 0;
  const idle = (): typeof learner => {
    if (running === 0) return learner;
    throw new InputError(`${name} is in the middle of an update: it is saved and restored between two updates`);
  };
  return {
    ...learner,
    save: () => idle().save(),
    restore: (state) => idle().restore(state),
    update: () => finish(updating()),
    *updating() {
      running++;
      try {
        return yield* updating();
      } finally {
        running--;
      }
    },
  };
}

/** How a policy that randomises acts once it is frozen. */
export type PolicyMode = 'sampled' | 'greedy';

/** How the end of an episode is treated by a learner: as the environment declares it, as terminal, or as truncated (bootstrapped). */
export type Horizon = 'declared' | 'terminal' | 'truncated';

/** A learner whose policy is a table. */
export interface TableLearner extends Learner {
  /** The present policy, frozen. */
  policy(): TablePolicy;
}

/**
 * The number of actions, for algorithms that choose among finitely many.
 *
 * @throws InputError for any other action space
 */
export function actionCount(space: Space, algorithm: string): number {
  if (space.kind !== 'discrete') throw new InputError(`${algorithm} needs a discrete action space, not ${space.kind} ${show(space)}`);
  return space.n;
}

/**
 * The number of observations, for algorithms on tables.
 *
 * @throws InputError for any other observation space
 */
export function observationCount(space: Space, algorithm: string): number {
  if (space.kind !== 'discrete') throw new InputError(`${algorithm} needs a discrete observation space, not ${space.kind} ${show(space)}`);
  return space.n;
}
