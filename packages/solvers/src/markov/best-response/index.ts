export { bestResponse, createResponder } from './best-response.ts';
export type { BestResponse, Responder } from './best-response.ts';
export { RATIONAL_LIMIT } from './rational.ts';
export { RESPONSE_PARAMETERS } from './search.ts';
export type { ResponseOptions } from './search.ts';
export { STATIONARY_LIMIT } from './stationary.ts';
