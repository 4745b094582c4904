import { InputError, show } from '@firstmover/core';
import type { NormalForm } from '../normal-form/normal-form.ts';
import { checkNormalForm, stridesOf } from '../normal-form/normal-form.ts';

/**
 * What players agree on. Nash: independent mixtures; correlated: each is told its own strategy of a joint draw and likes to follow
 * (Aumann 1974); coarse-correlated: each likes to follow before it is told (Moulin & Vial 1978).
 */
export type EquilibriumConcept = 'nash' | 'correlated' | 'coarse-correlated';

/**
 * The most that a player could gain by deviating from a joint distribution: at most 0 up to rounding exactly for equilibria of the concept. A
 * plain scan of all deviations, independent of how the distribution was found.
 *
 * @param game - the game
 * @param distribution - the probability of each profile
 * @param concept - what deviations are possible; for `nash` the distribution must be a product of independent mixtures
 * @returns in units of payoff
 * @throws InputError for a malformed game, an unknown concept, or what is not a distribution (or, for nash, no product within 1e-9)
 */
export function equilibriumGap(game: NormalForm, distribution: ArrayLike<number>, concept: EquilibriumConcept): number {
  const profiles = checkNormalForm(game);
  checkDistribution(distribution, profiles);
  if (concept === 'nash') checkProduct(game, distribution);
  else if (concept !== 'correlated' && concept !== 'coarse-correlated')
    throw new InputError(`equilibrium ${show(concept)}: expected nash, correlated or coarse-correlated`);
  const strides = stridesOf(game.strategies);
  let gap = -Infinity;
  game.strategies.forEach((count, i) => {
    const payoff = game.payoffs[i]!;
    const stride = strides[i]!;
    // gains[told * count + taken]: what taking one strategy where another is told adds, in expectation.
    const gains = new Float64Array(count * count);
    for (let profile = 0; profile < profiles; profile++) {
      const mass = distribution[profile]!;
      if (mass === 0) continue;
      const told = Math.floor(profile / stride) % count;
      for (let taken = 0; taken < count; taken++) {
        gains[told * count + taken]! += mass * (payoff[profile + (taken - told) * stride]! - payoff[profile]!);
      }
    }
    for (let taken = 0; taken < count; taken++) {
      let total = 0;
      for (let told = 0; told < count; told++) {
        total += gains[told * count + taken]!;
        if (concept === 'correlated') gap = Math.max(gap, gains[told * count + taken]!);
      }
      if (concept !== 'correlated') gap = Math.max(gap, total);
    }
  });
  return gap;
}

/** The probability of each strategy of each player. */
export function marginalsOf(strategies: readonly number[], distribution: ArrayLike<number>): Float64Array[] {
  const strides = stridesOf(strategies);
  return strategies.map((count, i) => {
    const marginal = new Float64Array(count);
    for (let profile = 0; profile < distribution.length; profile++) {
      marginal[Math.floor(profile / strides[i]!) % count]! += distribution[profile]!;
    }
    return marginal;
  });
}

function checkDistribution(distribution: ArrayLike<number>, profiles: number): void {
  if (distribution.length !== profiles)
    throw new InputError(`a distribution of ${distribution.length} entries: expected ${profiles}, one per profile`);
  let total = 0;
  for (let profile = 0; profile < profiles; profile++) {
    if (!(distribution[profile]! >= 0))
      throw new InputError(`the probability of profile ${profile} is ${show(distribution[profile])}: expected at least 0`);
    total += distribution[profile]!;
  }
  if (!(Math.abs(total - 1) <= 1e-9)) throw new InputError(`a distribution sums to ${show(total)}: expected 1`);
}

function checkProduct({ strategies }: NormalForm, distribution: ArrayLike<number>): void {
  const marginals = marginalsOf(strategies, distribution);
  const strides = stridesOf(strategies);
  for (let profile = 0; profile < distribution.length; profile++) {
    const product = strides.reduce((mass, stride, i) => mass * marginals[i]![Math.floor(profile / stride) % strategies[i]!]!, 1);
    if (Math.abs(product - distribution[profile]!) > 1e-9)
      throw new InputError(
        `profile ${profile} has probability ${show(distribution[profile])}, its strategies ${product}: a Nash equilibrium mixes independently`,
      );
  }
}
