import type { OraclePart } from '@firstmover/core';
import { definePart } from '@firstmover/core';
import { FICTITIOUS_PLAY_PARAMETERS, ITERATED_BEST_RESPONSE_PARAMETERS, fictitiousPlay, iteratedBestResponse } from './dynamics.ts';

/** Several followers, best responses in turn. */
export const iteratedBestResponseOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'iterated-best-response',
  about: 'Several followers take best responses to each other in turn, until nobody changes.',
  source: 'Cournot (1838)',
  parameters: ITERATED_BEST_RESPONSE_PARAMETERS,
  create: (settings, { game, model }) => iteratedBestResponse(model ?? game, settings),
});

/** Several followers in fictitious play. */
export const fictitiousPlayOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'fictitious-play',
  about: 'Several followers best-respond to the average of the others, round after round, and play the averages.',
  source: 'Brown, Iterative solution of games by fictitious play (1951)',
  parameters: FICTITIOUS_PLAY_PARAMETERS,
  create: (settings, { game, model }) => fictitiousPlay(model ?? game, settings),
});
