import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveBimatrix } from '../bimatrix/bimatrix.ts';
import { solveEraser } from './eraser.ts';
import type { SecurityGame } from './game.ts';
import { asBimatrix, rangeOf, withSchedules, withUnits } from './random-security.fixture.ts';
import { solveOrigami } from './origami.ts';
import { solveSecurity } from './security.ts';

const ties = ['strong', 'weak'] as const;
const close = (a: number, b: number, game: SecurityGame): void => {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-6 * rangeOf(game));
};

describe('independent methods', () => {
  it('ORIGAMI and ERASER agree on 1,200 games in value, replies, uniqueness and attainment, under both tie rules', () => {
    const counts = { attained: 0, notAttained: 0, unique: 0, several: 0 };
    fc.assert(
      fc.property(withUnits(7), (game) => {
        for (const rule of ties) {
          const origami = solveOrigami(game, { ties: rule });
          const eraser = solveEraser(game, { ties: rule });
          close(origami.value, eraser.value, game);
          expect(origami.allOptimalReplies).toEqual(eraser.allOptimalReplies);
          expect(origami.attained).toBe(eraser.attained);
          expect(origami.uniqueCoverage).toBe(eraser.uniqueCoverage);
          expect(origami.interior === null).toBe(eraser.interior === null);
          counts[origami.attained ? 'attained' : 'notAttained']++;
          counts[origami.uniqueCoverage ? 'unique' : 'several']++;
        }
      }),
      { seed: 1, numRuns: 1200 },
    );
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(20);
  });

  it('ERASER agrees with the bimatrix game over all allocations on 1,000 games with schedules, under both tie rules', () => {
    fc.assert(
      fc.property(withSchedules(5), (game) => {
        const bimatrix = asBimatrix(game);
        for (const rule of ties) {
          const eraser = solveEraser(game, { ties: rule });
          const whole = solveBimatrix(bimatrix, { commitment: 'mixed', ties: rule });
          close(eraser.value, whole.value, game);
          expect(eraser.allOptimalReplies).toEqual(whole.allOptimalReplies);
          expect(eraser.attained).toBe(whole.attained);
          expect(eraser.interior === null).toBe(whole.interior === null);
          if (whole.uniqueCommitment) expect(eraser.uniqueCoverage).toBe(true);
        }
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it('ORIGAMI agrees with the bimatrix game over all allocations on 600 games', () => {
    fc.assert(
      fc.property(withUnits(5), (game) => {
        for (const rule of ties) {
          const origami = solveSecurity(game, { ties: rule });
          const whole = solveBimatrix(asBimatrix(game), { commitment: 'mixed', ties: rule });
          close(origami.value, whole.value, game);
          expect(origami.attained).toBe(whole.attained);
          expect(origami.allOptimalReplies).toEqual(whole.allOptimalReplies);
        }
      }),
      { seed: 3, numRuns: 600 },
    );
  });
});
