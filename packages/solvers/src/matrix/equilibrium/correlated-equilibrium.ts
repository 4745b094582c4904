import type { LinearConstraint } from '@firstmover/programmes';
import { NumericalError, solveLinearProgram } from '@firstmover/programmes';
import { stridesOf } from '../normal-form/normal-form.ts';
import type { Subgame } from './reduce.ts';

/** A gain from deviating that counts as none, payoffs being from 0 to 1. */
const INDIFFERENT = 1e-9;
/** By how much incentives may be relaxed, each by another amount: with all bounds 0, large programmes are too degenerate for the simplex method. */
const RELAXATION = 1e-8;
/** Up to so many profiles the programme is first tried as it is. */
const SMALL = 64;
const ROUNDS = 1_000;

/**
 * The correlated or coarse correlated equilibrium with the highest expected value of an objective, by linear programming. It maximises
 * sum_s p(s) objective(s) over distributions p under which no player gains by any deviation (Aumann 1974; Moulin & Vial 1978). Deviations
 * that would gain enter the programme as they turn up: few of them bind. Beyond 64 profiles, or where that fails, incentives are relaxed
 * by up to 1e-8 of the payoff range.
 *
 * @param game - payoffs from 0 to 1
 * @param coarse - whether players decide to follow before they are told
 * @param objective - one number per profile
 * @returns the probability of each profile
 * @throws NumericalError when no answer can be certified in double precision
 */
export function correlatedEquilibrium(game: Subgame, coarse: boolean, objective: readonly number[]): number[] {
  if (game.profiles.length > SMALL) return solve(game, coarse, objective, RELAXATION);
  try {
    return solve(game, coarse, objective, 0);
  } catch (error) {
    if (error instanceof NumericalError) return solve(game, coarse, objective, RELAXATION);
    throw error;
  }
}

function solve(game: Subgame, coarse: boolean, objective: readonly number[], relaxed: number): number[] {
  const profiles = game.profiles.length;
  const strides = stridesOf(game.strategies);
  const sum: LinearConstraint = { coefficients: new Array<number>(profiles).fill(1), relation: '=', bound: 1 };
  const constraints: LinearConstraint[] = [sum];
  const known = new Set<string>();

  /** What each profile adds to a player's gain from taking `taken` where `told` is drawn, or anything (-1). */
  const gainsOf = (player: number, told: number, taken: number): number[] => {
    const count = game.strategies[player]!;
    const payoff = game.payoffs[player]!;
    return Array.from({ length: profiles }, (_unused, profile) => {
      const own = Math.floor(profile / strides[player]!) % count;
      return told >= 0 && own !== told ? 0 : payoff[profile + (taken - own) * strides[player]!]! - payoff[profile]!;
    });
  };

  for (let round = 0; round < ROUNDS; round++) {
    const outcome = solveLinearProgram({ objective, constraints });
    if (outcome.status !== 'optimal') throw unsafe();
    const p = outcome.solution;
    let broken = false;
    let added = false;
    for (const [player, count] of game.strategies.entries()) {
      const payoff = game.payoffs[player]!;
      const rows = coarse ? 1 : count;
      const gains = new Float64Array(rows * count);
      for (let profile = 0; profile < profiles; profile++) {
        if (p[profile] === 0) continue;
        const own = Math.floor(profile / strides[player]!) % count;
        for (let taken = 0; taken < count; taken++) {
          gains[(coarse ? 0 : own) * count + taken]! +=
            p[profile]! * (payoff[profile + (taken - own) * strides[player]!]! - payoff[profile]!);
        }
      }
      // The best deviation from each recommendation, if it gains.
      for (let row = 0; row < rows; row++) {
        let taken = 0;
        for (let other = 1; other < count; other++) if (gains[row * count + other]! > gains[row * count + taken]!) taken = other;
        if (gains[row * count + taken]! <= relaxed + INDIFFERENT) continue;
        broken = true;
        const key = `${player} ${row} ${taken}`;
        if (known.has(key)) continue;
        known.add(key);
        // Multiples of the golden ratio are spread evenly: no two bounds alike.
        const bound = relaxed * (0.5 + ((constraints.length * 0.309016994) % 0.5));
        constraints.push({ coefficients: gainsOf(player, coarse ? -1 : row, taken), relation: '<=', bound });
        added = true;
      }
    }
    if (!broken) {
      const total = p.reduce((mass, share) => mass + share, 0);
      return p.map((share) => share / total);
    }
    if (!added) throw unsafe();
  }
  throw unsafe();
}

function unsafe(): NumericalError {
  return new NumericalError(
    'correlated equilibrium: none can be certified in double precision, bring the payoffs to similar sizes or round them',
  );
}
