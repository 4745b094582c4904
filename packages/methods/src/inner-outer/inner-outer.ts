import { bindPart, definePart, withDefaults } from '@firstmover/core';
import { openaiEsLeader } from '@firstmover/algorithms';
import { INNER_LOOP_PARAMETERS, innerLoopOracle } from '@firstmover/followers';
import type { MethodPart } from '../part/method-part.ts';

const { updates, copies } = INNER_LOOP_PARAMETERS;

/**
 * The inner-outer loop: a follower is trained from scratch by policy gradient against every leader that is tried, hidden from the leader's learner.
 * That is sound for a learner that uses the return alone; with a learner that assigns credit to steps, a hidden inner loop stands outside the theorem.
 */
export const innerOuterMethod: MethodPart = definePart({
  kind: 'method',
  name: 'inner-outer',
  about:
    'A policy-gradient follower is trained from scratch against every leader tried, hidden from its learner, which sees the return alone.',
  source: 'Balaguer et al., The Good Shepherd (2022); the two-level loops of incentive design',
  parameters: withDefaults({ updates, copies }, { updates: 30, copies: 8 }),
  create: (settings, leader = bindPart(openaiEsLeader)) => ({
    equilibrium: 'best response, as learned',
    oracle: bindPart(innerLoopOracle, settings),
    leader,
    conditions: { queriesInTrajectory: false },
  }),
});
