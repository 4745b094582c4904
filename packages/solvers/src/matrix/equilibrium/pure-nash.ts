import type { NormalForm } from '../normal-form/normal-form.ts';
import { stridesOf, toleranceOf } from '../normal-form/normal-form.ts';

/**
 * All pure Nash equilibria: the profiles in which no player can gain by changing its own strategy, ascending. Gains within 1e-9 of the player's
 * payoff range count as none.
 */
export function pureNashEquilibria(game: NormalForm): number[] {
  const { strategies, payoffs } = game;
  const profiles = payoffs[0]!.length;
  const stable = new Uint8Array(profiles).fill(1);
  stridesOf(strategies).forEach((stride, i) => {
    const payoff = payoffs[i]!;
    const tolerance = toleranceOf(payoff);
    const span = stride * strategies[i]!;
    for (let base = 0; base < profiles; base++) {
      if (base % span >= stride) continue;
      let best = -Infinity;
      for (let profile = base; profile < base + span; profile += stride) best = Math.max(best, payoff[profile]!);
      for (let profile = base; profile < base + span; profile += stride) if (payoff[profile]! < best - tolerance) stable[profile] = 0;
    }
  });
  return Array.from(stable.keys()).filter((profile) => stable[profile] === 1);
}
