import type { FiniteModel } from '@firstmover/core';

/** Episodes beyond this length are not followed. */
const LONGEST = 10_000;

/**
 * How many joint moves every episode of a game has, whatever players and chance do: what a simulated game asks of the leader.
 *
 * @param model - the game's finite model
 * @returns undefined where episodes differ in length, or are longer than ten thousand moves
 */
export function episodeLength(model: FiniteModel): number | undefined {
  const { first, next, ended, jointActions } = model;
  let level = new Set(model.initial.map(({ state }) => state));
  for (let length = 1; length <= LONGEST; length++) {
    const following = new Set<number>();
    let over = 0;
    for (const state of level) {
      for (let outcome = first[state * jointActions]!; outcome < first[(state + 1) * jointActions]!; outcome++) {
        if (ended[outcome] === 0) following.add(next[outcome]!);
        else over++;
      }
    }
    if (following.size === 0) return length;
    if (over > 0) return undefined;
    level = following;
  }
  return undefined;
}
