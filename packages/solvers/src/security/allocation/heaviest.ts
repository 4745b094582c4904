import { RefusedError } from '@firstmover/core';
import type { Allocation, Schedules } from './resources.ts';

/** The heaviest allocation. */
export interface Heaviest {
  /** The sum of the weights of the covered targets. */
  readonly weight: number;
  /** What the units do. */
  readonly allocation: Allocation;
}

/** The most partial allocations that one search visits. */
const LARGEST_SEARCH = 2_000_000;

/**
 * Finds the allocation whose covered targets weigh most, a target that several units cover counted once. The search is depth-first over
 * the units, cut where even the positive weights that the remaining units could add are not enough. Units with the same schedules take
 * them in order.
 *
 * @param units - the schedules of every unit
 * @param weights - of each target, of any sign
 * @throws RefusedError when the search becomes too large
 */
export function heaviestAllocation(units: readonly Schedules[], weights: ArrayLike<number>): Heaviest {
  const positive = (target: number): number => Math.max(weights[target]!, 0);
  const keys = units.map((schedules) => JSON.stringify(schedules));
  // Identical units next to each other, the ones with the least to offer last.
  const reach = units.map((schedules) => Math.max(0, ...schedules.map((schedule) => sumOver(schedule, positive))));
  const order = Array.from(units.keys()).sort(
    (a, b) => reach[b]! - reach[a]! || (keys[a]! < keys[b]! ? -1 : keys[a] === keys[b] ? a - b : 1),
  );
  // Only schedules with something to gain, the heaviest first.
  const choices = order.map((unit) =>
    Array.from(units[unit]!.keys())
      .map((index) => ({ index, targets: units[unit]![index]!, worth: sumOver(units[unit]![index]!, positive) }))
      .filter(({ worth }) => worth > 0)
      .sort((a, b) => b.worth - a.worth || a.index - b.index),
  );
  const rest = new Float64Array(order.length + 1);
  for (let d = order.length - 1; d >= 0; d--) rest[d] = rest[d + 1]! + reach[order[d]!]!;
  const covered = new Uint16Array(weights.length);
  const taken = new Array<number>(order.length).fill(-1);
  let best = 0;
  let bestTaken: readonly number[] = taken.slice();
  let visited = 0;

  function visit(depth: number, weight: number): void {
    if (++visited > LARGEST_SEARCH)
      throw new RefusedError(
        `resources: more than ${LARGEST_SEARCH} allocations of the ${units.length} units have to be tried: use fewer units or schedules`,
      );
    if (weight > best) {
      best = weight;
      bestTaken = taken.map((choice, d) => (d < depth ? choice : -1));
    }
    if (depth === order.length || weight + rest[depth]! <= best || weight + remaining(depth) <= best) return;
    const twin = depth > 0 && keys[order[depth]!] === keys[order[depth - 1]!];
    const previous = twin ? taken[depth - 1]! : 0;
    // A twin of a unit that stays at home stays at home too.
    if (previous >= 0) {
      for (let k = previous; k < choices[depth]!.length; k++) {
        const { targets } = choices[depth]![k]!;
        let gain = 0;
        for (const target of targets) if (covered[target]!++ === 0) gain += weights[target]!;
        taken[depth] = k;
        visit(depth + 1, weight + gain);
        for (const target of targets) covered[target]!--;
      }
    }
    taken[depth] = -1;
    visit(depth + 1, weight);
  }

  /** What the units from `depth` on can add at most to what is covered. */
  function remaining(depth: number): number {
    let sum = 0;
    for (let d = depth; d < order.length; d++) {
      let most = 0;
      for (const { targets, worth } of choices[d]!) {
        if (worth <= most) break;
        most = Math.max(
          most,
          sumOver(targets, (target) => (covered[target] === 0 ? positive(target) : 0)),
        );
      }
      sum += most;
    }
    return sum;
  }

  visit(0, 0);
  const schedules = new Array<number | null>(units.length).fill(null);
  bestTaken.forEach((choice, d) => {
    if (choice >= 0) schedules[order[d]!] = choices[d]![choice]!.index;
  });
  return { weight: best, allocation: allocationOf(units, schedules) };
}

/** The allocation in which each unit takes a schedule, null to stay at home. */
export function allocationOf(units: readonly Schedules[], schedules: readonly (number | null)[]): Allocation {
  const covered = new Set(schedules.flatMap((schedule, unit) => (schedule === null ? [] : units[unit]![schedule]!)));
  return { targets: [...covered].sort((a, b) => a - b), schedules };
}

function sumOver(targets: readonly number[], value: (target: number) => number): number {
  let sum = 0;
  for (const target of targets) sum += value(target);
  return sum;
}
