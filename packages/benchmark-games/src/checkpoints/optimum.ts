import type { TieRule } from '@firstmover/core';
import { FULL_STRENGTH, GUARD_LEVELS, RUN_STRENGTH } from './sizes.ts';

/** What is asked of {@link checkpointsOptimum}: parameters of the game without slipping, and the tie rule. */
export interface CheckpointsProblem {
  /** How many checkpoints there are. */
  readonly places: number;
  /** What full guards at a place cost the leader. */
  readonly guardCost: number;
  /** What a smuggler who is caught pays. */
  readonly fine: number;
  /** How the smuggler breaks ties. */
  readonly ties: TieRule;
}

/**
 * A way to guard the last places. It says what they are worth to the leader by the smuggler's strength, and names the guards at the first
 * of them.
 */
interface Tail {
  readonly leader: readonly number[];
  readonly guards: number;
  readonly rest: Tail | undefined;
}

/** Ways to guard the last places that leave the smuggler with the same differences between strengths, none better than another throughout. */
interface Group {
  readonly follower: readonly number[];
  tails: Tail[];
}

/**
 * The optimal deterministic commitment of `benchmark/Checkpoints-v1` without slipping, at any number of places. Going backwards, the guards of
 * the last places matter to those before only through what they leave to the smuggler and to the leader, by the smuggler's strength. The
 * smuggler decides by differences of the former, of which there are few; among ways with equal differences only those are kept that are undominated
 * in the latter. Time is linear in `places`.
 *
 * @param problem - the parameters and the tie rule
 * @returns the leader's return and the guards from the first place to the last
 */
export function checkpointsOptimum(problem: CheckpointsProblem): { readonly leaderReturn: number; readonly guards: readonly number[] } {
  const nothing = new Array<number>(FULL_STRENGTH + 1).fill(0);
  let groups: readonly Group[] = [{ follower: nothing, tails: [{ leader: nothing, guards: 0, rest: undefined }] }];
  for (let place = 0; place < problem.places; place++) groups = prepend(groups, problem);
  let best: Tail = { leader: new Array<number>(FULL_STRENGTH + 1).fill(-Infinity), guards: 0, rest: undefined };
  for (const { tails } of groups) for (const tail of tails) if (tail.leader[FULL_STRENGTH]! > best.leader[FULL_STRENGTH]!) best = tail;
  const guards: number[] = [];
  for (let tail = best; tail.rest; tail = tail.rest) guards.push(tail.guards);
  return { leaderReturn: tidy(best.leader[FULL_STRENGTH]!), guards };
}

/** All groups with one more place in front. */
function prepend(groups: readonly Group[], { guardCost, fine, ties }: CheckpointsProblem): readonly Group[] {
  const longer = new Map<string, Group>();
  for (const { follower, tails } of groups) {
    for (let guards = 0; guards < GUARD_LEVELS; guards++) {
      const caught = guards / (GUARD_LEVELS - 1);
      const loot = 1 - caught - fine * caught;
      const rests = follower.map((_value, strength) => follower[Math.min(FULL_STRENGTH, strength + 1)]!);
      const runs = follower.map((_value, strength) => (strength >= RUN_STRENGTH ? loot + follower[strength - RUN_STRENGTH]! : -Infinity));
      const values = rests.map((rest, strength) => Math.max(rest, runs[strength]!));
      const differences = values.map((value) => tidy(value - values[0]!));
      const key = differences.join();
      const group = longer.get(key) ?? { follower: differences, tails: [] };
      longer.set(key, group);
      for (const tail of tails) {
        const leader = rests.map((rest, strength) => {
          const resting = tail.leader[Math.min(FULL_STRENGTH, strength + 1)]!;
          const gain = runs[strength]! - rest;
          if (gain < -1e-9) return resting - guardCost * caught;
          const running = tail.leader[strength - RUN_STRENGTH]! - (1 - caught);
          const chosen = gain > 1e-9 ? running : ties === 'strong' ? Math.max(resting, running) : Math.min(resting, running);
          return chosen - guardCost * caught;
        });
        keep(group, { leader, guards, rest: tail });
      }
    }
  }
  return [...longer.values()];
}

function keep(group: Group, tail: Tail): void {
  const covers = (one: Tail, other: Tail): boolean => one.leader.every((value, strength) => value >= other.leader[strength]! - 1e-9);
  if (group.tails.some((kept) => covers(kept, tail))) return;
  group.tails = group.tails.filter((kept) => !covers(tail, kept));
  group.tails.push(tail);
}

/** Sums of the same few numbers in another order must be told equal. */
function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
