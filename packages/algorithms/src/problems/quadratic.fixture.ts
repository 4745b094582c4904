import type { Column, Space, VectorEnvironment } from '@firstmover/core';
import { columnOf, contains, discrete, unflatten, width } from '@firstmover/core';

/** A problem of one continuous action per episode: it earns minus the squared distance from the best one. */
export interface Quadratic {
  /** What is done. */
  readonly action: Space;
  /** The best action of each context. */
  readonly best: readonly (readonly number[])[];
  /** What is seen (default the number of the context). */
  readonly observation?: Space;
  /** What a context shows (default its number). */
  readonly see?: (context: number) => readonly number[];
  /** What the reward is multiplied by (default 1). */
  readonly scale?: number;
}

/** N copies, which go through the contexts in turn. Actions outside the space are an error. */
export function quadraticEnvironment(quadratic: Quadratic, size: number): VectorEnvironment {
  const { action, best, observation = discrete(best.length), see = (context: number) => [context], scale = 1 } = quadratic;
  const episodes = new Int32Array(size);
  const contexts = new Int32Array(size);
  const observations = columnOf(observation, size);
  const rewards = new Float64Array(size);
  const terminated = new Uint8Array(size).fill(1);
  const executed = columnOf(action, size);
  const columns = width(action);
  let steps = 0;
  return {
    size,
    observation,
    action,
    observations,
    rewards,
    terminated,
    truncated: new Uint8Array(size),
    executed,
    learn: new Uint8Array(size).fill(1),
    get steps() {
      return steps;
    },
    reset(mask) {
      for (let copy = 0; copy < size; copy++) {
        if (mask && mask[copy] !== 1) continue;
        contexts[copy] = (copy + episodes[copy]!++) % best.length;
        terminated[copy] = 0;
        observations.set(see(contexts[copy]!), copy * width(observation));
      }
    },
    step(actions: Column) {
      for (let copy = 0; copy < size; copy++) {
        if (!contains(action, unflatten(action, actions, copy * columns))) throw new Error(`${String(actions)} is not an action`);
        steps++;
        rewards[copy] = 0;
        for (let k = 0; k < columns; k++) {
          executed[copy * columns + k] = actions[copy * columns + k]!;
          const distance = actions[copy * columns + k]! - best[contexts[copy]!]![k]!;
          rewards[copy]! -= scale * distance * distance;
        }
        terminated[copy] = 1;
      }
    },
  };
}
