import fc from 'fast-check';
import type { Schedules } from '../allocation/resources.ts';
import type { PayoffMatrices } from '../../matrix/bimatrix/game.ts';
import { allocationOf } from '../allocation/heaviest.ts';
import type { SecurityGame } from './game.ts';

/** Payoffs from degenerate over small integers to generic. */
const payoffs: fc.Arbitrary<fc.Arbitrary<number>> = fc.constantFrom(
  fc.integer({ min: 0, max: 1 }),
  fc.integer({ min: -2, max: 2 }),
  fc.integer({ min: -9, max: 9 }),
  fc.integer({ min: -1e6, max: 1e6 }).map((payoff) => payoff / 1e6),
);

function game(targets: number, resources: fc.Arbitrary<SecurityGame['resources']>): fc.Arbitrary<SecurityGame> {
  return payoffs.chain((entry) => {
    const pairs = fc.array(fc.tuple(entry, entry), { minLength: targets, maxLength: targets });
    return fc.record({ defender: pairs, attacker: pairs, resources }).map(({ defender, attacker, resources: given }) => ({
      defenderCovered: defender.map((pair) => Math.max(...pair)),
      defenderUncovered: defender.map((pair) => Math.min(...pair)),
      attackerCovered: attacker.map((pair) => Math.min(...pair)),
      attackerUncovered: attacker.map((pair) => Math.max(...pair)),
      resources: given,
    }));
  });
}

/** Games with identical units, from none to more than there are targets. */
export const withUnits = (most: number): fc.Arbitrary<SecurityGame> =>
  fc.integer({ min: 1, max: most }).chain((targets) => game(targets, fc.integer({ min: 0, max: targets + 1 })));

/** Games whose units have schedules of up to three targets, also empty ones. */
export const withSchedules = (most: number): fc.Arbitrary<SecurityGame> =>
  fc
    .integer({ min: 1, max: most })
    .chain((targets) =>
      game(
        targets,
        fc.array(
          fc.array(fc.uniqueArray(fc.integer({ min: 0, max: targets - 1 }), { maxLength: Math.min(3, targets) }), { maxLength: 3 }),
          { maxLength: 3 },
        ),
      ),
    );

/** All that the units can cover at once, each set of targets once. */
export function allCoverages(units: readonly Schedules[]): number[][] {
  let sets = new Map<string, readonly (number | null)[]>([['', []]]);
  for (const schedules of units) {
    const next = new Map<string, readonly (number | null)[]>();
    for (const before of sets.values())
      for (const choice of [null, ...schedules.keys()]) {
        const taken = [...before, choice];
        next.set(allocationOf(units.slice(0, taken.length), taken).targets.join(), taken);
      }
    sets = next;
  }
  return Array.from(sets.values(), (taken) => [...allocationOf(units.slice(0, taken.length), taken).targets]);
}

/** Identical units written as schedules of one target. */
export const asSchedules = ({ resources, defenderCovered }: SecurityGame): readonly Schedules[] =>
  typeof resources === 'number' ? Array.from({ length: resources }, () => defenderCovered.map((_unused, t) => [t])) : resources;

/** The game with a row for everything that can be covered at once. */
export function asBimatrix(security: SecurityGame): PayoffMatrices {
  const { defenderCovered, defenderUncovered, attackerCovered, attackerUncovered } = security;
  const rows = allCoverages(asSchedules(security));
  const matrix = (covered: readonly number[], uncovered: readonly number[]): number[][] =>
    rows.map((row) => covered.map((payoff, t) => (row.includes(t) ? payoff : uncovered[t]!)));
  return { leaderPayoff: matrix(defenderCovered, defenderUncovered), followerPayoff: matrix(attackerCovered, attackerUncovered) };
}

/** The range of the defender's payoffs. */
export const rangeOf = ({ defenderCovered, defenderUncovered }: SecurityGame): number =>
  Math.max(...defenderCovered, ...defenderUncovered) - Math.min(...defenderCovered, ...defenderUncovered);
