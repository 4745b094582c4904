import type { Game, Policy } from '@firstmover/core';
import { deterministicPolicy, randomStream, respondTo, childSeed } from '@firstmover/core';
import type { NoRegretOptions } from '@firstmover/followers';
import { coarseGapBound, inducedGame, noRegretFollowers, playRecord } from '@firstmover/followers';
import { matrixDesign, sequentialPrice, simpleAllocation } from '@firstmover/mechanism-design';
import type { Experiment, Point, Run } from './experiment.ts';
import { curves } from './figures.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { column } from './leader-training.ts';

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
  title: 'Average play of multiplicative weights is a (Bayesian) coarse correlated equilibrium',
  claim:
    'No-regret followers converge to a Bayesian coarse correlated equilibrium of the game that the leader induces (Brero et al. 2022, Section 5; Hartline et al. 2015).',
  setting: `Multiplicative weights, rate ${RATE}, counterfactual sweeps, ${UPDATES.toLocaleString('en-GB')} updates against a leader that stands still: no payments in matrix design and in Shapley's game, item by message in simple allocation, a random mechanism per seed in the PI setting of sequential prices. At ${POINTS.length} points the largest gain of any type of any follower by any fixed action is recomputed from the record of play and the exact induced game, without anything that the learners know, and divided by what theory allows at that point for each type (regret bound plus Azuma's deviation at a failure probability of 0.01 over all points). Below 1 means under the bound.`,
  deviations: [
    'The rate is constant, as published, so the bound tends to rate times range and not to 0.',
    'The paper reports gaps of single runs; the bound at each point is ours, from the regret bound of the algorithm.',
  ],
  run(seed, effort) {
    return ARMS.map(({ name, game, leader, bounds }): Run => {
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
      respondTo(noRegretFollowers(game, options), policy, randomStream(childSeed(seed, name), 'followers').at(0, 0));
      return { arm: name, seed, values: { gap: last, 'largest share of the bound': Math.max(...ratios.map(({ y }) => y)) }, curve: ratios };
    });
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
      caption:
        'The recomputed gap as a share of what theory allows, by updates. Grey: seeds; blue: mean and 95% bootstrap interval; dashed: the bound.',
      plot: curves(runs, { x: 'updates', y: 'share of the bound', references: [1, 0], log: true }),
    },
  ],
};
