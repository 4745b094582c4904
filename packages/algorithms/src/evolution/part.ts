import { definePart, withDefaults, withoutDefaults } from '@firstmover/core';
import type { LeaderPart } from '../part/leader-part.ts';
import { COPIES_PARAMETER, NETWORK_PARAMETER, policyNetwork } from '../part/leader-part.ts';
import { CMA_SEARCH_PARAMETERS, cmaEs } from './cma-es.ts';
import { OPENAI_SEARCH_PARAMETERS, openaiEs } from './openai-es.ts';
import { EVOLUTION_PARAMETERS } from './population.ts';

const OPENAI = { ...OPENAI_SEARCH_PARAMETERS, ...EVOLUTION_PARAMETERS };
const CMA = { ...CMA_SEARCH_PARAMETERS, ...EVOLUTION_PARAMETERS };

/** OpenAI's evolution strategy, with settings that serve small games. */
export const openaiEsLeader: LeaderPart = definePart({
  kind: 'leader',
  name: 'openai-es',
  about: 'An evolution strategy: a gradient estimated from the ranks of perturbed policies.',
  source: 'Salimans et al., Evolution strategies as a scalable alternative to reinforcement learning (2017)',
  parameters: {
    ...COPIES_PARAMETER,
    ...withDefaults(OPENAI, { sigma: 0.5, learningRate: 0.2 }),
    ...NETWORK_PARAMETER,
  },
  create({ copies, network, ...settings }, problem, seed) {
    return openaiEs(problem, { ...policyNetwork(problem, seed, { network }), seed, ...withoutDefaults(OPENAI, settings) });
  },
});

/** CMA-ES, with settings that serve small games. */
export const cmaEsLeader: LeaderPart = definePart({
  kind: 'leader',
  name: 'cma-es',
  about: 'Covariance matrix adaptation: a population drawn from a normal distribution that learns its shape; at most 2,000 parameters.',
  source: 'Hansen, The CMA evolution strategy: a tutorial (2016)',
  parameters: { ...COPIES_PARAMETER, ...withDefaults(CMA, { population: 16 }), ...NETWORK_PARAMETER },
  create({ copies, network, ...settings }, problem, seed) {
    return cmaEs(problem, { ...policyNetwork(problem, seed, { network }), seed, ...withoutDefaults(CMA, settings) });
  },
});
