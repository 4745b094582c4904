import type { Drawing, GameDefinition } from '@firstmover/core';
import { box, defineGame, defineRules, discrete, drawGraph, multiDiscrete } from '@firstmover/core';
import type { RoadNetwork } from './network.ts';
import { averageTime, loadsOf, readNetwork, timeOf, tollsOf } from './network.ts';
import { tollsOptimum } from './optimum.ts';

interface State {
  /** How many drivers took each road; empty before. */
  readonly loads: readonly number[];
}

/** The roads of Pigou (1920): one always takes 1, the other as much as the share of the drivers on it. */
export const PIGOU: readonly (readonly number[])[] = [
  [0, 1, 1, 0, 0],
  [0, 1, 0, 1, 1],
];

/** The roads of Braess (1968): a bridge between two routes that makes all drivers slower, with a toll on it. */
export const BRAESS: readonly (readonly number[])[] = [
  [0, 1, 0, 1, 0],
  [0, 2, 1, 0, 0],
  [1, 2, 0, 0, 1],
  [1, 3, 1, 0, 0],
  [2, 3, 0, 1, 0],
];

/**
 * `mechanism/CongestionTolls-v1`: drivers choose routes through a network whose roads take longer the more of them use them. The leader
 * sets tolls, and wants the average time to be short. What it collects it gives back. Without tolls drivers do not count what they cost
 * each other (Pigou 1920; Braess 1968).
 */
export const congestionTolls: GameDefinition = defineGame({
  id: 'mechanism/CongestionTolls-v1',
  parameters: {
    network: {
      kind: 'matrix',
      default: BRAESS,
      about:
        'roads, each a row: from, to, time when empty, time that all drivers add, highest toll (0: none); drivers go from node 0 to the highest',
    },
    drivers: { kind: 'integer', min: 1, max: 100, default: 4, about: 'how many drivers there are' },
    levels: {
      kind: 'integer',
      min: 0,
      max: 1000,
      default: 4,
      about: 'tolls are multiples of the highest divided by it; 0 for any, as shares of the highest',
    },
  },
  rules({ network: rows, drivers, levels }) {
    const network = readNetwork(rows);
    const { roads, routes, tolled } = network;
    const observation = discrete(1, ['start']);
    const ways = routes.map((route) => ['0', ...route.map((road) => roads[road]!.to)].join('-'));
    return defineRules({
      players: [
        {
          name: 'road authority',
          role: 'leader',
          observation,
          action: levels === 0 ? box(0, 1, [tolled.length]) : multiDiscrete(tolled.map(() => levels + 1)),
        },
        ...Array.from({ length: drivers }, (_unused, i) => ({
          name: `driver ${i}`,
          role: 'follower' as const,
          observation,
          action: discrete(routes.length, ways),
        })),
      ],
      initial: (): State => ({ loads: [] }),
      step(_state: State, [action, ...chosen]) {
        const tolls = tollsOf(network, action, levels);
        const loads = loadsOf(
          network,
          routes.map((_route, r) => chosen.filter((choice) => choice === r).length),
        );
        const costs = routes.map((route) =>
          route.reduce((sum, road) => sum + timeOf(roads[road]!, loads[road]!, drivers) + tolls[road]!, 0),
        );
        return {
          state: { loads },
          rewards: [-averageTime(network, loads, drivers), ...chosen.map((choice) => -costs[choice]!)],
          terminated: true,
        };
      },
      observe: () => 0,
      draw: ({ loads }, actions) => drawRoads(network, loads, actions && tollsOf(network, actions[0], levels)),
    });
  },
  descriptor({ network: rows, drivers, levels }) {
    const network = readNetwork(rows);
    const optima = tollsOptimum(network, drivers, levels);
    const full = network.roads.map(({ empty, slope }) => empty + slope);
    const longest = Math.max(
      ...network.routes.map((route) => route.reduce((sum, road) => sum + full[road]! + network.roads[road]!.highestToll, 0)),
    );
    return {
      summary: 'Tolls on the roads of a network in which drivers choose their routes.',
      rewardBounds: [-longest, 0],
      horizon: 1,
      optima: (['strong', 'weak'] as const).flatMap((ties) => {
        const optimum = optima?.[ties];
        return optimum
          ? [
              {
                leaderReturn: -optimum.time,
                commitment: 'pure' as const,
                followerClass: 'stationary' as const,
                ties,
                source: `all tolls, or those of Pigou (1920), at the ${ties === 'strong' ? 'best' : 'worst'} pure equilibrium of the drivers (tollsOptimum)`,
              },
            ]
          : [];
      }),
      source:
        'Pigou, The Economics of Welfare (1920); Braess, Über ein Paradoxon aus der Verkehrsplanung (1968); with a finite number of drivers',
    };
  },
});

/** The network from left to right by the number of roads from the start, with drivers and tolls on its roads. */
function drawRoads({ roads, nodes }: RoadNetwork, loads: readonly number[], tolls: readonly number[] | undefined): Drawing {
  const hops = new Array<number>(nodes).fill(Infinity);
  hops[0] = 0;
  for (let round = 0; round < nodes; round++) for (const { from, to } of roads) hops[to] = Math.min(hops[to]!, hops[from]! + 1);
  const last = Math.max(1, ...hops.filter(Number.isFinite)) + (hops.filter((hop) => hop === hops[nodes - 1]).length > 1 ? 1 : 0);
  hops[nodes - 1] = last;
  const places = hops.map((hop, node) => {
    const column = [...hops.keys()].filter((other) => hops[other] === hop);
    return { x: Math.min(1, hop / last), y: (column.indexOf(node) + 0.5) / column.length, label: String(node) };
  });
  return drawGraph(
    places,
    roads.map(({ from, to }, road) => ({
      from,
      to,
      tone: (tolls?.[road] ?? 0) > 0 ? ('bad' as const) : ('soft' as const),
      label: tolls ? `${loads[road]!}${tolls[road]! > 0 ? `, toll ${Number(tolls[road]!.toPrecision(3))}` : ''}` : '',
    })),
  );
}
