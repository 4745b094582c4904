import { largest, NumericalError } from '@firstmover/programmes';
import { coverageOf, faultOf } from '../allocation/resources.ts';
import type { SecurityGame, SecuritySolution } from './game.ts';
import { adverseAt, attackSetAt, attackerAt, defenderAt, inUnits, type Payoffs } from './payoffs.ts';

/** What every method finds, values on the 0..1 scale. */
export type Finding = Pick<SecuritySolution, 'leaderValue' | 'upperBound' | 'commitment' | 'mixture' | 'reply' | 'ties' | 'attained'>;

/** What follows from a finding. */
export type Checked = Pick<
  SecuritySolution,
  'commitmentClass' | 'followerClass' | 'followerValue' | 'attackSet' | 'weakValue' | 'evidence'
>;

/** What is told apart, in units of the payoff range or in probability. */
const TOLERANCE = 1e-9;

/**
 * Checks a finding from the mixture up (allocations that the resources can do, the coverage they add up to, the attacker's best targets, the value,
 * the bound) and puts it in original units.
 *
 * @throws NumericalError when anything is not as claimed
 */
export function finish<TFound extends Finding>(game: SecurityGame, payoffs: Payoffs, found: TFound): TFound & Checked {
  const { ties, commitment, mixture, reply, attained } = found;
  const fault = faultOf(mixture, game.resources);
  if (fault !== null) throw unsafe(fault);
  const implemented = coverageOf(mixture, payoffs.targets);
  const off = largest(implemented.map((c, t) => Math.abs(c - commitment[t]!)));
  if (off > TOLERANCE) throw unsafe(`the mixture misses the coverage by ${off}`);
  const attackSet = attackSetAt(payoffs, commitment);
  if (!attackSet.includes(reply)) throw unsafe(`target ${reply} is not best for the attacker`);
  const value = defenderAt(payoffs, reply, commitment[reply]!);
  const adverse = adverseAt(payoffs, commitment);
  if (Math.abs(value - found.leaderValue) > TOLERANCE) throw unsafe('the value is not that of the coverage');
  if (found.upperBound > value + TOLERANCE) throw unsafe('the upper bound is not met');
  if (ties === 'weak' && attained && adverse < value - TOLERANCE) throw unsafe('the value is not attained');
  return {
    ...found,
    commitmentClass: 'mixed',
    followerClass: null,
    leaderValue: inUnits(payoffs.defender, value),
    upperBound: inUnits(payoffs.defender, Math.max(found.upperBound, value)),
    followerValue: inUnits(payoffs.attacker, attackerAt(payoffs, reply, commitment[reply]!)),
    attackSet,
    weakValue: inUnits(payoffs.defender, adverse),
    evidence: { kind: 'optimal', by: 'floating' },
  };
}

function unsafe(fault: string): NumericalError {
  return new NumericalError(`security game: the answer failed its check (${fault}); round the payoffs or bring them to similar sizes`);
}
