import type { BoundPart, LeaderProblem, Part } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import type { BoundNetwork, HeadOptions, Network } from '@firstmover/networks';
import { HEAD_PARAMETERS, networkFor, networksFor } from '@firstmover/networks';

/**
 * A leader's algorithm that configs can name: a learner on the leader's problem. Where it has a setting `copies`, so many outer episodes run side by
 * side in the problem it is given, else {@link COPIES}.
 */
export type LeaderPart = Part<'leader', readonly [problem: LeaderProblem, seed: number], Learner>;

/** A leader's algorithm with settings. */
export type BoundLeader = BoundPart<'leader', readonly [problem: LeaderProblem, seed: number], Learner>;

/** How many outer episodes run side by side for a leader that does not say. */
export const COPIES = 16;

/** The setting of leaders for how many outer episodes run side by side. */
export const COPIES_PARAMETER = {
  copies: { kind: 'integer', min: 1, max: 1e6, default: 16, about: 'how many outer episodes run side by side' },
} as const;

/** The setting of leaders for their networks. */
export const NETWORK_PARAMETER = {
  network: {
    kind: 'part',
    of: 'network',
    unset: 'a table where observations are indexed, else a perceptron with two layers of 64',
    about: 'the networks of policy and value',
  },
} as const;

/** The setting of leaders for the family of action distributions. */
export const HEAD_PARAMETER: {
  readonly head: { readonly kind: 'record'; readonly fields: typeof HEAD_PARAMETERS; readonly unset: string; readonly about: string };
} = {
  head: {
    kind: 'record',
    fields: HEAD_PARAMETERS,
    unset: 'the usual one',
    about: 'the family of action distributions, where several serve the space',
  },
};

/** The policy network that settings ask for. */
export function policyNetwork(
  problem: LeaderProblem,
  seed: number,
  { network, head }: { readonly network?: unknown; readonly head?: HeadOptions | undefined },
): { readonly network: Network } {
  return { network: networkFor(problem, { ...asked(network, head), seed }) };
}

/** The policy and the value network that settings ask for. */
export function policyAndValue(
  problem: LeaderProblem,
  seed: number,
  { network, head }: { readonly network?: unknown; readonly head?: HeadOptions | undefined },
): { readonly network: Network; readonly valueNetwork: Network } {
  return networksFor(problem, { ...asked(network, head), seed });
}

function asked(network: unknown, head: HeadOptions | undefined): { readonly part?: BoundNetwork; readonly head?: HeadOptions } {
  return { ...(network === undefined ? {} : { part: network as BoundNetwork }), ...(head ? { head } : {}) };
}
