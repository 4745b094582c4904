import type { Player, Policy, Random, Value } from '@firstmover/core';
import { RefusedError, cardinality, indexOf, sample } from '@firstmover/core';

/** The most observations of leaders that are drawn at random. */
const OBSERVATION_LIMIT = 1_000_000;

/** Draws a leader to train against: a policy without memory, a function of the random numbers that it is given. */
export type LeaderSampler = (random: Random) => Policy;

/**
 * Leaders that take an action drawn at random at each observation, the same whenever they see it: uniform over deterministic tables where
 * actions are finite.
 *
 * @throws RefusedError for a leader with infinitely many observations, or more than a million
 */
export function uniformLeaders({ name, observation, action }: Player, gameId: string): LeaderSampler {
  const count = cardinality(observation);
  if (count === Infinity)
    throw new RefusedError(
      `${name} of ${gameId} has infinitely many observations: no table can be drawn for it; give leaders to train against`,
    );
  if (count > OBSERVATION_LIMIT) {
    throw new RefusedError(
      `${name} of ${gameId} has ${count} observations: the limit for random leaders is ${OBSERVATION_LIMIT}; give leaders to train against`,
    );
  }
  return (random) => {
    const choices = Array.from({ length: count }, () => sample(action, random));
    return { act: (seen: Value) => choices[indexOf(observation, seen)]! };
  };
}
