import { solveCorrelatedCommitment } from '@firstmover/solvers';
import { answerTo } from '../as-document.ts';
import { randomBimatrix, rangeOf } from '../random-game.ts';
import type { AgreementClass } from './agreement-class.ts';

/** One linear programme per column beside one for a correlated strategy. */
export const bimatrix: AgreementClass = {
  name: 'bimatrix',
  methods: 'one programme per reply; one correlated programme',
  games: 'up to 5x5, with ties, duplicate columns, payoffs from 1e-9 to 1e9',
  tolerance: 1e-9,
  async compare(random) {
    const game = randomBimatrix(random, 5);
    const { leaderValue: value } = await answerTo('bimatrix', game, { ties: 'strong' });
    const other = solveCorrelatedCommitment(game).leaderValue;
    return Math.abs(value - other) / (rangeOf([game.leaderPayoff]) || 1);
  },
};
