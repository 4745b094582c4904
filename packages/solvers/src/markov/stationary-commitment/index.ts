export { STATE_LIMIT, validateStochasticGame } from './stochastic-game.ts';
export type { StochasticGame } from './stochastic-game.ts';
export { STATIONARY_COMMITMENT_PARAMETERS, bestStationaryCommitment } from './stationary-commitment.ts';
export type { StationaryCommitment, StationaryCommitmentOptions } from './stationary-commitment.ts';
