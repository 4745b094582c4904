import type { ProvedAnswer } from '@firstmover/core';
import { InputError, RefusedError } from '@firstmover/core';
import type { LinearConstraint } from '@firstmover/programmes';
import { solveMixedIntegerProgram } from '@firstmover/programmes';
import { combMixture } from '../allocation/comb.ts';
import { finish } from './finish.ts';
import type { SecurityGame, SecuritySolution } from './game.ts';
import { validateSecurityGame } from './game.ts';
import { attackSetAt, scaleGame } from './payoffs.ts';
import { unsafe } from './coverage-regions.ts';

/** What the mixed-integer programme finds; it does not look at other optima. */
export type EraserMilpSolution = ProvedAnswer<readonly number[], number> & Pick<SecuritySolution, 'mixture' | 'attackSet' | 'weakValue'>;

/**
 * Optimal commitment with strong ties by one mixed-integer programme (ERASER, Kiekintveld et al., AAMAS 2009, equations 5-11). Its
 * variables are the coverages, one binary per target for the attack, the defender's and the attacker's payoff. Payoffs are scaled to
 * 0..1, so that 1 is large enough to switch a constraint off. `solveOrigami` and `solveEraser` are faster and say more; this is an
 * independent check of them.
 *
 * @param game - with a number of identical units; up to a few dozen targets
 * @throws InputError for a malformed game, and for schedules
 * @throws RefusedError when the search becomes too large
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveEraserMilp(game: SecurityGame): EraserMilpSolution {
  const checked = validateSecurityGame(game);
  if (typeof checked.resources !== 'number')
    throw new InputError('the mixed-integer ERASER needs a number of identical units: use solveEraser for schedules');
  const payoffs = scaleGame(checked);
  const { targets, defender, attacker } = payoffs;
  // Coverages, then attacks, then the defender's and the attacker's payoff.
  const columns = 2 * targets + 2;
  const [worth, level] = [2 * targets, 2 * targets + 1];
  const constraints: LinearConstraint[] = [];
  const add = (entries: readonly (readonly [number, number])[], relation: LinearConstraint['relation'], bound: number): void => {
    const coefficients = new Array<number>(columns).fill(0);
    for (const [column, coefficient] of entries) coefficients[column] = coefficient;
    constraints.push({ coefficients, relation, bound });
  };
  const all = Array.from({ length: targets }, (_unused, t) => t);
  for (const t of all) {
    add([[t, 1]], '<=', 1);
    add(
      [
        [worth, 1],
        [t, -defender.gap[t]!],
        [targets + t, 1],
      ],
      '<=',
      1 + defender.uncovered[t]!,
    );
    add(
      [
        [level, 1],
        [t, attacker.gap[t]!],
      ],
      '>=',
      attacker.uncovered[t]!,
    );
    add(
      [
        [level, 1],
        [t, attacker.gap[t]!],
        [targets + t, 1],
      ],
      '<=',
      1 + attacker.uncovered[t]!,
    );
  }
  add(
    all.map((t) => [t, 1]),
    '<=',
    checked.resources,
  );
  add(
    all.map((t) => [targets + t, 1]),
    '=',
    1,
  );
  const outcome = solveMixedIntegerProgram({
    objective: Array.from({ length: columns }, (_unused, j) => (j === worth ? 1 : 0)),
    constraints,
    integers: all.map((t) => ({ column: targets + t, upper: 1 })),
  });
  if (outcome.status === 'too-large')
    throw new RefusedError(
      `the mixed-integer ERASER of ${targets} targets needs more than ${outcome.nodes} linear programmes: use solveOrigami`,
    );
  if (outcome.status !== 'optimal') throw unsafe();
  const coverage = outcome.solution.slice(0, targets).map((c) => Math.min(c, 1));
  const attacked = all.find((t) => outcome.solution[targets + t] === 1);
  if (attacked === undefined || !attackSetAt(payoffs, coverage).includes(attacked)) throw unsafe();
  return finish(checked, payoffs, {
    leaderValue: outcome.value,
    upperBound: outcome.bound,
    commitment: coverage,
    mixture: combMixture(coverage, checked.resources),
    reply: attacked,
    optimalReplies: null,
    attained: true,
    unique: null,
    ties: 'strong',
  });
}
