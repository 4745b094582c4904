import type { OptionsOf, Space, VectorEnvironment } from '@firstmover/core';
import { bindPart, resolveOptions, width } from '@firstmover/core';
import type { HeadOptions } from '../heads/head-for.ts';
import { headFor } from '../heads/head-for.ts';
import { MLP_PARAMETERS, mlpNetworkPart } from '../mlp/part.ts';
import type { Network, NetworkInput } from '../network/network.ts';
import type { BoundNetwork } from '../part/network-part.ts';
import { tableNetworkPart } from '../table/part.ts';

/** How a network for a problem looks, beyond what the problem knows. */
export interface NetworkForOptions extends OptionsOf<typeof MLP_PARAMETERS> {
  /** A network with settings, instead of a perceptron with `hidden` and `activation`. */
  readonly part?: BoundNetwork;
  /** The family of action distributions, where several serve the space. */
  readonly head?: HeadOptions;
  /** The seed of the first parameters (default 0). */
  readonly seed?: number;
}

/** What a network for a space reads. */
export function inputOf(space: Space): NetworkInput {
  return space.kind === 'discrete' ? { kind: 'index', count: space.n } : { kind: 'vector', width: width(space) };
}

/**
 * The policy network of a problem: what it reads and how many numbers it returns follow from the problem. Without options it is a table where
 * observations are indexed, else a perceptron with two layers of 64.
 *
 * @param problem - its observations and actions are asked for
 * @throws InputError for unknown options or values out of range
 */
export function networkFor(problem: Pick<VectorEnvironment, 'observation' | 'action'>, options: NetworkForOptions = {}): Network {
  return boundNetwork(problem.observation, options).create(
    { input: inputOf(problem.observation), outputs: headFor(problem.action, options.head).parameters },
    options.seed ?? 0,
  );
}

/**
 * The policy network of a problem and its value network, which reads what the critic sees and has the next seed.
 *
 * @param problem - its observations and actions are asked for, and what a critic may see
 * @throws InputError for unknown options or values out of range
 */
export function networksFor(
  problem: Pick<VectorEnvironment, 'observation' | 'action' | 'privileged'>,
  options: NetworkForOptions = {},
): { readonly network: Network; readonly valueNetwork: Network } {
  const seen = problem.privileged?.space ?? problem.observation;
  const valueNetwork = boundNetwork(seen, options).create({ input: inputOf(seen), outputs: 1 }, (options.seed ?? 0) + 1);
  return { network: networkFor(problem, options), valueNetwork };
}

function boundNetwork(space: Space, options: NetworkForOptions): BoundNetwork {
  const { hidden, activation, part } = options;
  resolveOptions(MLP_PARAMETERS, options, 'networkFor', ['part', 'head', 'seed']);
  if (part) return part;
  if (space.kind === 'discrete' && hidden === undefined && activation === undefined) return bindPart(tableNetworkPart);
  return bindPart(mlpNetworkPart, { hidden, activation });
}
