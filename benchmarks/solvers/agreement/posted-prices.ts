import { bestPostedPrices } from '@firstmover/solvers';
import { randomBuyers, welfareLossByOrders } from '../../../packages/solvers/src/design/posted-prices/random-buyers.fixture.ts';
import type { AgreementClass } from './agreement-class.ts';

/** Sequential posted prices without messages. */
export const postedPrices: AgreementClass = {
  name: 'posted-prices',
  methods: 'plans by their loss, with a linear programme for prices; playing out every order and every price that matters',
  games: 'one to three values each of two buyers, or up to two each of three; no messages',
  tolerance: 1e-9,
  compare(random) {
    const three = random.integer(4) === 0;
    const buyers = randomBuyers(random, { buyers: three ? 3 : 2, types: three ? 2 : 3 });
    const range = Math.max(...buyers.flatMap(({ values }) => values)) || 1;
    return Math.abs(bestPostedPrices(buyers, { messages: 1 }).leaderValue - welfareLossByOrders(buyers)) / range;
  },
};
