import { bestLotteries, bestMenu } from '@firstmover/solvers';
import type { AgreementClass } from './agreement-class.ts';

/** Allocation with messages where both want the same, so that lotteries are worth no more than menus. */
export const menu: AgreementClass = {
  name: 'menu',
  methods: 'enumeration of menus; one linear programme on lotteries per way to sort types by message',
  games: 'up to four types and items, one to three messages, both want the same',
  tolerance: 1e-6,
  compare(random) {
    const [types, items, messages] = [1 + random.integer(4), 1 + random.integer(4), 1 + random.integer(3)];
    const payoff = Array.from({ length: types }, () => Array.from({ length: items }, () => random.integer(6)));
    const weights = Array.from({ length: types }, () => 1 + random.integer(3));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const problem = { probabilities: weights.map((weight) => weight / total), leaderPayoff: payoff, followerPayoff: payoff };
    return Math.abs(bestMenu(problem, { messages }).leaderValue - bestLotteries(problem, { messages }).leaderValue) / 5;
  },
};
