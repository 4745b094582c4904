import type { RandomStream, VectorEnvironment } from '@firstmover/core';
import { InputError } from '@firstmover/core';
import type { HeadOptions, Network } from '@firstmover/networks';
import { headFor } from '@firstmover/networks';
import { categoricalPolicy } from './categorical.ts';
import { headPolicy } from './head.ts';
import { checkInput } from '../row-evaluator/row-evaluator.ts';
import type { StochasticPolicy } from './stochastic-policy.ts';

/**
 * The policy of a network on an action space: softmax for discrete actions, otherwise the space's head.
 *
 * @param network - at least as many outputs as the head reads; more belong to somebody else (a value beside the policy)
 * @param environment - whose observations it reads and whose actions it takes
 * @param stream - the randomness of acting
 * @param options - which head serves the space, where several could
 * @throws InputError for a network that does not fit
 */
export function stochasticPolicy(
  network: Network,
  environment: VectorEnvironment,
  stream: RandomStream,
  options: HeadOptions = {},
): StochasticPolicy {
  const head = headFor(environment.action, options);
  checkInput(network, environment.observation);
  if (network.outputs < head.parameters) {
    throw new InputError(`the policy network has ${network.outputs} outputs: expected ${head.parameters} for ${head.name} actions`);
  }
  return environment.action.kind === 'discrete'
    ? categoricalPolicy(network, environment.observation, stream, environment.action)
    : headPolicy(network, environment.observation, stream, head);
}
