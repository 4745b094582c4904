import { childSeed } from '@firstmover/core';
import { matrixDesign as game } from '@firstmover/mechanism-design';
import type { Experiment, Run } from './experiment.ts';
import { curves } from './figures.ts';
import type { MechanismSettings } from './mechanisms.ts';
import { learnMechanism, rounded } from './mechanisms.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { column } from './leader-training.ts';

const OPTIMUM = 10;
const COMMON: MechanismSettings = {
  followers: { updates: 25, rate: 0.1, sweep: 'profiles' },
  games: 1,
  steps: 100_000,
  leader: { learningRate: 0.03, epochs: 8, lambda: 1, maxGradientNorm: Infinity },
};
const COSTLY = 'each unit paid costs 1, plain critic';
const ARMS: readonly {
  readonly name: string;
  readonly parameters: object;
  readonly settings: Partial<MechanismSettings>;
  readonly published: string;
}[] = [
  { name: 'plain critic', parameters: {}, settings: {}, published: '10 (1.667 after division by 6), the optimum' },
  { name: 'centralised critic', parameters: {}, settings: { centralised: true }, published: '10, the optimum' },
  { name: 'queries hidden, plain critic', parameters: {}, settings: { shown: 0 }, published: 'below the optimum (figure only)' },
  {
    name: 'queries hidden, centralised critic',
    parameters: {},
    settings: { shown: 0, centralised: true },
    published: 'below the optimum (figure only)',
  },
  {
    name: COSTLY,
    parameters: { paymentWeight: 1 },
    settings: { steps: 800_000, leader: { ...COMMON.leader, collect: { episodes: 4 } } },
    published: '10 at cost 0 (Monderer & Tennenholtz)',
  },
];

/** Payments that move two followers to the best outcome, and are never made. */
export const matrixDesign: Experiment = {
  name: 'matrix-design',
  title: 'Matrix design: the best outcome, for nothing',
  claim:
    'A leader that pays the players of a matrix game by outcome gets the outcome of the highest welfare, 10, without paying anything, by promises off the path (Brero et al. 2022, after Monderer & Tennenholtz 2004).',
  setting:
    'Cells (3,3 6,4 / 4,6 2,2), any payments from 0 to 10. Followers: multiplicative weights, rate 0.1, 25 updates of 4 games (one per joint action), then their most likely actions. Leader: PPO, 16 copies, Adam 0.03, 100,000 steps; where payments cost, 800,000 in updates four times as large. Reached means within 0.1, 1% of the optimum. Value: the expected return of the greedy leader over 100 fresh responses.',
  deviations: [
    'Published: rate 0.01 and 100 games; the later version has 0.1 and sweeps of joint profiles, as here. 5,000,000 to 10,000,000 steps there.',
    'The published leader is not charged for payments, so its return does not show what it pays; the last arm charges them, which nobody published, and 10 then means that nothing is paid. It was first run with payments in whole numbers, on these seeds: 2 of 10; then with any amounts and updates of the size of the other arms: 8 of 10. The size of the updates was chosen on seeds 100 to 119, of which 19 reach 10 (18 with small updates). A run that falls short ends at the outcome worth 6.',
    'The leader sees the outcome as one index and has tables; the paper has networks.',
  ],
  run: (seed, effort) =>
    ARMS.map(({ name, parameters, settings }): Run => {
      const merged = { ...COMMON, ...settings };
      const { value, curve } = learnMechanism(game.create({ ...parameters }), merged, childSeed(seed, 'leader'), effort);
      return { arm: name, seed, values: { value: rounded(value) }, curve };
    }),
  compare: (runs) =>
    ARMS.map(({ name, published }) => {
      const values = column(runs, name, 'value');
      const hits = values.filter((value) => value >= OPTIMUM - 0.1).length;
      return { what: name, published, ours: `${showInterval(interval(values))}; 10 in ${showShare(hits, values.length)}` };
    }),
  check: (runs) =>
    ['plain critic', 'centralised critic', COSTLY].map((name) => {
      const values = column(runs, name, 'value');
      const hits = values.filter((value) => value >= OPTIMUM - 0.1).length;
      return { what: `${name}: reaches 10`, holds: hits >= 0.9 * values.length, detail: showShare(hits, values.length) };
    }),
  figures: (runs) => [
    {
      caption: 'Expected return of the greedy leader. Grey: seeds; blue: mean and 95% bootstrap interval; dashed: the optimum.',
      plot: curves(runs, { x: 'environment steps', y: 'return', references: [OPTIMUM] }),
    },
  ],
};
