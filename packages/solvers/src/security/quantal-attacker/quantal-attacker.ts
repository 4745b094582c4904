import type { OptionsOf, ProvedAnswer } from '@firstmover/core';
import { resolveOptions } from '@firstmover/core';
import { NumericalError } from '@firstmover/programmes';
import { coverageSpace } from '../allocation/coverage-space.ts';
import { coverageOf, faultOf, type WeightedAllocation } from '../allocation/resources.ts';
import { validateSecurityGame, type SecurityGame } from '../security-game/game.ts';
import { inUnits, scaleGame } from '../security-game/payoffs.ts';
import { feelingsOf, validateAttackerModel, type AttackerModel } from './attacker-model.ts';
import { relaxSchedules, relaxUnits, type Relaxed } from './relaxation.ts';
import { envelopeAt, envelopeOn, valueAt } from './term.ts';

/**
 * The best coverage that was found against an attacker with bounded rationality. With it come the probability that each target is
 * attacked, and how good any other coverage can be. Nothing hangs on ties.
 */
export interface QuantalSecuritySolution extends ProvedAnswer<readonly number[], readonly number[]> {
  /** Mixtures of allocations. */
  readonly commitmentClass: 'mixed';
  /** Allocations that the defender draws from: they implement `commitment`. */
  readonly mixture: readonly WeightedAllocation[];
  /** How many boxes of coverages were examined. */
  readonly nodes: number;
}

/** The options of {@link solveQuantalSecurity}. */
export const QUANTAL_SECURITY_PARAMETERS = {
  nodeLimit: {
    kind: 'integer',
    min: 1,
    default: 50_000,
    about: 'the most boxes to examine; beyond it the bound is wider, but still holds',
  },
} as const;

/** How long to search. */
export type QuantalSecurityOptions = OptionsOf<typeof QUANTAL_SECURITY_PARAMETERS>;

/** How far the certified bound is above the value, in units of the defender's payoff range, unless the search ends at its limit. */
export const QUANTAL_ATTACKER_GAP = 1e-6;
/** What a term may add to the bound by being taken for a constant. */
const NEGLIGIBLE = QUANTAL_ATTACKER_GAP / 100;
/** Rounding errors, relative to the numbers that a bound is computed from. */
const ROUNDING = 1e-13;
/** A box in which no exponent changes by more is not split for the sake of rounding. */
const SMALLEST_SPREAD = 1e-6;

interface Box {
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** No coverage in the box is worth more. */
  readonly bound: number;
}

