import type { Metrics, OptionsOf, VectorEnvironment } from '@firstmover/core';
import { exp64, expectThing, log64, randomStream, RefusedError, resolveOptions, savable, savedCount, savedNumber } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import { symmetricEigen } from './eigen.ts';
import type { EvolutionOptions } from './population.ts';
import { EVOLUTION_PARAMETERS, evolutionLearner } from './population.ts';
import type { Search } from './search.ts';
import { checkValues, fillNormals, savedGeneration, summarise } from './search.ts';

/** The settings of {@link cmaSearch}. */
export const CMA_SEARCH_PARAMETERS = {
  population: {
    kind: 'integer',
    min: 4,
    max: 1e6,
    unset: '4 + floor(3 log n) for n parameters',
    about: 'points per generation',
  },
  sigma: {
    kind: 'number',
    min: 1e-12,
    max: 1e12,
    default: 0.5,
    about: 'the first step size, about a third of the distance to the optimum that is expected',
  },
} as const;

/** What {@link cmaSearch} is given. */
export interface CmaSearchOptions extends OptionsOf<typeof CMA_SEARCH_PARAMETERS> {
  /** The seed (default 0). */
  readonly seed?: number;
}

/** What {@link cmaEs} is given. */
export interface CmaEsOptions extends CmaSearchOptions, EvolutionOptions {}

/** Options of the learner that do not concern its search. */
const SHARED: readonly string[] = [...Object.keys(EVOLUTION_PARAMETERS), 'network', 'seed'];

/** The most parameters that are taken: the covariance matrix and its decompositions grow with their square and cube. */
export const CMA_LIMIT = 2000;

/** Eigenvalues are kept above this share of the largest: rounding must not make an axis vanish. */
const MINIMUM_SHARE = 1e-14;

/**
 * CMA-ES with its default parameters: weighted recombination with negative weights, cumulative step-size adaptation, and rank-one and
 * rank-mu updates of the covariance matrix (Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, figure 6 and table 1).
 * Maximises; invariant to monotone changes of the values and to rotations of the space.
 *
 * The matrix is decomposed again only every 1 / (2 n (c1 + cmu)) generations, when it has changed enough. A generation whose values are all
 * equal says nothing and changes nothing; the next one is drawn afresh.
 *
 * Metrics: `mean` and `best` of the values, `sigma` the step size, `axisRatio` the longest over the shortest axis of the distribution: the
 * square root of the condition number of the covariance matrix.
 *
 * @param start - the first mean
 * @throws InputError for options out of range, and a RefusedError for more than 2,000 parameters
 */
