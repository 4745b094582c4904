import type { StochasticGame } from '@firstmover/solvers';
import { solveBimatrix } from '@firstmover/solvers';
import { randomStochasticGame } from '../../../packages/solvers/src/markov/stationary-commitment/stochastic-games.fixture.ts';
import { answerTo } from '../as-document.ts';
import type { AgreementClass } from './agreement-class.ts';

/** The range of rewards. */
const RANGE = 9;

/** Branch and bound on games that another method solves. */
export const stochasticGame: AgreementClass = {
  name: 'stochastic-game',
  methods:
    'branch and bound with a certificate; linear programmes of the bimatrix game of each state, or value iteration where it is zero-sum',
  games: 'one state; two states and nothing later counts; two states, zero-sum, two actions each',
  tolerance: 1e-6,
  async compare(random) {
    const seed = random.integer(1 << 30);
    const kind = random.integer(3);
    const columns = random.integer(4) === 0 ? 3 : 2;
    const discount = [0, 0.3, 0.6][random.integer(3)]!;
    const drawn =
      kind === 0
        ? randomStochasticGame(seed, { states: 1, columns, discount })
        : kind === 1
          ? randomStochasticGame(seed, { columns, discount: 0 })
          : randomStochasticGame(seed, { discount });
    const game =
      kind === 2
        ? { ...drawn, followerReward: drawn.leaderReward.map((state) => state.map((row) => row.map((reward) => -reward))) }
        : drawn;
    const expected = kind === 2 ? shapley(game) : stateByState(game);
    const { leaderValue, upperBound } = await answerTo('stochastic-game', game);
    const scale = RANGE / (1 - game.discount);
    return expected > upperBound + 1e-9 * scale ? 1 : Math.abs(leaderValue - expected) / scale;
  },
};

/** Where the future is the same whatever is done: one bimatrix game per state. */
function stateByState({ leaderReward, followerReward, initialDistribution, discount }: StochasticGame): number {
  const now = leaderReward.map(
    (leaderPayoff, s) =>
      solveBimatrix({ leaderPayoff, followerPayoff: followerReward[s]! }, { commitment: 'mixed', ties: 'strong' }).leaderValue,
  );
  return now.reduce((sum, value, s) => sum + value * initialDistribution[s]!, 0) / (1 - discount);
}

/** Value iteration (Shapley, 1953): in zero-sum games commitment neither helps nor harms. */
function shapley(game: StochasticGame): number {
  let values = game.leaderReward.map(() => 0);
  for (let round = 0; round < 120; round++) {
    values = game.leaderReward.map((rewards, s) => {
      const [[a, b], [c, d]] = rewards.map((row, i) =>
        row.map((reward, j) => reward + game.discount * game.transition[s]![i]![j]!.reduce((sum, p, next) => sum + p * values[next]!, 0)),
      ) as [[number, number], [number, number]];
      const maximin = Math.max(Math.min(a, b), Math.min(c, d));
      const minimax = Math.min(Math.max(a, c), Math.max(b, d));
      return maximin === minimax ? maximin : (a * d - b * c) / (a + d - b - c);
    });
  }
  return values.reduce((sum, value, s) => sum + value * game.initialDistribution[s]!, 0);
}
