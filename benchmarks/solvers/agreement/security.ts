import { solveBimatrix, solveEraser } from '@firstmover/solvers';
import { asBimatrix, rangeOf } from '../../../packages/solvers/src/security/security-game/random-security.fixture.ts';
import { answerTo } from '../as-document.ts';
import { randomSecurity } from '../random-security.ts';
import type { AgreementClass } from './agreement-class.ts';

/** ORIGAMI, for identical units, and ERASER beside the bimatrix game with a row for everything that can be covered at once. */
export const security: AgreementClass = {
  name: 'security',
  methods: 'ORIGAMI (for identical units); ERASER; the bimatrix game over all allocations; both tie rules',
  games: 'up to 4 targets with ties, units or units with schedules',
  tolerance: 1e-6,
  async compare(random) {
    const game = randomSecurity(random, 4);
    const whole = asBimatrix(game);
    let difference = 0;
    for (const ties of ['strong', 'weak'] as const) {
      const { leaderValue: value } = solveBimatrix(whole, { commitment: 'mixed', ties });
      // The command answers identical units by ORIGAMI.
      const others = [solveEraser(game, { ties }).leaderValue, (await answerTo('security', game, { ties })).leaderValue];
      for (const other of others) difference = Math.max(difference, Math.abs(other - value));
    }
    return difference / (rangeOf(game) || 1);
  },
};
