// Finite and stochastic games: best responses, commitments to tables and histories, verification, followers among themselves.
export { bestResponse, createResponder } from './best-response/best-response.ts';
export type { BestResponse, Responder } from './best-response/best-response.ts';
export { RATIONAL_LIMIT } from './best-response/rational.ts';
export { RESPONSE_PARAMETERS } from './best-response/search.ts';
export type { ResponseOptions } from './best-response/search.ts';
export { STATIONARY_LIMIT } from './best-response/stationary.ts';
export {
  COMMITMENT_LIMIT,
  DIFFERENT_LIMIT,
  FREE,
  bestDeterministicCommitment,
  leaderTables,
} from './deterministic-commitment/deterministic-commitment.ts';
export type { DeterministicCommitment } from './deterministic-commitment/deterministic-commitment.ts';
export { STOCHASTIC_COMMITMENT_PARAMETERS, TABLE_LIMIT, bestStochasticCommitment } from './stochastic-commitment/stochastic-commitment.ts';
export type { StochasticCommitment, StochasticCommitmentOptions } from './stochastic-commitment/stochastic-commitment.ts';
export { REPLY_LIMIT } from './stochastic-commitment/reply-values.ts';
export { HISTORY_LIMIT, historyOptimum } from './history-optimum/history-optimum.ts';
export type { HistoryOptimum } from './history-optimum/history-optimum.ts';
export { STATE_LIMIT, validateStochasticGame } from './stationary-commitment/stochastic-game.ts';
export type { StochasticGame } from './stationary-commitment/stochastic-game.ts';
export { STATIONARY_COMMITMENT_PARAMETERS, bestStationaryCommitment } from './stationary-commitment/stationary-commitment.ts';
export type { StationaryCommitment, StationaryCommitmentOptions } from './stationary-commitment/stationary-commitment.ts';
export { evaluatePolicies } from './policy-values/policy-values.ts';
export { VERIFY_PARAMETERS, verifyCommitment } from './verify-commitment/verify-commitment.ts';
export type { TieValues } from './verify-commitment/step-inside.ts';
export type { Verification, VerifyOptions } from './verify-commitment/verify-commitment.ts';
export { ITERATE_PARAMETERS, iterateBestResponses } from './dynamics/iterated-best-response.ts';
export type { FollowersPlay, IteratedBestResponse, IteratedBestResponseOptions } from './dynamics/iterated-best-response.ts';
export { PLAY_FICTITIOUSLY_PARAMETERS, playFictitiously } from './dynamics/fictitious-play.ts';
export type { FictitiousPlay, FictitiousPlayOptions } from './dynamics/fictitious-play.ts';
export { NORMAL_FORM_LIMIT, inducedNormalForm } from './induced-normal-form/induced-normal-form.ts';
export type { InducedNormalForm } from './induced-normal-form/induced-normal-form.ts';
export { QUANTAL_RESPONSE_PARAMETERS, QUANTAL_TOLERANCE, quantalResponse } from './quantal-response/quantal-response.ts';
export type { QuantalOptions, QuantalResponse } from './quantal-response/quantal-response.ts';
