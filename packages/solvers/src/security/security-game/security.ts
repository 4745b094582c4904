import { resolveOptions } from '@firstmover/core';
import { nearestDouble, type Fraction } from '@firstmover/programmes';
import type { Payoff } from '../../matrix/linear/payoff.ts';
import { solveEraser } from './eraser.ts';
import { solveExactSecurity } from './exact-security.ts';
import { readSecurityGame, SECURITY_PARAMETERS, type SecurityGame, type SecurityOptions, type SecuritySolution } from './game.ts';
import { solveOrigami } from './origami.ts';

/**
 * Computes an optimal commitment of the defender against an attacker who sees the coverage and attacks a best target: in exact fractions up to a hundred
 * targets or two hundred sets of targets that units with schedules can cover, beyond that in double precision, by `solveOrigami` for identical units and
 * by `solveEraser` for units with schedules.
 *
 * @param game - payoffs per target, and resources: finite numbers, or texts of fractions
 * @param options - the tie rule; it travels with the value
 * @throws InputError for a malformed game or option
 * @throws RefusedError when it is too large
 * @throws NumericalError when the answer of a large game cannot be certified in double precision
 */
export function solveSecurity(game: SecurityGame<Payoff>, options: SecurityOptions): SecuritySolution {
  const fractions = readSecurityGame(game);
  const { ties } = resolveOptions(SECURITY_PARAMETERS, options, 'solveSecurity');
  const exact = solveExactSecurity(fractions, ties);
  if (exact !== null) return exact;
  const numbers = inDoubles(fractions);
  return typeof numbers.resources === 'number' ? solveOrigami(numbers, options) : solveEraser(numbers, options);
}

/** The game in the nearest doubles. */
export function inDoubles({ resources, ...payoffs }: SecurityGame<Fraction>): SecurityGame {
  const { defenderCovered, defenderUncovered, attackerCovered, attackerUncovered } = payoffs;
  return {
    defenderCovered: defenderCovered.map(nearestDouble),
    defenderUncovered: defenderUncovered.map(nearestDouble),
    attackerCovered: attackerCovered.map(nearestDouble),
    attackerUncovered: attackerUncovered.map(nearestDouble),
    resources: 'n' in resources ? nearestDouble(resources) : resources,
  };
}