// eslint-disable-next-line max-lines-per-function -- the algorithm in one piece, in the order of Hansen (2016): its state is shared by all steps
export function cmaSearch(start: ArrayLike<number>, options: CmaSearchOptions = {}): Search {
  const n = start.length;
  if (n > CMA_LIMIT) {
    throw new RefusedError(
      `cmaEs on ${n} parameters: its matrices are taken up to ${CMA_LIMIT}; use a smaller network, or openaiEs, which has no such limit`,
    );
  }
  const settings = resolveOptions(CMA_SEARCH_PARAMETERS, options, 'cmaEs', SHARED);
  const { population = 4 + Math.floor(3 * log64(n)), sigma: firstSigma } = settings;
  const { seed = 0 } = options;
  const stream = randomStream(seed, 'cma-es/points');
  const { weights, parents, muEff, c1, cMu, cC, cSigma, damping } = strategyParameters(n, population);
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  const expectedLength = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
  const patience = Math.max(1, Math.floor(1 / (2 * n * (c1 + cMu))));

  const mean = Float64Array.from(start);
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) covariance[i * n + i] = 1;
  const axes: Float64Array = covariance.slice(); // unit eigenvectors, as rows
  const lengths = new Float64Array(n).fill(1); // square roots of the eigenvalues
  const conjugatePath = new Float64Array(n);
  const path = new Float64Array(n);
  const points = Array.from({ length: population }, () => new Float64Array(n));
  const squares = new Float64Array(population); // |z|^2 of each point, which is |C^-1/2 y|^2
  const order = new Uint32Array(population);
  const normals = new Float64Array(n);
  const step = new Float64Array(n);
  const moves = Array.from({ length: population }, () => new Float64Array(n));
  let sigma = firstSigma;
  let fade = 1; // (1 - cSigma)^(2 g)
  let stale = 0;
  let generation = 0;
  let asked = false;

  const decompose = (): void => {
    const eigen = symmetricEigen(covariance, n);
    const floor = MINIMUM_SHARE * eigen.values.reduce((a, b) => Math.max(a, b), 0);
    axes.set(eigen.vectors);
    for (let i = 0; i < n; i++) lengths[i] = Math.sqrt(Math.max(eigen.values[i]!, floor));
    stale = 0;
  };

  /** Step-size control: the step size follows the length of a path of steps, measured in its own distribution. */
  const adaptStepSize = (): number => {
    const pull = Math.sqrt(cSigma * (2 - cSigma) * muEff);
    for (let j = 0; j < n; j++) conjugatePath[j]! *= 1 - cSigma;
    for (let i = 0; i < n; i++) {
      let along = 0;
      for (let j = 0; j < n; j++) along += axes[i * n + j]! * step[j]!;
      along *= pull / lengths[i]!;
      for (let j = 0; j < n; j++) conjugatePath[j]! += along * axes[i * n + j]!;
    }
    let square = 0;
    for (let j = 0; j < n; j++) square += conjugatePath[j]! * conjugatePath[j]!;
    const length = Math.sqrt(square);
    sigma *= exp64((cSigma / damping) * (length / expectedLength - 1));
    return length;
  };

  /** Covariance matrix adaptation: the covariance matrix learns the path and the successful (and unsuccessful) moves. */
  const adaptCovariance = (length: number): void => {
    fade *= (1 - cSigma) * (1 - cSigma);
    const steady = length / Math.sqrt(1 - fade) < (1.4 + 2 / (n + 1)) * expectedLength ? 1 : 0;
    const pull = steady * Math.sqrt(cC * (2 - cC) * muEff);
    for (let j = 0; j < n; j++) path[j] = (1 - cC) * path[j]! + pull * step[j]!;
    const keep = 1 + c1 * (1 - steady) * cC * (2 - cC) - c1 - cMu * weightSum;
    for (let i = 0; i < n; i++) {
      const row = covariance.subarray(i * n, i * n + i + 1);
      const rankOne = c1 * path[i]!;
      for (let j = 0; j <= i; j++) row[j] = keep * row[j]! + rankOne * path[j]!;
      for (let k = 0; k < population; k++) {
        const move = moves[k]!;
        const rescaled = weights[k]! >= 0 ? 1 : n / Math.max(squares[order[k]!]!, Number.MIN_VALUE);
        const factor = cMu * weights[k]! * rescaled * move[i]!;
        for (let j = 0; j <= i; j++) row[j]! += factor * move[j]!;
      }
      for (let j = 0; j < i; j++) covariance[j * n + i] = row[j]!;
    }
  };

  return {
    ...savable('cma-es', options, {
      ...{ mean, covariance, axes, lengths, conjugatePath, path },
      sigma: savedNumber(
        () => sigma,
        (value) => (sigma = value),
        0,
      ),
      fade: savedNumber(
        () => fade,
        (value) => (fade = value),
        0,
        1,
      ),
      stale: savedCount(
        () => stale,
        (count) => (stale = count),
      ),
      generation: savedGeneration(
        'cma-es',
        () => asked,
        () => generation,
        (count) => (generation = count),
      ),
    }),
    population,
    mean,
    ask() {
      if (stale >= patience) decompose();
      for (let k = 0; k < population; k++) {
        const point = points[k]!;
        fillNormals(stream.at(k, generation), normals);
        squares[k] = 0;
        point.set(mean);
        for (let i = 0; i < n; i++) {
          squares[k]! += normals[i]! * normals[i]!;
          const along = sigma * lengths[i]! * normals[i]!;
          for (let j = 0; j < n; j++) point[j]! += along * axes[i * n + j]!;
        }
      }
      generation++;
      asked = true;
      return points;
    },
    tell(values): Metrics {
      checkValues('cma-es', generation, asked, values, population);
      asked = false;
      for (let k = 0; k < population; k++) order[k] = k;
      order.sort((a, b) => values[b]! - values[a]! || a - b);
      if (values[order[0]!] !== values[order[population - 1]!]) {
        step.fill(0);
        for (let k = 0; k < population; k++) {
          const point = points[order[k]!]!;
          const move = moves[k]!;
          const weight = k < parents ? weights[k]! : 0;
          for (let j = 0; j < n; j++) {
            move[j] = (point[j]! - mean[j]!) / sigma;
            step[j]! += weight * move[j]!;
          }
        }
        for (let j = 0; j < n; j++) mean[j]! += sigma * step[j]!;
        adaptCovariance(adaptStepSize());
        stale++;
      }
      let longest = 0;
      let shortest = Infinity;
      for (let i = 0; i < n; i++) {
        longest = Math.max(longest, lengths[i]!);
        shortest = Math.min(shortest, lengths[i]!);
      }
      return { ...summarise(values), sigma, axisRatio: longest / shortest };
    },
  };
}

