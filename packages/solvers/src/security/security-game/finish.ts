import { largest, NumericalError } from '@firstmover/programmes';
import { coverageOf, faultOf } from '../allocation/resources.ts';
import type { SecurityGame, SecurityOptions, SecuritySolution } from './game.ts';
import { adverseAt, attackSetAt, attackerAt, defenderAt, inUnits, type Payoffs } from './payoffs.ts';

/** What every method finds, values on the 0..1 scale. */
export interface Finding extends Pick<SecuritySolution, 'value' | 'upperBound' | 'coverage' | 'mixture' | 'attacked'> {
  /** The tie rule it was found for. */
  readonly ties: SecurityOptions['ties'];
  /** Whether the value is claimed to be attained at the coverage. */
  readonly attained: boolean;
}

/** What follows from a finding. */
export type Checked = Pick<SecuritySolution, 'attackerValue' | 'attackSet' | 'adverseValue'>;

/** What is told apart, in units of the payoff range or in probability. */
const TOLERANCE = 1e-9;

/**
 * Checks a finding from the mixture up (allocations that the resources can do, the coverage they add up to, the attacker's best targets, the value,
 * the bound) and puts it in original units.
 *
 * @throws NumericalError when anything is not as claimed
 */
export function finish<TFound extends Finding>(
  game: SecurityGame,
  payoffs: Payoffs,
  { ties, ...found }: TFound,
): Omit<TFound, 'ties'> & Checked {
  const { mixture, attacked, attained } = found;
  const fault = faultOf(mixture, game.resources);
  if (fault !== null) throw unsafe(fault);
  const implemented = coverageOf(mixture, payoffs.targets);
  const off = largest(implemented.map((c, t) => Math.abs(c - found.coverage[t]!)));
  if (off > TOLERANCE) throw unsafe(`the mixture misses the coverage by ${off}`);
  const attackSet = attackSetAt(payoffs, found.coverage);
  if (!attackSet.includes(attacked)) throw unsafe(`target ${attacked} is not best for the attacker`);
  const value = defenderAt(payoffs, attacked, found.coverage[attacked]!);
  const adverse = adverseAt(payoffs, found.coverage);
  if (Math.abs(value - found.value) > TOLERANCE) throw unsafe('the value is not that of the coverage');
  if (found.upperBound > value + TOLERANCE) throw unsafe('the upper bound is not met');
  if (ties === 'weak' && attained && adverse < value - TOLERANCE) throw unsafe('the value is not attained');
  return {
    ...found,
    value: inUnits(payoffs.defender, value),
    attackerValue: inUnits(payoffs.attacker, attackerAt(payoffs, attacked, found.coverage[attacked]!)),
    attackSet,
    adverseValue: inUnits(payoffs.defender, adverse),
    upperBound: inUnits(payoffs.defender, Math.max(found.upperBound, value)),
  };
}

function unsafe(fault: string): NumericalError {
  return new NumericalError(`security game: the answer failed its check (${fault}); round the payoffs or bring them to similar sizes`);
}
