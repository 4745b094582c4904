export { QUANTAL_RESPONSE_PARAMETERS, QUANTAL_TOLERANCE, quantalResponse } from './quantal-response.ts';
export type { QuantalOptions, QuantalResponse } from './quantal-response.ts';
