import type { Answer } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import type { LinearConstraint } from '@firstmover/programmes';
import { solveLinearProgram } from '@firstmover/programmes';
import { checkNormalForm, stridesOf, type NormalForm } from '../../matrix/normal-form/normal-form.ts';

/** Promised payments that make a profile dominant. */
export interface Implementation {
  /** The profile. */
  readonly profile: number;
  /** What is paid when it is played: the sum over players of their best gain from deviating alone. */
  readonly cost: number;
  /** The promise to each player in each profile, at least 0 everywhere. */
  readonly payments: readonly (readonly number[])[];
}

/**
 * The cheapest promises of payments that make each player's part of a profile a dominant strategy (Monderer & Tennenholtz,
 * k-Implementation, JAIR 2004, Theorem 1). On the path they are what a deviation would gain, off it whatever is needed, since nobody goes
 * there. Dominance is weak; any positive extra makes it strict.
 *
 * @param game - the players' payoffs; the leader's are not used
 * @param profile - mixed radix of the strategies, the first player most significant
 * @throws InputError for a malformed game or an unknown profile
 */
export function implementProfile(game: NormalForm, profile: number): Implementation {
  const profiles = checkProfile(game, profile);
  const strides = stridesOf(game.strategies);
  let cost = 0;
  const payments = game.strategies.map((count, player) => {
    const stride = strides[player]!;
    const payoff = game.payoffs[player]!;
    const chosen = Math.floor(profile / stride) % count;
    const promise = new Array<number>(profiles).fill(0);
    for (let at = 0; at < profiles; at++) {
      if (Math.floor(at / stride) % count !== chosen) continue;
      for (let other = 0; other < count; other++)
        promise[at] = Math.max(promise[at]!, payoff[at + (other - chosen) * stride]! - payoff[at]!);
    }
    cost += promise[profile]!;
    return promise;
  });
  return { profile, cost, payments };
}

/**
 * The cost of {@link implementProfile} by linear programmes, one per player: the least payment in the profile subject to dominance.
 *
 * @throws InputError for a malformed game or an unknown profile
 */
export function implementationCostByPrograms(game: NormalForm, profile: number): number {
  const profiles = checkProfile(game, profile);
  const strides = stridesOf(game.strategies);
  let total = 0;
  game.strategies.forEach((count, player) => {
    const stride = strides[player]!;
    const payoff = game.payoffs[player]!;
    const chosen = Math.floor(profile / stride) % count;
    const constraints: LinearConstraint[] = [];
    for (let at = 0; at < profiles; at++) {
      if (Math.floor(at / stride) % count !== chosen) continue;
      for (let other = 0; other < count; other++) {
        if (other === chosen) continue;
        const rival = at + (other - chosen) * stride;
        const coefficients = new Array<number>(profiles).fill(0);
        coefficients[at] = 1;
        coefficients[rival] = -1;
        constraints.push({ coefficients, relation: '>=', bound: payoff[rival]! - payoff[at]! });
      }
    }
    const objective = new Array<number>(profiles).fill(0);
    objective[profile] = -1;
    const outcome = solveLinearProgram({ objective, constraints });
    total -= outcome.status === 'optimal' ? outcome.value : NaN;
  });
  return total;
}

/**
 * The promises of payments, [player][profile], that are worth most to a designer. With them come the profile that they make dominant, and
 * all profiles that are worth as much.
 */
export interface BestImplementation extends Answer<readonly (readonly number[])[], number> {
  /** Promised payments. */
  readonly commitmentClass: 'payments';
  /** All profiles that are worth as much, in increasing order. */
  readonly optimalReplies: readonly number[];
  /** What is paid when the profile is played. */
  readonly cost: number;
}

/**
 * The profile that is worth most to a leader who promises payments, by enumeration.
 *
 * @param game - the players' and the leader's payoffs
 * @param paymentWeight - what a unit of payment costs the leader (default 1)
 * @throws InputError for a malformed game or a weight that is not a finite number of at least 0
 */
export function bestImplementation(game: NormalForm, paymentWeight = 1): BestImplementation {
  const profiles = checkNormalForm(game);
  if (!(paymentWeight >= 0 && paymentWeight < Infinity)) {
    throw new InputError(`payment weight ${show(paymentWeight)}: expected a finite number of at least 0`);
  }
  const values = Array.from(
    { length: profiles },
    (_unused, at) => game.leaderPayoff[at]! - paymentWeight * implementProfile(game, at).cost,
  );
  const leaderValue = values.reduce((most, value) => Math.max(most, value));
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const optimalReplies = [...values.keys()].filter((at) => values[at]! >= leaderValue - 1e-12 * size);
  const { profile, cost, payments } = implementProfile(game, optimalReplies[0]!);
  return {
    commitmentClass: 'payments',
    followerClass: null,
    ties: 'strong',
    leaderValue,
    upperBound: leaderValue,
    followerValue: null,
    commitment: payments,
    reply: profile,
    optimalReplies,
    attained: true,
    unique: null,
    evidence: { kind: 'optimal', by: 'enumeration' },
    cost,
  };
}

function checkProfile(game: NormalForm, profile: number): number {
  const profiles = checkNormalForm(game);
  if (Number.isInteger(profile) && profile >= 0 && profile < profiles) return profiles;
  throw new InputError(`profile ${show(profile)}: expected a whole number from 0 to ${profiles - 1}`);
}