/**
 * Optimal commitment against an attacker that chooses targets by quantal response or SUQR, globally, with a certificate.
 *
 * A value r can be exceeded only where sum_t exp(a_t + b_t c_t)(D_t(c_t) - r) > 0 (Dinkelbach; the binary search of PASAQ, Yang, Ordonez & Tambe,
 * AAMAS 2012, asks the same question). Each term is concave, then convex in its coverage. Branch and bound over boxes of coverages replaces it by its
 * concave envelope, which gives a bound by duality, and splits where the envelope is farthest from the term; r stays just above the best value
 * found, so that the end of the search proves that nothing is worth more than r.
 *
 * @param game - payoffs per target, and resources
 * @param model - how the attacker chooses
 * @param options - how long to search
 * @throws InputError for a malformed game or model
 * @throws RefusedError for an attacker too precise, or too many allocations
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveQuantalSecurity(
  game: SecurityGame,
  model: AttackerModel,
  options: QuantalSecurityOptions = {},
): QuantalSecuritySolution {
  const checked = validateSecurityGame(game);
  const feelings = feelingsOf(checked, validateAttackerModel(model));
  const { nodeLimit } = resolveOptions(QUANTAL_SECURITY_PARAMETERS, options, 'solveQuantalSecurity');
  const payoffs = scaleGame(checked);
  const { targets, defender } = payoffs;
  const { resources } = checked;
  const relax =
    typeof resources === 'number' ? relaxUnits(Math.min(resources, targets)) : relaxSchedules(coverageSpace(resources, targets));
  const feel = (t: number, c: number): number => feelings.base[t]! + feelings.slope[t]! * c;
  const worthOf = (coverage: readonly number[]): number => {
    let sum = 0;
    let total = 0;
    coverage.forEach((c, t) => {
      const weight = Math.exp(feel(t, c));
      total += weight;
      sum += weight * (defender.uncovered[t]! + defender.gap[t]! * c);
    });
    return sum / total;
  };

  let best: Relaxed | null = null;
  let value = -Infinity;
  let asked = 0;
  let upper = -Infinity;
  let nodes = 0;
  const stack: Box[] = [{ low: new Array<number>(targets).fill(0), high: new Array<number>(targets).fill(1), bound: 1 }];
  while (stack.length > 0 && nodes < nodeLimit) {
    const box = stack.pop()!;
    if (box.bound <= asked && best !== null) continue;
    nodes++;
    const envelopes = box.low.map((low, t) =>
      envelopeOn(
        { base: feelings.base[t]!, slope: feelings.slope[t]!, worth: defender.uncovered[t]! - asked, gap: defender.gap[t]! },
        low,
        box.high[t]!,
      ),
    );
    // The exponentials sum to at least their smallest ones.
    const smallest = box.low.reduce((sum, low, t) => sum + Math.exp(Math.min(feel(t, low), feel(t, box.high[t]!))), 0);
    const relaxed = relax(envelopes, NEGLIGIBLE * smallest);
    if (relaxed === null) continue;
    const before = asked;
    const worth = worthOf(relaxed.coverage);
    if (worth > value) {
      value = worth;
      best = relaxed;
      asked = value + QUANTAL_ATTACKER_GAP;
    }
    const most = relaxed.bound + ROUNDING * relaxed.mass;
    if (most <= 0) continue;
    // sum exp (D - r) <= most.
    const bound = Math.min(box.bound, before + most / smallest);
    if (bound <= asked) continue;
    const over = envelopes.map((envelope, t) => {
      const c = Math.min(Math.max(relaxed.coverage[t]!, envelope.low), envelope.high);
      return envelopeAt(envelope, c) - valueAt(envelope.term, c);
    });
    let widest = over.indexOf(Math.max(...over));
    if (over[widest]! <= ROUNDING * relaxed.mass) {
      // The envelopes are exact at this coverage: it is better than what was asked about, and the box is worth asking about again ...
      if (asked > before + QUANTAL_ATTACKER_GAP / 2) {
        stack.push({ ...box, bound });
        continue;
      }
      // ... or the numbers in the box differ so much in size that rounding hides what matters, which they do less in smaller ones.
      const spread = box.low.map((low, t) => (box.high[t]! - low) * (1 + Math.abs(feelings.slope[t]!)));
      widest = spread.indexOf(Math.max(...spread));
      if (spread[widest]! <= SMALLEST_SPREAD) {
        upper = Math.max(upper, bound);
        continue;
      }
    }
    const [low, high] = [box.low[widest]!, box.high[widest]!];
    const edge = (high - low) / 10;
    const at = Math.min(Math.max(relaxed.coverage[widest]!, low + edge), high - edge);
    stack.push(
      { low: box.low, high: box.high.map((c, t) => (t === widest ? at : c)), bound },
      { low: box.low.map((c, t) => (t === widest ? at : c)), high: box.high, bound },
    );
  }
  if (best === null) throw unsafe('no coverage was found');
  for (const { bound } of stack) upper = Math.max(upper, bound);

  const mixture = best.mixture();
  const fault = faultOf(mixture, resources);
  if (fault !== null) throw unsafe(fault);
  const coverage = coverageOf(mixture, targets).map((c) => Math.min(c, 1));
  const proved = worthOf(coverage);
  if (!(Math.abs(proved - value) <= 1e-9)) throw unsafe('the mixture misses the value');
  const top = Math.max(...coverage.map((c, t) => feel(t, c)));
  const weights = coverage.map((c, t) => Math.exp(feel(t, c) - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const attackProbabilities = weights.map((weight) => weight / total);
  return {
    commitmentClass: 'mixed',
    followerClass: null,
    ties: null,
    attained: true,
    unique: null,
    optimalReplies: null,
    evidence: { kind: 'bounded', by: 'floating' },
    leaderValue: inUnits(defender, proved),
    upperBound: inUnits(defender, Math.min(Math.max(asked, upper), 1)),
    followerValue: attackProbabilities.reduce(
      (sum, q, t) => sum + q * (checked.attackerUncovered[t]! * (1 - coverage[t]!) + checked.attackerCovered[t]! * coverage[t]!),
      0,
    ),
    commitment: coverage,
    mixture,
    reply: attackProbabilities,
    nodes,
  };
}

function unsafe(fault: string): NumericalError {
  return new NumericalError(`security game: the answer failed its check (${fault}); round the payoffs or bring them to similar sizes`);
}
