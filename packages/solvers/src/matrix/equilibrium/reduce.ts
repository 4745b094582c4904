import type { NormalForm } from '../normal-form/normal-form.ts';
import { stridesOf, toleranceOf } from '../normal-form/normal-form.ts';

/** A part of a game: some strategies of each player, with payoffs scaled to 0..1 per player. */
export interface Subgame extends NormalForm {
  /** Per profile, the profile of the whole game. */
  readonly profiles: readonly number[];
}

/**
 * Leaves out strategies that pay everyone, the leader included, exactly what another one does. If asked, strategies that another one
 * strictly dominates go, too, again and again: Nash and correlated equilibria never use those, coarse ones may.
 *
 * @param game - a checked game
 * @param dominated - whether dominated strategies go, too
 */
export function reduceGame(game: NormalForm, dominated: boolean): Subgame {
  const strides = stridesOf(game.strategies);
  const tolerances = game.payoffs.map(toleranceOf);
  const kept = game.strategies.map((count) => Array.from({ length: count }, (_unused, k) => k));
  /** The profiles in which the others play what is kept and player i its strategy 0. */
  const contexts = (i: number): number[] =>
    kept.reduce<number[]>((bases, own, k) => (k === i ? bases : bases.flatMap((base) => own.map((s) => base + s * strides[k]!))), [0]);

  for (const [i, own] of kept.entries()) {
    const bases = contexts(i);
    const columns = [...game.payoffs, game.leaderPayoff];
    const seen = new Set<string>();
    kept[i] = own.filter((strategy) => {
      const key = columns.map((column) => bases.map((base) => column[base + strategy * strides[i]!]!).join()).join(';');
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }
  for (let changed = dominated; changed;) {
    changed = false;
    for (let i = 0; i < kept.length; i++) {
      const bases = contexts(i);
      const payoff = game.payoffs[i]!;
      const beats = (better: number, worse: number): boolean =>
        bases.every((base) => payoff[base + better * strides[i]!]! > payoff[base + worse * strides[i]!]! + tolerances[i]!);
      const left = kept[i]!.filter((worse) => !kept[i]!.some((better) => better !== worse && beats(better, worse)));
      if (left.length === kept[i]!.length) continue;
      kept[i] = left;
      changed = true;
    }
  }
  const profiles = kept.reduce<number[]>((bases, own, k) => bases.flatMap((base) => own.map((s) => base + s * strides[k]!)), [0]);
  return {
    strategies: kept.map((own) => own.length),
    payoffs: game.payoffs.map((payoff) => toUnit(payoff, profiles)),
    leaderPayoff: toUnit(game.leaderPayoff, profiles),
    profiles,
  };
}

/** The payoffs in some profiles, scaled to 0..1; where they differ by rounding only, all 0. */
function toUnit(payoff: ArrayLike<number>, profiles: readonly number[]): Float64Array {
  const column = Float64Array.from(profiles, (profile) => payoff[profile]!);
  let low = Infinity;
  let high = -Infinity;
  for (const entry of column) {
    low = Math.min(low, entry);
    high = Math.max(high, entry);
  }
  if (high - low <= toleranceOf(payoff)) return column.fill(0);
  return column.map((entry) => (entry - low) / (high - low));
}
