import { expect, it } from 'vitest';
import { NumericalError } from '@firstmover/programmes';
import { finish, type Finding } from './finish.ts';
import type { SecurityGame } from './game.ts';
import { defenderAt, scaleGame } from './payoffs.ts';

const game: SecurityGame = {
  defenderCovered: [5, 3, 1],
  defenderUncovered: [-5, -3, -2],
  attackerCovered: [-3, -1, -1],
  attackerUncovered: [5, 3, 1],
  resources: 1,
};
const payoffs = scaleGame(game);
const half = { probability: 0.5, schedules: null };
const coverage = [0.5, 0.5, 0];
const right: Finding = {
  ties: 'strong',
  leaderValue: defenderAt(payoffs, 0, 0.5),
  upperBound: defenderAt(payoffs, 0, 0.5),
  commitment: coverage,
  mixture: [
    { ...half, targets: [0] },
    { ...half, targets: [1] },
  ],
  reply: 0,
  attained: true,
};

it('passes an answer that is as claimed, in original units', () => {
  const checked = finish(game, payoffs, right);
  expect(checked.leaderValue).toBeCloseTo(0, 12);
  expect(checked.followerValue).toBeCloseTo(1, 12);
  expect(checked.weakValue).toBeCloseTo(-2, 12);
  expect(checked.attackSet).toEqual([0, 1, 2]);
});

it.each<[string, Partial<Finding>, string]>([
  ['units that cover two targets', { mixture: [{ ...half, targets: [0, 1] }, { ...half, targets: [] }] }, '2 targets are covered by 1 units'], // prettier-ignore
  ['probabilities that do not sum to 1', { mixture: [...right.mixture, { ...half, targets: [] }] }, 'the probabilities sum to 1.5'],
  ['a mixture with another coverage', { mixture: [{ ...half, targets: [0] }, { ...half, targets: [2] }] }, 'the mixture misses the coverage by 0.5'], // prettier-ignore
  ['a target that is not attacked', { commitment: [1, 0, 0], mixture: [{ probability: 1, targets: [0], schedules: null }] }, 'target 0 is not best for the attacker'], // prettier-ignore
  [
    'a value that is too high',
    { leaderValue: right.leaderValue + 1e-6, upperBound: right.leaderValue + 1e-6 },
    'the value is not that of the coverage',
  ],
  ['a value that is too low', { leaderValue: right.leaderValue - 1e-6 }, 'the value is not that of the coverage'],
  ['a better commitment left out', { upperBound: right.leaderValue + 1e-6 }, 'the upper bound is not met'],
  ['a weak value that hangs on ties', { ties: 'weak' }, 'the value is not attained'],
])('refuses %s', (_what, change, message) => {
  expect(() => finish(game, payoffs, { ...right, ...change })).toThrow(NumericalError);
  expect(() => finish(game, payoffs, { ...right, ...change })).toThrow(message);
});
