import { InputError, show } from '@firstmover/core';

/** The schedules that one unit can take: each a list of targets that it covers at once. */
export type Schedules = readonly (readonly number[])[];

/** How many identical units cover one target each on average, also half a unit; or the schedules of every unit. A unit may always stay at home. */
export type Resources = number | readonly Schedules[];

/** What all units do at once. */
export interface Allocation {
  /** The covered targets, in increasing order. */
  readonly targets: readonly number[];
  /** The schedule that each unit takes, null for one that stays at home; null for identical units, of which each covers one of `targets`. */
  readonly schedules: readonly (number | null)[] | null;
}

/** An allocation that a mixture plays. */
export interface WeightedAllocation extends Allocation {
  /** How often, more than 0; the probabilities of a mixture sum to 1. */
  readonly probability: number;
}

/**
 * Checks resources.
 *
 * @param resources - as read from a file or given by a caller
 * @param targets - how many targets there are
 * @returns the same resources, typed
 * @throws InputError naming the unit, schedule or target
 */
export function checkResources(resources: unknown, targets: number): Resources {
  if (typeof resources === 'number') {
    if (Number.isFinite(resources) && resources >= 0) return resources;
    throw new InputError(`resources is ${show(resources)}: expected a number of identical units, or a list of schedules for each unit`);
  }
  if (!Array.isArray(resources))
    throw new InputError(`resources is ${show(resources)}: expected a number of identical units, or a list of schedules for each unit`);
  (resources as unknown[]).forEach((schedules, unit) => {
    if (!Array.isArray(schedules))
      throw new InputError(`resources[${unit}] is ${show(schedules)}: expected the schedules of the unit, a list of lists of targets`);
    (schedules as unknown[]).forEach((schedule, k) => {
      const name = `resources[${unit}][${k}]`;
      if (!Array.isArray(schedule))
        throw new InputError(`${name} is ${show(schedule)}: expected a list of targets that are covered at once`);
      (schedule as unknown[]).forEach((target, i) => {
        if (!Number.isInteger(target) || (target as number) < 0 || (target as number) >= targets)
          throw new InputError(`${name}[${i}] is ${show(target)}: expected the number of a target, from 0 to ${targets - 1}`);
        if (schedule.indexOf(target) !== i) throw new InputError(`${name} names target ${show(target)} twice: name it once`);
      });
    });
  });
  return resources as readonly Schedules[];
}

/**
 * The probability that each target is covered by a mixture.
 *
 * @param mixture - allocations and how often they are played
 * @param targets - how many targets there are
 */
export function coverageOf(mixture: readonly WeightedAllocation[], targets: number): number[] {
  const coverage = new Array<number>(targets).fill(0);
  for (const allocation of mixture) for (const target of allocation.targets) coverage[target]! += allocation.probability;
  return coverage;
}

/**
 * What is wrong with a mixture, or null: allocations that the resources cannot do, or probabilities that do not sum to 1.
 *
 * @param mixture - allocations and how often they are played
 * @param resources - what there is
 */
export function faultOf(mixture: readonly WeightedAllocation[], resources: Resources): string | null {
  let total = 0;
  for (const { targets, schedules, probability } of mixture) {
    if (!(probability > 0)) return `an allocation has probability ${show(probability)}`;
    total += probability;
    if (targets.some((target, i) => i > 0 && target <= targets[i - 1]!)) return `the targets ${show(targets)} are not in order`;
    if (typeof resources === 'number') {
      if (targets.length > Math.ceil(resources)) return `${targets.length} targets are covered by ${resources} units`;
      continue;
    }
    if (schedules?.length !== resources.length) return 'an allocation does not say what every unit does';
    const covered = new Set(schedules.flatMap((schedule, unit) => (schedule === null ? [] : (resources[unit]![schedule] ?? [-1]))));
    if (covered.size !== targets.length || targets.some((target) => !covered.has(target)))
      return `the schedules ${show(schedules)} do not cover just the targets ${show(targets)}`;
  }
  return Math.abs(total - 1) <= 1e-9 ? null : `the probabilities sum to ${show(total)}`;
}
