import { InputError, RefusedError } from '../errors/errors.ts';
import type { Random } from '../random/random.ts';
import { pickIndex } from '../random/random.ts';

/** The only way chance enters a finite game: a sampler draws from it, an enumerator forks on it. */
export interface FiniteChance {
  /** An index in proportion to non-negative weights. */
  pick(weights: readonly number[]): number;
}

/** The chance of a game that also draws real numbers; such a game has no finite model. */
export interface Chance extends FiniteChance {
  /** A number in [0, 1). */
  uniform(): number;
}

/** Chance that draws from a source of randomness. */
export function sampledChance(random: Random): Chance {
  return {
    pick: (weights) => (weights.length === 1 ? 0 : pickIndex(weights, random.uniform())),
    uniform: () => random.uniform(),
  };
}

/** One way a chance-dependent computation can go. */
export interface Fork<TResult> {
  /** What the computation returned. */
  readonly result: TResult;
  /** How likely this way is. */
  readonly probability: number;
  /** The index taken at each pick. */
  readonly path: readonly number[];
  /** The weights at each pick. */
  readonly weights: readonly (readonly number[])[];
}

/**
 * Runs a computation once for every way chance can go, in depth-first order; ways of probability zero are left out.
 *
 * @param run - a function of chance and nothing else
 * @param limit - the most ways to follow
 * @throws RefusedError beyond the limit
 */
export function enumerateChance<TResult>(run: (chance: Chance) => TResult, limit = 100_000): Fork<TResult>[] {
  const forks: Fork<TResult>[] = [];
  let prefix: readonly number[] | undefined = [];
  while (prefix) {
    const script: readonly number[] = prefix;
    const path: number[] = [];
    const weights: (readonly number[])[] = [];
    let probability = 1;
    const result = run({
      pick(choices) {
        if (choices.length === 1) return 0;
        const given = script[path.length];
        const index = given ?? nextPositive(choices, -1);
        if (index < 0) throw new InputError('chance.pick got no weight above 0: expected at least one');
        let total = 0;
        for (const weight of choices) {
          if (!(weight >= 0) || weight === Infinity)
            throw new InputError(`chance.pick got weight ${weight}: expected finite numbers of at least 0`);
          total += weight;
        }
        path.push(index);
        weights.push(choices.slice());
        probability *= (choices[index] as number) / total;
        return index;
      },
      uniform() {
        throw new InputError("chance.uniform() in a game declared with finite chance: use chance.pick, or declare chance: 'continuous'");
      },
    });
    forks.push({ result, probability, path, weights });
    if (forks.length > limit)
      throw new RefusedError(`more than ${limit} outcomes of chance in one step: expected fewer for an exact model`);
    prefix = nextPath(path, weights);
  }
  return forks;
}

function nextPositive(weights: readonly number[], after: number): number {
  return weights.findIndex((weight, i) => i > after && weight > 0);
}

function nextPath(path: readonly number[], weights: readonly (readonly number[])[]): number[] | undefined {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const sibling = nextPositive(weights[depth] as readonly number[], path[depth] as number);
    if (sibling >= 0) return [...path.slice(0, depth), sibling];
  }
  return undefined;
}
