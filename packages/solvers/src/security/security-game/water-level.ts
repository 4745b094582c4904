/**
 * The lowest level u >= floor such that bringing every top down to u costs at most the budget: sum over t of max(0, (top_t - u) / slope_t) <= budget.
 * Sorted, then by prefix sums, O(n log n); the result is refined by Newton's method on the sum itself, which is piecewise linear.
 *
 * @param tops - levels without any effort
 * @param slopes - by how much one unit of effort lowers each; those of 0 must have tops at most `floor`
 * @param budget - at least 0
 * @param floor - no level is lower
 */
export function lowestLevel(tops: readonly number[], slopes: readonly number[], budget: number, floor: number): number {
  const high = Array.from(tops.keys())
    .filter((t) => tops[t]! > floor)
    .sort((a, b) => tops[b]! - tops[a]!);
  if (high.length === 0) return floor;
  if (budget === 0) return tops[high[0]!]!;
  let fixed = 0;
  let steepness = 0;
  let level = floor;
  for (let k = 0; k < high.length; k++) {
    fixed += tops[high[k]!]! / slopes[high[k]!]!;
    steepness += 1 / slopes[high[k]!]!;
    level = (fixed - budget) / steepness;
    if (level >= (high[k + 1] === undefined ? -Infinity : tops[high[k + 1]!]!)) break;
  }
  level = Math.max(level, floor);
  for (let step = 0; step < 3; step++) {
    let cost = -budget;
    let rate = 0;
    for (const t of high) {
      if (tops[t]! <= level) break;
      cost += (tops[t]! - level) / slopes[t]!;
      rate += 1 / slopes[t]!;
    }
    if (rate > 0) level = Math.max(level + cost / rate, floor);
  }
  return level;
}

/** All but this of full effort is full effort. */
const ROUNDING = 1e-13;

/** The effort that brings every top down to a level, within 0..1. */
export function effortTo(tops: readonly number[], slopes: readonly number[], level: number): number[] {
  return tops.map((top, t) => {
    const effort = top > level && slopes[t]! > 0 ? (top - level) / slopes[t]! : 0;
    return effort > 1 - ROUNDING ? 1 : effort;
  });
}
