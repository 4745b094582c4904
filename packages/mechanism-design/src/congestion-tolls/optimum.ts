import type { RoadNetwork } from './network.ts';
import { averageTime, loadsOf, timeOf, tollsOf } from './network.ts';

/** The most checks of an equilibrium. */
const WORK = 500_000;

/** Tolls and the average time of the drivers under them. */
export interface TollsOptimum {
  /** The average time. */
  readonly time: number;
  /** The action that sets the tolls: levels, or shares of the highest toll. */
  readonly action: readonly number[];
}

/** The best tolls when the drivers settle in the pure equilibrium that is best (strong) or worst (weak) for all. */
export interface TollsOptima {
  /** The least average time that there is, if everybody did as told. */
  readonly least: number;
  /** With the best equilibrium. */
  readonly strong: TollsOptimum | undefined;
  /** With the worst. */
  readonly weak: TollsOptimum | undefined;
}

/**
 * The tolls of least average time. Where tolls are levels, all of them are tried, and for each all ways to split the drivers over routes. Where they
 * are any, or too many, no tolls, the highest, and what drivers cost each other at the best split (Pigou 1920) are: an optimum then only is
 * given where it attains the least time of all splits.
 *
 * @param network - the roads
 * @param drivers - how many
 * @param levels - tolls are multiples of the highest divided by it; 0 for any
 * @returns undefined where even the splits are too many
 */
export function tollsOptimum(network: RoadNetwork, drivers: number, levels: number): TollsOptima | undefined {
  const splits = splitsOf(drivers, network.routes.length, WORK / 100);
  if (!splits) return undefined;
  const times = splits.map((counts) => averageTime(network, loadsOf(network, counts), drivers));
  const least = Math.min(...times);
  const tables = levels === 0 ? Infinity : (levels + 1) ** network.tolled.length;
  const all = tables * splits.length <= WORK / 10;
  const actions = all ? everyAction(network.tolled.length, levels) : pigouActions(network, drivers, splits[times.indexOf(least)]!, levels);
  let [strong, weak]: (TollsOptimum | undefined)[] = [];
  for (const action of actions) {
    const tolls = tollsOf(network, action, levels);
    const settled = times.filter((_time, i) => isEquilibrium(network, drivers, splits[i]!, tolls));
    if (settled.length === 0) continue;
    const [best, worst] = [Math.min(...settled), Math.max(...settled)];
    if (best < (strong?.time ?? Infinity) - 1e-9) strong = { time: best, action };
    if (worst < (weak?.time ?? Infinity) - 1e-9) weak = { time: worst, action };
  }
  const sure = (optimum: TollsOptimum | undefined): TollsOptimum | undefined =>
    optimum && (all || optimum.time < least + 1e-9) ? optimum : undefined;
  return { least, strong: sure(strong), weak: sure(weak) };
}

/** Whether no driver gains by another route. */
export function isEquilibrium(network: RoadNetwork, drivers: number, counts: readonly number[], tolls: readonly number[]): boolean {
  const { roads, routes } = network;
  const loads = loadsOf(network, counts);
  const cost = (road: number, more: number): number => timeOf(roads[road]!, loads[road]! + more, drivers) + tolls[road]!;
  return routes.every(
    (route, r) =>
      counts[r] === 0 ||
      routes.every((other) => {
        const gain =
          route.reduce((sum, road) => sum + cost(road, 0), 0) -
          other.reduce((sum, road) => sum + cost(road, route.includes(road) ? 0 : 1), 0);
        return gain <= 1e-9;
      }),
  );
}

/** All ways to split so many drivers over routes, as counts; undefined where they are more than the limit. */
function splitsOf(drivers: number, routes: number, limit: number): readonly (readonly number[])[] | undefined {
  if (routes === 1) return [[drivers]];
  const all: number[][] = [];
  for (let first = 0; first <= drivers; first++) {
    const rest = splitsOf(drivers - first, routes - 1, limit - all.length);
    if (!rest || all.length + rest.length > limit) return undefined;
    for (const counts of rest) all.push([first, ...counts]);
  }
  return all;
}

function everyAction(length: number, levels: number): readonly (readonly number[])[] {
  let all: readonly (readonly number[])[] = [[]];
  for (let i = 0; i < length; i++) all = all.flatMap((some) => Array.from({ length: levels + 1 }, (_unused, level) => [...some, level]));
  return all;
}

/** No tolls, the highest, and the marginal costs of a split with a driver less, half a driver less and as it is. */
function pigouActions(
  { roads, tolled, ...network }: RoadNetwork,
  drivers: number,
  split: readonly number[],
  levels: number,
): readonly (readonly number[])[] {
  const loads = loadsOf({ roads, tolled, ...network }, split);
  const shares = [1, 0.5, 0].map((less) =>
    tolled.map((road) => {
      const { slope, highestToll } = roads[road]!;
      return Math.min(1, (slope * Math.max(0, loads[road]! - less)) / drivers / highestToll);
    }),
  );
  const action = (share: readonly number[]): number[] => share.map((part) => (levels === 0 ? part : Math.round(part * levels)));
  return [...shares.map(action), action(tolled.map(() => 1)), action(tolled.map(() => 0))];
}