/**
 * CMA-ES as a learner, for networks of up to 2,000 parameters (see {@link cmaSearch}): black-box, from the returns of whole
 * episodes alone. One update is one generation; the network given is the mean.
 *
 * Metrics: `return` mean undiscounted return of the population, `best` that of its best member, `sigma` the step size, `axisRatio` the
 * longest over the shortest axis of the search distribution.
 *
 * @param environment - any problem whose action space has a head; at most population x episodes copies
 * @throws InputError for options out of range, a network that does not fit, or copies left without work; RefusedError for large networks
 */
export function cmaEs(environment: VectorEnvironment, options: CmaEsOptions = {}): Learner {
  expectThing(environment, 'a problem for a learner', 'cmaEs');
  return evolutionLearner('cma-es', environment, options, Object.keys(CMA_SEARCH_PARAMETERS), (start) => cmaSearch(start, options));
}

/** The default parameters of a search among n numbers (table 1 of the tutorial). */
function strategyParameters(n: number, population: number): StrategyParameters {
  const raw = Float64Array.from({ length: population }, (_unused, i) => log64((population + 1) / 2) - log64(i + 1));
  const parents = Math.floor(population / 2);
  const effective = (part: Float64Array): number => {
    const sum = part.reduce((total, weight) => total + weight, 0);
    return (sum * sum) / part.reduce((total, weight) => total + weight * weight, 0);
  };
  const muEff = effective(raw.subarray(0, parents));
  const muEffNegative = effective(raw.subarray(parents));
  const c1 = 2 / ((n + 1.3) * (n + 1.3) + muEff);
  const cMu = Math.min(1 - c1, (2 * (0.25 + muEff + 1 / muEff - 2)) / ((n + 2) * (n + 2) + muEff));
  const negative = Math.min(1 + c1 / cMu, 1 + (2 * muEffNegative) / (muEff + 2), (1 - c1 - cMu) / (n * cMu));
  const positiveSum = raw.reduce((total, weight) => total + Math.max(0, weight), 0);
  const negativeSum = raw.reduce((total, weight) => total - Math.min(0, weight), 0);
  const cSigma = (muEff + 2) / (n + muEff + 5);
  return {
    weights: raw.map((weight) => (weight >= 0 ? weight / positiveSum : (negative * weight) / negativeSum)),
    parents,
    muEff,
    c1,
    cMu,
    cC: (4 + muEff / n) / (n + 4 + (2 * muEff) / n),
    cSigma,
    damping: 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma,
  };
}

interface StrategyParameters {
  /** By rank, the best first: the positive ones sum to 1. */
  readonly weights: Float64Array;
  /** How many points move the mean. */
  readonly parents: number;
  /** The variance-effective number of parents. */
  readonly muEff: number;
  /** The learning rate of the rank-one update. */
  readonly c1: number;
  /** The learning rate of the rank-mu update. */
  readonly cMu: number;
  /** The decay of the path of the covariance matrix. */
  readonly cC: number;
  /** The decay of the path of the step size. */
  readonly cSigma: number;
  /** The damping of the step size. */
  readonly damping: number;
}
