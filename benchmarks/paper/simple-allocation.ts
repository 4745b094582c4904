import { childSeed } from '@firstmover/core';
import { simpleAllocation as game } from '@firstmover/mechanism-design';
import type { Experiment, Run } from './experiment.ts';
import { curves } from './figures.ts';
import type { MechanismSettings } from './mechanisms.ts';
import { learnMechanism, rounded } from './mechanisms.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { column } from './leader-training.ts';

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
  title: 'Simple allocation: what one, two and three messages are worth',
  claim: 'With m messages a mechanism that allocates one of three items by message alone gets welfare m/3 (Brero et al. 2022).',
  setting:
    'Three items, three types. Follower: multiplicative weights, rate 0.1, 33 updates of a game per message, then its most likely message; 30 games against each response. Leader: PPO, 16 copies, Adam 0.1, entropy 0.05, 100,000 steps, for all numbers of messages. Value: the expected return of the greedy leader over 100 fresh responses.',
  deviations: [
    'Published: rate 0.01 and 100 games, later 0.1 and 33 updates as here; 5,000,000 to 10,000,000 steps, networks where we have tables.',
    'Ties between equally good messages go to the lowest.',
  ],
  run: (seed, effort) =>
    ARMS.map(({ name, messages, settings }): Run => {
      const merged = { ...COMMON, ...settings };
      const { value, curve } = learnMechanism(game.create({ messages }), merged, childSeed(seed, 'leader'), effort);
      return { arm: name, seed, values: { value: rounded(value) }, curve };
    }),
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
      caption: 'Welfare of the greedy mechanism. Grey: seeds; blue: mean and 95% bootstrap interval; dashed: 1/3, 2/3, 1.',
      plot: curves(runs, { x: 'environment steps', y: 'welfare', references: [1 / 3, 2 / 3, 1], domain: [0, 1] }),
    },
  ],
};
