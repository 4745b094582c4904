import { InputError, resolveOptions } from '@firstmover/core';
import { SAME_VALUE } from '../regions/regions.ts';
import { largest, smallest } from '@firstmover/programmes';
import { combMixture } from '../allocation/comb.ts';
import { finish } from './finish.ts';
import type { SecurityGame, SecurityOptions, SecuritySolution } from './game.ts';
import { SECURITY_PARAMETERS, validateSecurityGame } from './game.ts';
import { attainingOn, faceOf, interiorFor, isOnlyFace, levelOf, type Face } from './origami-faces.ts';
import { defenderAt, scaleGame } from './payoffs.ts';
import { unsafe } from './coverage-regions.ts';

/**
 * Optimal commitment of identical units that cover one target each, in O(n log n) for thousands of targets (ORIGAMI of Kiekintveld et
 * al., AAMAS 2009). The attacker's payoff is pushed to the lowest level that the units can pay for, or to the best that a fully covered
 * target pays, and every target that pays more when uncovered is covered down to that level. Lower is better for the defender at each
 * attacked target, so the best of them gives the value; a target whose attacker payoff does not depend on coverage also gets what is left
 * over.
 *
 * @param game - with a number of identical units
 * @param options - the tie rule; it travels with the value
 * @returns a solution with the least coverage that is optimal
 * @throws InputError for a malformed game or option, and for schedules
 * @throws RefusedError when the mixture is too long to list, see `combMixture`
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveOrigami(game: SecurityGame, options: SecurityOptions): SecuritySolution {
  const checked = validateSecurityGame(game);
  const { ties } = resolveOptions(SECURITY_PARAMETERS, options, 'solveOrigami');
  if (typeof checked.resources !== 'number')
    throw new InputError('ORIGAMI needs a number of identical units that cover one target each: use solveEraser for schedules');
  const payoffs = scaleGame(checked);
  const level = levelOf(payoffs, checked.resources);
  const isStrong = ties === 'strong';

  const single = level.reached.filter((t) => level.isMovable(t));
  const flat = level.reached.filter((t) => !level.isMovable(t));
  const groups = [...single.map((t) => [t]), ...(isStrong ? flat.map((t) => [t]) : flat.length > 0 ? [flat] : [])];
  const faces = groups.filter((members) => isStrong || interiorFor(level, members) !== null).map((members) => faceOf(level, members));
  const value = largest(faces.map((face) => face.value));
  const optimal = faces.filter((face) => face.value >= value - SAME_VALUE).sort((a, b) => a.members[0]! - b.members[0]!);

  let chosen: Face | undefined = optimal[0];
  if (chosen === undefined) throw unsafe();
  let coverage: readonly number[] | null = isStrong ? chosen.coverage : null;
  for (const face of isStrong ? [] : optimal) {
    coverage = attainingOn(level, face);
    if (coverage === null) continue;
    chosen = face;
    break;
  }
  const shown = coverage ?? chosen.coverage;
  const worth = chosen.members.map((t) => defenderAt(payoffs, t, shown[t]!));
  const attacked = chosen.members[worth.indexOf(smallest(worth))]!;
  return finish(checked, payoffs, {
    leaderValue: value,
    upperBound: value,
    commitment: shown,
    mixture: combMixture(shown, checked.resources),
    reply: attacked,
    optimalReplies: optimal.flatMap((face) => face.members).sort((a, b) => a - b),
    attained: coverage !== null,
    unique: isOnlyFace(level, optimal),
    interior: interiorFor(level, level.isMovable(attacked) ? [attacked] : flat),
    ties,
  });
}
