import { solveEraser } from './eraser.ts';
import type { SecurityGame, SecurityOptions, SecuritySolution } from './game.ts';
import { solveOrigami } from './origami.ts';

/**
 * Computes an optimal commitment of the defender against an attacker who sees the coverage and attacks a best target. It goes by
 * `solveOrigami` for identical units, by `solveEraser` for units with schedules. The answer is checked from the mixture up before it is
 * returned.
 *
 * @param game - payoffs per target, and resources
 * @param options - the tie rule; it travels with the value
 * @throws InputError for a malformed game or option
 * @throws RefusedError when it is too large
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveSecurity(game: SecurityGame, options: SecurityOptions): SecuritySolution {
  return typeof game.resources === 'number' ? solveOrigami(game, options) : solveEraser(game, options);
}
