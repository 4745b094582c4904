import type { Matrix } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';

/** The most routes from the start to the goal. */
export const ROUTE_LIMIT = 100;

/** A road. */
export interface Road {
  /** The node where it starts. */
  readonly from: number;
  /** The node where it ends. */
  readonly to: number;
  /** The time it takes when empty. */
  readonly empty: number;
  /** What all drivers together add to that; the part of them that takes it adds its share. */
  readonly slope: number;
  /** The highest toll on it; 0 where there is none. */
  readonly highestToll: number;
}

/** Roads, and the ways from node 0 to the node of the highest number. */
export interface RoadNetwork {
  /** All roads. */
  readonly roads: readonly Road[];
  /** The routes, each a list of roads; no node is passed twice. */
  readonly routes: readonly (readonly number[])[];
  /** The roads with tolls. */
  readonly tolled: readonly number[];
  /** How many nodes there are. */
  readonly nodes: number;
}

/**
 * Reads a network from rows of from, to, time when empty, what all drivers add to it, and the highest toll.
 *
 * @throws InputError for a row that is no road, and where there is no way to the goal, no toll, or more than 100 routes
 */
export function readNetwork(rows: Matrix): RoadNetwork {
  const roads = rows.map((row, i) => {
    const [from, to, empty, slope, highestToll] = row as [number, number, number, number, number];
    const isNode = (node: number): boolean => Number.isInteger(node) && node >= 0;
    if (row.length !== 5 || !isNode(from) || !isNode(to) || from === to || !(empty >= 0 && slope >= 0 && highestToll >= 0)) {
      throw new InputError(
        `road ${i} is ${show(row)}: expected two different nodes (integers from 0), and three numbers of at least 0: time when empty, time added by all drivers, highest toll`,
      );
    }
    return { from, to, empty, slope, highestToll };
  });
  const goal = Math.max(...roads.map(({ to }) => to));
  const routes: number[][] = [];
  const walk = (node: number, route: readonly number[], passed: readonly number[]): void => {
    if (node === goal) {
      routes.push([...route]);
      if (routes.length > ROUTE_LIMIT) throw new InputError(`the network has more than ${ROUTE_LIMIT} routes: expected fewer`);
      return;
    }
    roads.forEach(({ from, to }, road) => {
      if (from === node && !passed.includes(to)) walk(to, [...route, road], [...passed, to]);
    });
  };
  walk(0, [], [0]);
  if (routes.length === 0) throw new InputError(`no road leads from node 0 to node ${goal}, the highest number: expected a route`);
  const tolled = roads.flatMap(({ highestToll }, road) => (highestToll > 0 ? [road] : []));
  if (tolled.length === 0) throw new InputError('no road has a highest toll above 0: expected one at least');
  return { roads, routes, tolled, nodes: 1 + Math.max(...roads.flatMap(({ from, to }) => [from, to])) };
}

/** How many drivers each road carries when so many take each route. */
export function loadsOf({ roads, routes }: RoadNetwork, counts: readonly number[]): number[] {
  const loads = new Array<number>(roads.length).fill(0);
  routes.forEach((route, r) => {
    for (const road of route) loads[road]! += counts[r]!;
  });
  return loads;
}

/** The time that a road takes with so many of all drivers on it. */
export function timeOf({ empty, slope }: Road, load: number, drivers: number): number {
  return empty + (slope * load) / drivers;
}

/** The average time of all drivers. */
export function averageTime({ roads }: RoadNetwork, loads: readonly number[], drivers: number): number {
  return roads.reduce((sum, road, i) => sum + (loads[i]! * timeOf(road, loads[i]!, drivers)) / drivers, 0);
}

/** The tolls of all roads that an action stands for: levels, or shares of the highest toll where `levels` is 0. */
export function tollsOf({ roads, tolled }: RoadNetwork, action: readonly number[], levels: number): number[] {
  const tolls = new Array<number>(roads.length).fill(0);
  tolled.forEach((road, i) => (tolls[road] = (roads[road]!.highestToll * action[i]!) / (levels || 1)));
  return tolls;
}
