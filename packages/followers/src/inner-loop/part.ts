import type { OptionsOf, OraclePart } from '@firstmover/core';
import { definePart, withDefaults, withoutDefaults } from '@firstmover/core';
import { REINFORCE_PARAMETERS, reinforce } from '@firstmover/algorithms';
import { INNER_LOOP_PARAMETERS, innerLoopFollower } from './inner-loop.ts';

/** REINFORCE within each response; a program can give {@link innerLoopFollower} any other learner. */
export const innerLoopOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'inner-loop',
  about: 'Followers train by policy gradient within each response, on the game that the leader induces.',
  source: 'for example Balaguer et al., The Good Shepherd (2022)',
  parameters: {
    ...INNER_LOOP_PARAMETERS,
    learner: {
      kind: 'record',
      fields: withDefaults(REINFORCE_PARAMETERS, { learningRate: 0.1, entropyBonus: 0.01 }),
      default: { learningRate: 0.1, entropyBonus: 0.01 },
      about: 'settings of REINFORCE, by which each follower learns',
    },
  },
  create({ learner, ...settings }, { game, model }) {
    const { learningRate, entropyBonus, ...rest } = learner as OptionsOf<typeof REINFORCE_PARAMETERS>;
    const said = { learningRate, entropyBonus, ...withoutDefaults(REINFORCE_PARAMETERS, rest) };
    return innerLoopFollower(game, {
      learner: (environment, seed) => reinforce(environment, { ...said, seed }),
      ...settings,
      ...(model ? { model } : {}),
    });
  },
});
