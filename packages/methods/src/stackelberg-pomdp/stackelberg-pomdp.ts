import type { ParametersOf } from '@firstmover/core';
import { InputError, bindPart, definePart, withDefaults } from '@firstmover/core';
import type { BoundLeader } from '@firstmover/algorithms';
import { ppoLeader } from '@firstmover/algorithms';
import { noRegretOracle, tabularQOracle } from '@firstmover/followers';
import type { MethodPart, Recipe } from '../part/method-part.ts';

const SOURCE = 'Brero, Eden, Chakrabarti, Gerstgrasser, Greenwald, Li & Parkes, Stackelberg POMDP (arXiv 2210.03852)';

/** The settings of the Stackelberg POMDP, with followers that learn by multiplicative weights. */
export const STACKELBERG_POMDP_PARAMETERS = {
  responses: { kind: 'integer', min: 1, default: 33, about: 'updates of the followers in a response phase' },
  rate: { kind: 'number', min: 0, above: true, default: 0.01, about: 'the step size of the followers' },
  responseProbability: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 1,
    about: "the probability that a response phase is in the leader's trajectory; 0 is the paper's Basic POMDP",
  },
  critic: {
    kind: 'choice',
    options: ['centralised', 'plain'],
    default: 'centralised',
    about: "what the critic sees: the phase and the followers' memory too, or what the leader sees",
  },
  games: { kind: 'integer', min: 1, default: 1, about: 'games of the reward phase' },
} as const;

type Settings = ParametersOf<typeof STACKELBERG_POMDP_PARAMETERS>;

/** What both forms share: a critic that sees the followers' state helps the leader that does not, and response phases are in its trajectory. */
function around(
  { responseProbability, critic, games }: Settings,
  leader: BoundLeader,
): Required<Pick<Recipe, 'leader' | 'conditions' | 'problem'>> {
  const { name, parameters } = leader.part;
  if (critic === 'centralised' && !Object.hasOwn(parameters, 'valueLearningRate'))
    throw new InputError(
      `critic centralised has no effect with leader ${name}: it has no critic (no setting valueLearningRate); use plain, or leader ppo or a2c`,
    );
  return {
    leader,
    conditions: { queriesInTrajectory: responseProbability },
    problem: { games, critic: critic === 'centralised' ? 'oracle' : 'leader' },
  };
}

/** The Stackelberg POMDP of Brero et al.: no-regret followers respond within the leader's episode. */
export const stackelbergPomdpMethod: MethodPart = definePart({
  kind: 'method',
  name: 'stackelberg-pomdp',
  about: "Multiplicative-weights followers respond within the leader's episode; a critic that sees their weights helps the leader.",
  source: SOURCE,
  parameters: STACKELBERG_POMDP_PARAMETERS,
  create: ({ responses, rate, ...settings }, leader = bindPart(ppoLeader)) => ({
    equilibrium: '(Bayesian) coarse correlated equilibrium of no-regret followers',
    oracle: bindPart(noRegretOracle, { updates: responses, rate }),
    ...around({ responses, rate, ...settings }, leader),
  }),
});

/** The same with followers that learn by Q-learning. */
export const stackelbergPomdpQMethod: MethodPart = definePart({
  kind: 'method',
  name: 'stackelberg-pomdp-q',
  about: "Q-learning followers respond within the leader's episode; a critic that sees their tables helps the leader.",
  source: SOURCE,
  parameters: withDefaults(STACKELBERG_POMDP_PARAMETERS, { responses: 100, rate: 0.15 }),
  create: ({ responses, rate, ...settings }, leader = bindPart(ppoLeader)) => ({
    equilibrium: 'best response, as learned',
    oracle: bindPart(tabularQOracle, { episodes: responses, learningRate: rate, gamma: 0.95 }),
    ...around({ responses, rate, ...settings }, leader),
  }),
});
