import type { Metrics, OptionsOf, RandomStream, Savable, VectorEnvironment } from '@firstmover/core';
import { InputError, columnOf, randomStream, resolveOptions, savedCount, width } from '@firstmover/core';
import type { Learner, PolicyMode, StochasticPolicy } from '@firstmover/experience';
import { commonLearner, indicesOf, observationCount, stochasticPolicy } from '@firstmover/experience';
import type { Network } from '@firstmover/networks';
import { headFor, requireFinite, savedNetwork, tableNetwork } from '@firstmover/networks';
import type { Search } from './search.ts';

/** The settings of evolution strategies that do not concern their search. */
export const EVOLUTION_PARAMETERS = {
  episodes: {
    kind: 'integer',
    min: 1,
    max: 1e6,
    default: 1,
    about: "whole episodes per point and generation, whose mean return is the point's value",
  },
  maxSteps: {
    kind: 'integer',
    min: 1,
    max: 1e9,
    default: 100_000,
    about: 'after how many steps an episode is cut, counting with what it has earned: a policy can go round in circles for ever',
  },
  acting: {
    kind: 'choice',
    options: ['greedy', 'sampled'],
    default: 'greedy',
    about: 'how outputs become actions: a deterministic policy, or drawn from their distribution',
  },
} as const;

/** What evolution strategies are given, beside what concerns their search. */
export interface EvolutionOptions extends OptionsOf<typeof EVOLUTION_PARAMETERS> {
  /** The policy network, whose parameters become the mean of the search (default a table on discrete observations). */
  readonly network?: Network;
  /** The seed of perturbations and sampled actions (default 0). */
  readonly seed?: number;
}

/**
 * A learner that searches the parameters of a policy network for the highest mean return. Each update evaluates one population.
 *
 * @param name - of the learner
 * @param environment - the problem
 * @param options - what the strategies share
 * @param searching - the names of the options of the search, which checks them
 * @param searchFrom - makes the search, given the first parameters
 */
export function evolutionLearner(
  name: string,
  environment: VectorEnvironment,
  options: EvolutionOptions,
  searching: readonly string[],
  searchFrom: (start: Float32Array) => Search,
): Learner {
  const { episodes, maxSteps, acting } = resolveOptions(EVOLUTION_PARAMETERS, options, name, [...searching, 'network', 'seed']);
  const { seed = 0 } = options;
  const { parameters } = headFor(environment.action);
  const network = options.network ?? tableNetwork(observationCount(environment.observation, `${name} without a network`), parameters);
  if (network.outputs !== parameters) {
    throw new InputError(`the policy network of ${name} has ${network.outputs} outputs: expected ${parameters} for the actions`);
  }
  const stream = randomStream(seed, `${name}/actions`);
  const policy = stochasticPolicy(network, environment, stream);
  const search = searchFrom(network.parameters);
  const most = search.population * episodes;
  if (environment.size > most) {
    throw new InputError(
      `${environment.size} copies for ${name} with ${search.population} points of ${episodes} episodes: expected at most ${most} copies; raise population or episodes`,
    );
  }
  const evaluate = populationEvaluator(environment, policy, acting, episodes, maxSteps, stream);
  const good = new Float32Array(network.parameters.length);
  let updates = 0;
  return {
    ...commonLearner(name, environment, options, {
      network: savedNetwork(network),
      search,
      acted: evaluate.acted,
      updates: savedCount(
        () => updates,
        (count) => (updates = count),
      ),
    }),
    policy: (mode = acting) => policy.freeze(mode),
    update(): Metrics {
      updates++;
      const { mean, ...metrics } = search.tell(evaluate(search.ask()));
      const { parameters } = network;
      good.set(parameters);
      parameters.set(search.mean);
      try {
        requireFinite(parameters, parameters.length, 'parameter', () => `update ${updates} of ${name}`);
      } catch (error) {
        parameters.set(good);
        throw error;
      }
      return { return: mean!, ...metrics };
    },
  };
}

