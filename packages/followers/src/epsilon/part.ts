import type { OraclePart } from '@firstmover/core';
import { definePart } from '@firstmover/core';
import { EPSILON_PARAMETERS, epsilonOptimalFollower } from './epsilon.ts';

/** Any response within epsilon of the best. */
export const epsilonOptimalOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'epsilon-optimal',
  about: 'One follower plays a policy within epsilon of its optimum: the worst for the leader, or the best.',
  source: 'after COBRA: Pita et al., Robust solutions to Stackelberg games (Artificial Intelligence 2010)',
  needs: ['one-follower'],
  parameters: EPSILON_PARAMETERS,
  create: (settings, { game, model }) => epsilonOptimalFollower(model ?? game, settings),
});
