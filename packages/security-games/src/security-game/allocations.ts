import type { Matrix } from '@firstmover/core';
import { InputError, RefusedError, show } from '@firstmover/core';

/** The most allocations that a game lists. */
const ALLOCATION_LIMIT = 4096;

/**
 * What all units with schedules can do together: which targets are covered, once for each set of targets. A unit may stay at home; allocations
 * that cover fewer targets than another are left out.
 *
 * @param schedules - one row per schedule: the number of the unit, then 1 for each target that it covers and 0 for each other
 * @param targets - how many targets there are
 * @param id - of the game, for messages
 * @returns the covered targets of each allocation, in order
 * @throws InputError for rows that are no schedules; RefusedError beyond 4096 allocations
 */
export function listAllocations(schedules: Matrix, targets: number, id: string): number[][] {
  const units = new Map<number, number[][]>();
  schedules.forEach(([unit, ...covers], i) => {
    if (!Number.isInteger(unit) || unit! < 0 || covers.length !== targets || covers.some((entry) => entry !== 0 && entry !== 1))
      throw new InputError(
        `row ${i} of schedules of ${id} is ${show(schedules[i])}: expected the number of a unit, then 0 or 1 for each of ${targets} targets`,
      );
    const covered = covers.flatMap((entry, target) => (entry === 1 ? [target] : []));
    units.set(unit!, [...(units.get(unit!) ?? [[]]), covered]);
  });
  let sets = new Map<string, ReadonlySet<number>>([['', new Set()]]);
  for (const options of units.values()) {
    const longer = new Map<string, ReadonlySet<number>>();
    for (const set of sets.values()) {
      for (const option of options) {
        const union = [...new Set([...set, ...option])].sort((a, b) => a - b);
        longer.set(union.join(), new Set(union));
        if (longer.size > ALLOCATION_LIMIT)
          throw new RefusedError(`${id} has more than ${ALLOCATION_LIMIT} allocations of its units: give fewer units or schedules`);
      }
    }
    sets = longer;
  }
  const all = [...sets.values()];
  return all
    .filter((set) => !all.some((other) => other.size > set.size && [...set].every((target) => other.has(target))))
    .map((set) => [...set])
    .sort((a, b) => a.join().localeCompare(b.join(), 'en'));
}
