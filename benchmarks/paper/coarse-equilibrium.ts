import type { Game, Policy } from '@firstmover/core';
import { deterministicPolicy, randomStream, respondTo, childSeed } from '@firstmover/core';
import type { NoRegretOptions } from '@firstmover/followers';
import { coarseGapBound, inducedGame, noRegretFollowers, playRecord } from '@firstmover/followers';
import { matrixDesign, sequentialPrice, simpleAllocation } from '@firstmover/mechanism-design';
import type { Point } from '../harness/study.ts';
import { named } from '../harness/run-study.ts';
import type { Experiment } from './experiment.ts';
import { curves } from './figures.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { column } from '../harness/rows.ts';

const UPDATES = 100_000;
const POINTS = Array.from({ length: 13 }, (_unused, i) => Math.round(10 ** (2 + i / 4)));
const RATE = 0.01;
const SHAPLEY = { rowPayoff: [[0, 0, 1], [1, 0, 0], [0, 1, 0]], columnPayoff: [[0, 1, 0], [0, 0, 1], [1, 0, 0]] }; // prettier-ignore

interface Arm {
  readonly name: string;
  readonly game: Game;
  /** A leader to whom followers respond. */
  readonly leader: (seed: number) => Policy;
  readonly bounds: readonly [number, number];
}

const nothing: Policy = { act: () => [0, 0] };
const ARMS: readonly Arm[] = [
  { name: 'matrix design', game: matrixDesign.create(), leader: () => nothing, bounds: [0, 16] },
  { name: "Shapley's game", game: matrixDesign.create(SHAPLEY), leader: () => nothing, bounds: [0, 11] },
  {
    name: 'simple allocation, private type',
    game: simpleAllocation.create(),
    leader: () => deterministicPolicy([0, 0, 1, 2], 3),
    bounds: [0, 1],
  },
  { name: 'sequential prices, private values', game: sequentialPrice.create(), leader: randomMechanism, bounds: [-1, 1] },
];

/** A mechanism that offers at random, but always the same. */
function randomMechanism(seed: number): Policy {
  const random = randomStream(seed, 'mechanism').at(0, 0);
  const offers = Array.from({ length: 13 }, () => [random.integer(2), random.integer(11)]);
  return { act: (observation) => offers[observation as number]! };
}

/** Multiplicative weights play a coarse correlated equilibrium on average, as theory says. */
export const coarseEquilibrium: Experiment = {
  name: 'coarse-equilibrium',
  about: new URL('./coarse-equilibrium.md', import.meta.url),
  arms: ARMS.map(({ name }) => name),
  run(arm, seed, effort) {
    const { game, leader, bounds } = named(ARMS, arm);
    const policy = leader(seed);
    const induced = inducedGame(game, policy);
    const record = playRecord(induced);
    const ratios: Point[] = [];
    let last = 0;
    const points = POINTS.filter((point) => point <= effort * UPDATES);
    const settings = {
      algorithm: 'multiplicative-weights',
      rate: RATE,
      range: bounds[1] - bounds[0],
      sampled: true,
      failure: 0.01,
      points: points.length,
    } as const;
    const options: NoRegretOptions = {
      updates: points.at(-1)!,
      rate: RATE,
      utilityBounds: bounds,
      onUpdate(update) {
        record.add(update);
        if (!points.includes(update.update)) return;
        const gap = record.gap();
        const allowed = coarseGapBound(gap, settings);
        last = gap.gap;
        ratios.push({ x: update.update, y: Math.max(...gap.types.map((type, i) => type.gap / allowed[i]!)) });
      },
    };
    respondTo(noRegretFollowers(game, options), policy, randomStream(childSeed(seed, arm), 'followers').at(0, 0));
    return [{ arm, seed, values: { gap: last, 'largest share of the bound': Math.max(...ratios.map(({ y }) => y)) }, curve: ratios }];
  },
  compare: (runs) =>
    ARMS.map(({ name, bounds }) => ({
      what: `${name} (returns ${bounds[0]} to ${bounds[1]}): gap after the last update; largest share of the bound at any point`,
      published: name.startsWith('sequential') ? '0.0008 after 100 updates (3 uniform types, 2 messages)' : '-',
      ours: `${showInterval(interval(column(runs, name, 'gap')))}; ${showInterval(interval(column(runs, name, 'largest share of the bound')))}`,
    })),
  check: (runs) =>
    ARMS.map(({ name }) => {
      const shares = column(runs, name, 'largest share of the bound');
      const under = shares.filter((share) => share < 1).length;
      return { what: `${name}: under the bound at every point`, holds: under === shares.length, detail: showShare(under, shares.length) };
    }),
  figures: (runs) => [
    {
      svg: curves(runs, { x: 'updates', y: 'share of the bound', references: [1, 0], log: true }),
    },
  ],
};
