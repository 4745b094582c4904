import { implementProfile, implementationCostByPrograms } from '@firstmover/solvers';
import type { AgreementClass } from './agreement-class.ts';

/** The price of making a profile dominant. */
export const implementation: AgreementClass = {
  name: 'k-implementation',
  methods: 'the sum of gains from deviating; one linear programme per player',
  games: 'one to three players with one to three actions, payoffs from 0 to 9',
  tolerance: 1e-6,
  compare(random) {
    const strategies = Array.from({ length: 1 + random.integer(3) }, () => 1 + random.integer(3));
    const profiles = strategies.reduce((product, count) => product * count, 1);
    const game = {
      strategies,
      payoffs: strategies.map(() => Array.from({ length: profiles }, () => random.integer(10))),
      leaderPayoff: Array.from({ length: profiles }, () => 0),
    };
    const profile = random.integer(profiles);
    return Math.abs(implementProfile(game, profile).cost - implementationCostByPrograms(game, profile)) / 9;
  },
};
