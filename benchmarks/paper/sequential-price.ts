import { childSeed } from '@firstmover/core';
import { sequentialPrice as game } from '@firstmover/mechanism-design';
import type { Experiment } from './experiment.ts';
import { curves } from './figures.ts';
import type { MechanismSettings } from './mechanisms.ts';
import { learnMechanism, rounded } from './mechanisms.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { column } from '../harness/rows.ts';

/** The welfare that prices alone lose. */
export const STANDARD = -0.06;
/** How the mechanism is learned. */
export const SETTINGS: MechanismSettings = {
  followers: { updates: 30, rate: 0.5, sweep: 'profiles' },
  games: 16,
  steps: 600_000,
  leader: { learningRate: 0.03, epochs: 8, lambda: 1, entropyBonus: 0.02, maxGradientNorm: Infinity },
};
const MESSAGES = [1, 2] as const;
const armOf = (messages: number): string => (messages === 1 ? 'prices alone' : `${messages} messages`);
const closed = (value: number): number => 1 - value / STANDARD;

/** Messages close the gap that prices alone leave. */
export const sequentialPrice: Experiment = {
  name: 'sequential-price',
  about: new URL('./sequential-price.md', import.meta.url),
  arms: MESSAGES.map(armOf),
  run(arm, seed, effort) {
    const messages = MESSAGES.find((count) => armOf(count) === arm)!;
    const { value, curve } = learnMechanism(game.create({ messages }), SETTINGS, childSeed(seed, 'leader'), effort);
    return [{ arm, seed, values: { value: rounded(value), 'gap closed': rounded(closed(value)) }, curve }];
  },
  compare(runs) {
    const published = [
      '-0.06, flat, on one seed',
      '-0.0034 (95% closed) after 545,000 steps, -0.0006 after 1,395,000 (one seed, smoothed)',
    ];
    return MESSAGES.map((messages, i) => {
      const values = column(runs, armOf(messages), 'value');
      const hits = values.filter((value) => closed(value) >= 0.95).length;
      return {
        what: `welfare lost, ${armOf(messages)}`,
        published: published[i]!,
        ours: `${showInterval(interval(values))}; 95% closed in ${showShare(hits, values.length)}`,
      };
    });
  },
  check(runs) {
    const alone = column(runs, armOf(1), 'value');
    const exact = alone.filter((value) => Math.abs(value - STANDARD) < 1e-9).length;
    const two = column(runs, armOf(2), 'value').filter((value) => closed(value) >= 0.95).length;
    return [
      { what: 'prices alone: -0.06', holds: exact >= 0.9 * alone.length, detail: showShare(exact, alone.length) },
      { what: 'two messages close at least 95% of the gap to 0', holds: two >= 0.9 * alone.length, detail: showShare(two, alone.length) },
    ];
  },
  figures: (runs) => [
    {
      svg: curves(runs, { x: 'environment steps', y: 'welfare lost', references: [STANDARD, 0], domain: [-0.3, 0.01] }),
    },
  ],
};
