import type { Policy, Space } from '@firstmover/core';
import { flatten, unflatten, width } from '@firstmover/core';
import type { Head, RecurrentNetwork } from '@firstmover/networks';
import type { PolicyMode } from '../learner/learner.ts';

/** A policy with a memory of what it observed since it was last reset. */
export interface RecurrentPolicy extends Policy {
  /** How many numbers its memory has. */
  readonly stateWidth: number;
  /** Goes back to the state it started from: none of what it observed since is remembered. */
  reset(): void;
  /** Its memory: a copy. */
  state(): Float32Array;
  /** Another policy of the same network that starts from what this one remembers now; the two may be used side by side. */
  fork(mode: PolicyMode): RecurrentPolicy;
}

/**
 * A recurrent network as a policy. The network is read at each action, so it must not learn on.
 *
 * @param network - its first outputs are the head's
 * @param observation - the observations, which it reads
 * @param head - the family of action distributions
 * @param mode - how it acts
 * @param start - the state it starts from (default zeros)
 */
export function recurrentPolicy(
  network: RecurrentNetwork,
  observation: Space,
  head: Head,
  mode: PolicyMode,
  start: Float32Array = new Float32Array(network.stateWidth),
): RecurrentPolicy {
  const state = start.slice();
  const inputs = new Float32Array(observation.kind === 'discrete' ? 1 : width(observation));
  const step = { inputs, steps: 1, rows: 1, initialState: state, resets: new Uint8Array(1) };
  const latents = new Float64Array(head.latentWidth);
  const action = new Float64Array(head.actionWidth);
  return {
    stateWidth: network.stateWidth,
    reset: () => state.set(start),
    state: () => state.slice(),
    fork: (other) => recurrentPolicy(network, observation, head, other, state.slice()),
    act(value, random) {
      flatten(observation, value, inputs);
      const { outputs, finalState } = network.forward(step);
      state.set(finalState);
      if (mode === 'greedy') head.greedy(outputs, 0, latents, 0);
      else head.sample(outputs, 0, random, latents, 0);
      head.decode(latents, 0, action, 0);
      return unflatten(head.space, action);
    },
  };
}
