import { childSeed } from '@firstmover/core';
import { matrixDesign as game } from '@firstmover/mechanism-design';
import { named } from '../harness/run-study.ts';
import type { Experiment } from './experiment.ts';
import { curves } from './figures.ts';
import type { MechanismSettings } from './mechanisms.ts';
import { learnMechanism, rounded } from './mechanisms.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { column } from '../harness/rows.ts';

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
  about: new URL('./matrix-design.md', import.meta.url),
  arms: ARMS.map(({ name }) => name),
  run(arm, seed, effort) {
    const { parameters, settings } = named(ARMS, arm);
    const merged = { ...COMMON, ...settings };
    const { value, curve } = learnMechanism(game.create({ ...parameters }), merged, childSeed(seed, 'leader'), effort);
    return [{ arm, seed, values: { value: rounded(value) }, curve }];
  },
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
      svg: curves(runs, { x: 'environment steps', y: 'return', references: [OPTIMUM] }),
    },
  ],
};
