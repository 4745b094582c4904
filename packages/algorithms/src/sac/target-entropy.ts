import type { Space } from '@firstmover/core';
import { InputError, log64, width } from '@firstmover/core';

/** Entropies of action distributions on a space, in nats, in the measures of the heads. */
export interface EntropyRange {
  /** That of the uniform distribution: none is higher. Infinity on unbounded boxes. */
  readonly highest: number;
  /** The default target of soft actor-critic. */
  readonly target: number;
}

/** How far below the uniform distribution the target lies, per dimension: -1 on boxes of +-1 (Haarnoja et al. 2018), whatever the units. */
const BELOW_UNIFORM: number = 1 + Math.LN2;

/** The target on discrete actions, as a share of the highest entropy. */
const DISCRETE_SHARE = 0.5;

/**
 * The highest entropy and the default target entropy of a space. The target is minus the number of dimensions where boxes are +-1, as
 * published, and as far below the uniform distribution on boxes of other sizes and on simplices. On discrete actions it is half the
 * highest (Christodoulou 2019 takes 0.98 of it, which allows no better than 58:42 between two actions).
 *
 * @throws InputError for multi-discrete spaces
 */
export function entropyRange(space: Space): EntropyRange {
  switch (space.kind) {
    case 'discrete':
      return { highest: log64(space.n), target: DISCRETE_SHARE * log64(space.n) };
    case 'box': {
      const count = width(space);
      if (!Number.isFinite(space.high - space.low)) return { highest: Infinity, target: -count };
      return belowUniform(count * log64(space.high - space.low), count);
    }
    case 'simplex': {
      // The volume of the first n - 1 entries is 1 / (n - 1)!.
      let highest = 0;
      for (let k = 2; k < space.n; k++) highest -= log64(k);
      return belowUniform(highest, space.n - 1);
    }
    case 'dict':
    case 'tuple': {
      const parts = (space.kind === 'dict' ? Object.values(space.entries) : space.items).map(entropyRange);
      const sum = (name: keyof EntropyRange): number => parts.reduce((total, part) => total + part[name], 0);
      return { highest: sum('highest'), target: sum('target') };
    }
    case 'multi-discrete':
      throw new InputError('sac on a multi-discrete action space: expected a discrete or a continuous one');
  }
}

function belowUniform(highest: number, dimensions: number): EntropyRange {
  return { highest, target: highest - dimensions * BELOW_UNIFORM };
}
