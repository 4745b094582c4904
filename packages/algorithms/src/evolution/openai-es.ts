import type { Metrics, OptionsOf, VectorEnvironment } from '@firstmover/core';
import { expectThing, InputError, randomStream, resolveOptions, savable } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import { adam, savedOptimiser, sgd } from '@firstmover/networks';
import type { EvolutionOptions } from './population.ts';
import { EVOLUTION_PARAMETERS, evolutionLearner } from './population.ts';
import type { Search } from './search.ts';
import { checkValues, fillNormals, savedGeneration, summarise } from './search.ts';

/** The settings of {@link openaiSearch}. */
export const OPENAI_SEARCH_PARAMETERS = {
  population: { kind: 'integer', min: 2, max: 1e6, default: 16, about: 'points per generation, an even number' },
  sigma: { kind: 'number', min: 1e-12, max: 1e12, default: 0.1, about: 'the standard deviation of the perturbations' },
  learningRate: { kind: 'number', min: 1e-12, max: 1e12, default: 0.05, about: 'the step size of the optimiser' },
  optimiser: { kind: 'choice', options: ['adam', 'sgd'], default: 'adam', about: 'what turns the gradient into a step' },
  weightDecay: {
    kind: 'number',
    min: 0,
    max: 1e6,
    default: 0,
    about: 'how strongly parameters are pulled to 0: so many times the parameter is subtracted from its gradient',
  },
} as const;

/** What {@link openaiSearch} is given. */
export interface OpenaiSearchOptions extends OptionsOf<typeof OPENAI_SEARCH_PARAMETERS> {
  /** The seed (default 0). */
  readonly seed?: number;
}

/** What {@link openaiEs} is given. */
export interface OpenaiEsOptions extends OpenaiSearchOptions, EvolutionOptions {}

/** Options of the learner that do not concern its search. */
const SHARED: readonly string[] = [...Object.keys(EVOLUTION_PARAMETERS), 'network', 'seed'];

/**
 * The evolution strategy of Salimans, Ho, Chen, Sidor and Sutskever (2017), with antithetic perturbations and centred ranks. It is
 * algorithm 1 of "Evolution strategies as a scalable alternative to reinforcement learning". Points are mean +- sigma * e with e standard
 * normal, and the mean climbs
 *
 *     g = 1 / (population * sigma) * sum of u[i] * e[i] - weightDecay * mean,
 *
 * where u[i] is the rank of value i over population - 1, minus 1/2. Equal values share the mean of their ranks, so that a generation in
 * which all points are worth the same has no gradient. Point 2p is mean + sigma * e[p], point 2p + 1 is mean - sigma * e[p].
 *
 * Metrics: `mean` and `best` of the values, `gradientNorm` the Euclidean norm of g.
 *
 * @param start - the first mean; kept in single precision, as the parameters of networks are
 * @throws InputError for options out of range
 */
export function openaiSearch(start: ArrayLike<number>, options: OpenaiSearchOptions = {}): Search {
  const settings = resolveOptions(OPENAI_SEARCH_PARAMETERS, options, 'openaiEs', SHARED);
  const { population, sigma, learningRate, optimiser: method, weightDecay } = settings;
  const { seed = 0 } = options;
  if (population % 2 === 1) throw new InputError(`population of openaiEs is ${population}: expected an even number, half for each sign`);
  const size = start.length;
  const mean = Float32Array.from(start);
  const points = Array.from({ length: population }, () => new Float64Array(size));
  const noise = new Float64Array(size);
  const total = new Float64Array(size);
  const gradient = new Float32Array(size);
  const order = new Uint32Array(population);
  const utilities = new Float64Array(population);
  const optimiser = (method === 'adam' ? adam : sgd)(learningRate)(size);
  const stream = randomStream(seed, 'openai-es/perturbations');
  let generation = 0;
  let asked = false;

  return {
    ...savable('openai-es', options, {
      mean,
      optimiser: savedOptimiser(optimiser),
      generation: savedGeneration(
        'openai-es',
        () => asked,
        () => generation,
        (count) => (generation = count),
      ),
    }),
    population,
    mean,
    ask() {
      for (let pair = 0; pair < population / 2; pair++) {
        fillNormals(stream.at(pair, generation), noise);
        const plus = points[2 * pair]!;
        const minus = points[2 * pair + 1]!;
        for (let j = 0; j < size; j++) {
          plus[j] = mean[j]! + sigma * noise[j]!;
          minus[j] = mean[j]! - sigma * noise[j]!;
        }
      }
      generation++;
      asked = true;
      return points;
    },
    tell(values): Metrics {
      checkValues('openai-es', generation, asked, values, population);
      asked = false;
      centredRanks(values, order, utilities);
      // (plus - minus) / (2 sigma) is e, so the noise need not be kept.
      total.fill(0);
      for (let pair = 0; pair < population; pair += 2) {
        const weight = (utilities[pair]! - utilities[pair + 1]!) / (2 * population * sigma * sigma);
        if (weight === 0) continue;
        const plus = points[pair]!;
        const minus = points[pair + 1]!;
        for (let j = 0; j < size; j++) total[j]! += weight * (plus[j]! - minus[j]!);
      }
      let square = 0;
      for (let j = 0; j < size; j++) {
        total[j]! -= weightDecay * mean[j]!;
        square += total[j]! * total[j]!;
        gradient[j] = -total[j]!; // optimisers descend
      }
      optimiser.step(mean, gradient);
      return { ...summarise(values), gradientNorm: Math.sqrt(square) };
    },
  };
}

/**
 * OpenAI's evolution strategy as a learner (see {@link openaiSearch}): black-box, from the returns of whole episodes alone, so neither
 * masked rows nor discounts nor differentiability matter to it. One update is one generation; the network given is the mean.
 *
 * Metrics: `return` mean undiscounted return of the population, `best` that of its best member, `gradientNorm` norm of the estimated
 * gradient.
 *
 * @param environment - any problem whose action space has a head; at most population x episodes copies
 * @throws InputError for options out of range, a network that does not fit, or copies left without work
 */
export function openaiEs(environment: VectorEnvironment, options: OpenaiEsOptions = {}): Learner {
  expectThing(environment, 'a problem for a learner', 'openaiEs');
  return evolutionLearner('openai-es', environment, options, Object.keys(OPENAI_SEARCH_PARAMETERS), (start) =>
    openaiSearch(start, options),
  );
}

/** Ranks over their number minus one, minus a half: from -1/2 for the lowest to 1/2. Equal values share the mean of their ranks. */
function centredRanks(values: ArrayLike<number>, order: Uint32Array, out: Float64Array): void {
  const count = values.length;
  for (let i = 0; i < count; i++) order[i] = i;
  order.sort((a, b) => values[a]! - values[b]!);
  for (let from = 0, to = 0; from < count; from = to) {
    while (to < count && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) out[order[i]!] = (from + to - 1) / 2 / (count - 1) - 0.5;
  }
}
