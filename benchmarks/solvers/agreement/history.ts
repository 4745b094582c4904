import { finiteModel } from '@firstmover/core';
import { historyOptimum } from '@firstmover/solvers';
import { rounds, treeOptimum } from '../../../packages/solvers/src/markov/history-optimum/rounds.fixture.ts';
import type { AgreementClass } from './agreement-class.ts';

/** Payoffs of a round are from 0 to this. */
const RANGE = 7;

/** The best plan for every history, against a rational follower. */
export const history: AgreementClass = {
  name: 'history-dependent',
  methods: 'backward recursion on sets of payoff pairs; one linear programme over the tree of histories',
  games: 'one or two rounds of 2x2 games that differ from round to round',
  tolerance: 1e-6,
  compare(random) {
    const [seed, steps] = [random.integer(1 << 30), 1 + random.integer(2)];
    const { leaderValue } = historyOptimum(finiteModel(rounds(seed, steps).create()));
    return Math.abs(leaderValue - treeOptimum(seed, steps)) / (RANGE * steps);
  },
};
