import { InputError, RefusedError, show } from '@firstmover/core';
import type { WeightedAllocation } from './resources.ts';

/** The most covered targets that a mixture lists, over all its allocations. */
const LARGEST_MIXTURE = 1 << 24;
/** Cuts closer than this are one. */
const SAME_CUT = 1e-12;

/**
 * A mixture over allocations of identical units that covers every target with the given probability, by comb sampling (Tsai et al., AAAI
 * 2010). The coverages are laid end to end on a line, and the units take the targets at x, x + 1, x + 2, ... for a random x between 0 and
 * 1.
 *
 * @param coverage - probabilities from 0 to 1, whose sum is at most `units` up to rounding
 * @param units - how many units there are
 * @returns at most one allocation more than there are targets
 * @throws InputError when the coverage needs more units or is not a probability
 * @throws RefusedError when the list would be too long; `coverage` still says everything, and one draw is {@link combAllocation}
 */
export function combMixture(coverage: readonly number[], units: number): WeightedAllocation[] {
  const ends = layOut(coverage, units);
  const used = Math.ceil(ends.at(-1)! - SAME_CUT);
  const cuts = ends.map((end) => end - Math.floor(end)).sort((a, b) => a - b);
  const starts = [0];
  for (const cut of cuts) if (cut - starts.at(-1)! > SAME_CUT && 1 - cut > SAME_CUT) starts.push(cut);
  if (starts.length * used > LARGEST_MIXTURE)
    throw new RefusedError(
      `the mixture of ${starts.length} allocations of ${used} units is too long to list: use the coverage and draw allocations with combAllocation`,
    );
  const draw = pickerOf(ends, used);
  return starts.map((start, k) => {
    const end = starts[k + 1] ?? 1;
    return { probability: end - start, targets: draw((start + end) / 2), schedules: null };
  });
}

/**
 * One draw from the mixture of {@link combMixture}, without listing it.
 *
 * @param coverage - as there
 * @param units - as there
 * @param x - uniform between 0 and 1
 * @returns the covered targets
 * @throws InputError as there
 */
export function combAllocation(coverage: readonly number[], units: number, x: number): number[] {
  if (!(x >= 0 && x < 1)) throw new InputError(`x is ${show(x)}: expected a number from 0 to below 1`);
  const ends = layOut(coverage, units);
  return pickerOf(ends, Math.ceil(ends.at(-1)!))(x);
}

/** Where each target's part of the line ends. */
function layOut(coverage: readonly number[], units: number): number[] {
  let end = 0;
  return coverage.map((probability, target) => {
    if (!(probability >= 0 && probability <= 1))
      throw new InputError(`coverage[${target}] is ${show(probability)}: expected a probability`);
    end += probability;
    if (end > units + 1e-9) throw new InputError(`the coverages sum to more than ${units}, the number of units`);
    return Math.min(end, units);
  });
}

/** The targets at x, x + 1, x + 2, ...; to be asked for increasing x, since every tooth of the comb only moves on. */
function pickerOf(ends: readonly number[], units: number): (x: number) => number[] {
  const teeth = new Int32Array(units);
  return (x) => {
    const targets: number[] = [];
    let target = -1;
    for (let unit = 0; unit < units; unit++) {
      target = Math.max(teeth[unit]!, target + 1);
      while (target < ends.length && ends[target]! <= x + unit) target++;
      if (target === ends.length) break;
      teeth[unit] = target;
      targets.push(target);
    }
    return targets;
  };
}
