import { childSeed } from '@firstmover/core';
import { simpleAllocation as game } from '@firstmover/mechanism-design';
import { named } from '../harness/run-study.ts';
import type { Experiment } from './experiment.ts';
import { curves } from './figures.ts';
import type { MechanismSettings } from './mechanisms.ts';
import { learnMechanism, rounded } from './mechanisms.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { column } from '../harness/rows.ts';

const COMMON: MechanismSettings = {
  followers: { updates: 33, rate: 0.1, sweep: 'profiles' },
  games: 30,
  steps: 100_000,
  leader: { learningRate: 0.1, epochs: 8, lambda: 1, entropyBonus: 0.05, maxGradientNorm: Infinity },
};
const ARMS = [1, 2, 3].flatMap((messages) =>
  [true, false].flatMap((inTrajectory) =>
    ['centralised', 'plain'].map((critic) => ({
      name: `${messages} message${messages > 1 ? 's' : ''}, ${inTrajectory ? '' : 'queries hidden, '}${critic} critic`,
      messages,
      inTrajectory,
      settings: { centralised: critic === 'centralised', shown: inTrajectory ? 1 : 0 },
    })),
  ),
);
const optimumOf = (messages: number): number => messages / 3;
const FRACTIONS = ['1/3', '2/3', '1'];

/** Messages let a mechanism tell types apart. */
export const simpleAllocation: Experiment = {
  name: 'simple-allocation',
  about: new URL('./simple-allocation.md', import.meta.url),
  arms: ARMS.map(({ name }) => name),
  run(arm, seed, effort) {
    const { messages, settings } = named(ARMS, arm);
    const merged = { ...COMMON, ...settings };
    const { value, curve } = learnMechanism(game.create({ messages }), merged, childSeed(seed, 'leader'), effort);
    return [{ arm, seed, values: { value: rounded(value) }, curve }];
  },
  compare: (runs) =>
    ARMS.map(({ name, messages, inTrajectory }) => {
      const values = column(runs, name, 'value');
      const hits = values.filter((value) => value >= optimumOf(messages) - 1e-9).length;
      return {
        what: name,
        published: inTrajectory ? `${FRACTIONS[messages - 1]!}, the optimum` : '- (figure only)',
        ours: `${showInterval(interval(values))}; optimal in ${showShare(hits, values.length)}`,
      };
    }),
  check: (runs) =>
    ARMS.filter(({ inTrajectory }) => inTrajectory).map(({ name, messages }) => {
      const values = column(runs, name, 'value');
      const hits = values.filter((value) => value >= optimumOf(messages) - 1e-9).length;
      return {
        what: `${name}: reaches ${FRACTIONS[messages - 1]!}`,
        holds: hits >= 0.9 * values.length,
        detail: showShare(hits, values.length),
      };
    }),
  figures: (runs) => [
    {
      svg: curves(runs, { x: 'environment steps', y: 'welfare', references: [1 / 3, 2 / 3, 1], domain: [0, 1] }),
    },
  ],
};
