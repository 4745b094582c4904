import { solveDobss } from '@firstmover/solvers';
import { answerTo } from '../as-document.ts';
import { randomMatrix, randomUnit, rangeOf } from '../random-game.ts';
import type { AgreementClass } from './agreement-class.ts';

/** One linear programme per profile of replies beside one mixed-integer programme. */
export const bayesian: AgreementClass = {
  name: 'bayesian',
  methods: 'one programme per profile of replies; DOBSS',
  games: 'one to three types, up to 3x3 each, as above',
  tolerance: 1e-6,
  async compare(random) {
    const rows = 1 + random.integer(3);
    const weights = Array.from({ length: 1 + random.integer(3) }, () => 1 + random.integer(4));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // All types pay the leader in one unit; what they are paid themselves is each in its own.
    const unit = randomUnit(random);
    const game = {
      types: weights.map((weight) => {
        const columns = 1 + random.integer(3);
        return {
          probability: weight / total,
          leaderPayoff: randomMatrix(random, rows, columns, unit),
          followerPayoff: randomMatrix(random, rows, columns),
        };
      }),
    };
    const difference = (await answerTo('bayesian', game, { ties: 'strong' })).leaderValue - solveDobss(game).leaderValue;
    return Math.abs(difference) / (rangeOf(game.types.map(({ leaderPayoff }) => leaderPayoff)) || 1);
  },
};
