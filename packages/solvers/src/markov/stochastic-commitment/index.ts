export { STOCHASTIC_COMMITMENT_PARAMETERS, TABLE_LIMIT, bestStochasticCommitment } from './stochastic-commitment.ts';
export type { StochasticCommitment, StochasticCommitmentOptions } from './stochastic-commitment.ts';
export { REPLY_LIMIT } from './reply-values.ts';