/**
 * Evaluates points by playing whole episodes, as many at a time as there are copies. Episodes are dealt to copies in order, so the episodes
 * of a point are neighbours; any number of copies works, from one episode at a time to all at once.
 *
 * Each point that plays has a clone of the network of its own, whose parameters are written once per generation: swapping the points in and
 * out of one network would copy all parameters at every step, which for tables costs far more than the step. On indexed observations a
 * clone's outputs are computed once too, for all indices, so that acting is a look-up.
 */
function populationEvaluator(
  environment: VectorEnvironment,
  policy: StochasticPolicy,
  acting: PolicyMode,
  episodes: number,
  maxSteps: number,
  stream: RandomStream,
): ((points: readonly Float64Array[]) => Float64Array) & { readonly acted: Savable } {
  const { size } = environment;
  const { head, network } = policy;
  const indices = indicesOf(network);
  const columns = width(environment.observation);
  const actors: { readonly network: Network; outputs: Float32Array }[] = [];
  const rowInputs = new Float32Array(indices ? 0 : size * columns);
  const latents = new Float64Array(head.latentWidth);
  const chosen = columnOf(environment.action, size);
  const running = new Uint8Array(size);
  const rows = new Int32Array(size); // the copies behind the rows of a forward pass
  let draws = 0;

  /** Chooses actions for the running copies in from..to - 1, which play the same point. */
  const act = (actor: (typeof actors)[number], from: number, to: number): void => {
    let count = 0;
    for (let copy = from; copy < to; copy++) {
      if (running[copy] === 0) continue;
      if (!indices) for (let k = 0; k < columns; k++) rowInputs[count * columns + k] = environment.observations[copy * columns + k]!;
      rows[count++] = copy;
    }
    if (count === 0) return;
    if (!indices) actor.outputs = actor.network.forward(rowInputs, count);
    for (let row = 0; row < count; row++) {
      const copy = rows[row]!;
      const at = (indices ? environment.observations[copy]! : row) * network.outputs;
      if (acting === 'greedy') head.greedy(actor.outputs, at, latents, 0);
      else head.sample(actor.outputs, at, stream.at(copy, draws), latents, 0);
      head.decode(latents, 0, chosen, copy * head.actionWidth);
    }
  };

  /** Plays episodes first..first + count - 1 of the generation and adds their returns to their points'. */
  const play = (points: readonly Float64Array[], first: number, count: number, returns: Float64Array): void => {
    const firstPoint = Math.floor(first / episodes);
    const lastPoint = Math.floor((first + count - 1) / episodes);
    for (let point = firstPoint; point <= lastPoint; point++) {
      const actor = (actors[point - firstPoint] ??= { network: network.clone(), outputs: new Float32Array(0) });
      actor.network.parameters.set(points[point]!);
      if (indices) actor.outputs = actor.network.forward(indices, indices.length);
    }
    for (let copy = 0; copy < size; copy++) running[copy] = copy < count ? 1 : 0;
    environment.reset(running);
    for (let step = 0, left = count; left > 0 && step < maxSteps; step++, draws++) {
      for (let point = firstPoint; point <= lastPoint; point++) {
        const start = point * episodes - first;
        act(actors[point - firstPoint]!, Math.max(0, start), Math.min(count, start + episodes));
      }
      environment.step(chosen);
      for (let copy = 0; copy < count; copy++) {
        if (running[copy] === 0) continue;
        returns[Math.floor((first + copy) / episodes)]! += environment.rewards[copy]!;
        if (environment.terminated[copy] === 0 && environment.truncated[copy] === 0) continue;
        running[copy] = 0;
        left--;
      }
    }
  };

  const evaluate = (points: readonly Float64Array[]): Float64Array => {
    const returns = new Float64Array(points.length);
    const total = points.length * episodes;
    for (let first = 0; first < total; first += size) play(points, first, Math.min(size, total - first), returns);
    return returns.map((sum) => sum / episodes);
  };
  const acted = savedCount(
    () => draws,
    (count) => (draws = count),
  );
  return Object.assign(evaluate, { acted });
}
