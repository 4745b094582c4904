import type { Column, Random, SavableEnvironment, Space } from '@firstmover/core';
import { InputError, checkFirstCopy, randomStream, savable, savedCount, show } from '@firstmover/core';

/** How to make a control problem. */
export interface ProblemOptions {
  /** The number of copies that run side by side. */
  readonly copies: number;
  /** The seed of the first states (default 0). */
  readonly seed?: number;
  /** Which copies of a larger problem these are: they draw what its copies `firstCopy` to `firstCopy + copies - 1` draw (default 0). */
  readonly firstCopy?: number;
}

/** The equations of a problem, on columns of N copies. */
export interface Dynamics {
  /** What the learner sees. */
  readonly observation: Space;
  /** What the learner does. */
  readonly action: Space;
  /** The current observations, which `start` and `advance` write. */
  readonly observations: Column;
  /** The rewards, which `advance` writes. */
  readonly rewards: Float64Array;
  /** The executed actions, which `advance` writes. */
  readonly executed: Column;
  /** What it remembers beyond these, changed in place. */
  readonly states?: Float64Array;
  /** After so many steps an episode is truncated. */
  readonly maxSteps: number;
  /** Draws and shows the first state of a copy. */
  start(copy: number, random: Random): void;
  /** Takes one step of a copy; returns whether the episode has ended by the rules. */
  advance(copy: number, actions: Column): boolean;
}

/**
 * Checks a number of copies.
 *
 * @throws InputError for anything but an integer of at least 1
 */
export function checkCopies(copies: number): number {
  if (!Number.isSafeInteger(copies) || copies < 1) throw new InputError(`copies ${show(copies)}: expected an integer of at least 1`);
  return copies;
}

/**
 * N copies of a problem with a random first state and a limit on steps. The first state is a function of (seed, copy, how many episodes the
 * copy began before), so copies never shift each other's numbers. Copies that are over earn 0 and stay as they are until they are reset.
 *
 * @param options - N, the seed of the first states and the first copy
 * @param name - of the problem; names its random stream
 * @param dynamics - its equations
 */
export function controlProblem(options: ProblemOptions, name: string, dynamics: Dynamics): SavableEnvironment {
  const { copies, seed = 0 } = options;
  const firstCopy = checkFirstCopy(options.firstCopy ?? 0, copies);
  const { observation, action, observations, rewards, executed, maxSteps } = dynamics;
  const stream = randomStream(seed, `problem/${name}`);
  const terminated = new Uint8Array(copies).fill(1);
  const truncated = new Uint8Array(copies);
  const learn = new Uint8Array(copies);
  const episodes = new Uint32Array(copies);
  const ages = new Uint32Array(copies);
  let steps = 0;
  return {
    ...savable(
      name,
      { copies, seed, firstCopy, maxSteps },
      {
        ...{ observations, rewards, executed, terminated, truncated, learn, episodes, ages },
        ...(dynamics.states ? { states: dynamics.states } : {}),
        steps: savedCount(
          () => steps,
          (count) => (steps = count),
        ),
      },
    ),
    size: copies,
    observation,
    action,
    observations,
    rewards,
    terminated,
    truncated,
    executed,
    learn,
    get steps() {
      return steps;
    },
    reset(mask) {
      for (let copy = 0; copy < copies; copy++) {
        if (mask && mask[copy] !== 1) continue;
        dynamics.start(copy, stream.at(firstCopy + copy, episodes[copy]!++));
        ages[copy] = 0;
        rewards[copy] = 0;
        terminated[copy] = 0;
        truncated[copy] = 0;
        learn[copy] = 1;
      }
    },
    step(actions) {
      for (let copy = 0; copy < copies; copy++) {
        if (learn[copy] === 0) {
          rewards[copy] = 0;
          continue;
        }
        const over = dynamics.advance(copy, actions);
        const cut = ++ages[copy]! >= maxSteps;
        steps++;
        if (!over && !cut) continue;
        learn[copy] = 0;
        if (over) terminated[copy] = 1;
        else truncated[copy] = 1;
      }
    },
  };
}
