import type { Policy, TablePolicy } from '@firstmover/core';
import { tablePolicy } from '@firstmover/core';

/** A policy that chooses once per episode, by its first observation, and holds the action until it is reset. */
export interface HeldPolicy extends Policy {
  /** The probabilities of its choice, one row per first observation. */
  readonly choice: TablePolicy;
  /** Forgets the action held. */
  reset(): void;
}

/** A policy that draws its action from the row of its first observation and holds it. */
export function heldPolicy(choice: TablePolicy): HeldPolicy {
  let held: number | undefined;
  return {
    choice,
    act: (observation, random) => (held ??= choice.act(observation, random) as number),
    reset() {
      held = undefined;
    },
  };
}

/**
 * Policies that play a mixture of strategy profiles together. At the start of an episode one profile is drawn uniformly, for all of them;
 * then each draws its action from its own part of that profile and holds it. This is how the followers of a coarse correlated equilibrium
 * are coordinated.
 *
 * @param profiles - flat strategy profiles, one after the other; each holds the rows of all followers in order
 * @param shapes - per follower, how many types (first observations) and actions it has
 * @returns one policy per follower; they belong together and are reset together
 */
export function correlatedPolicies(
  profiles: Float64Array,
  shapes: readonly { readonly types: number; readonly actions: number }[],
): HeldPolicy[] {
  const size = shapes.reduce((sum, { types, actions }) => sum + types * actions, 0);
  const count = profiles.length / size;
  let drawn: number | undefined;
  let offset = 0;
  return shapes.map(({ types, actions }) => {
    const start = offset;
    offset += types * actions;
    const marginal = new Float64Array(types * actions);
    for (let k = 0; k < count; k++) for (let i = 0; i < marginal.length; i++) marginal[i]! += profiles[k * size + start + i]! / count;
    let held: number | undefined;
    return {
      choice: tablePolicy(marginal, { observations: types, actions }),
      act(observation, random) {
        drawn ??= random.integer(count);
        if (held === undefined) {
          const row = drawn * size + start + (observation as number) * actions;
          held = random.pick(profiles.subarray(row, row + actions));
        }
        return held;
      },
      reset() {
        drawn = undefined;
        held = undefined;
      },
    };
  });
}
