export { OFFER_LIMIT, POSTED_PRICES_PARAMETERS, bestPostedPrices } from './posted-prices.ts';
export { evaluatePostedPrices } from './posted-prices-check.ts';
export type { Offer, PriceBuyer } from './posted-prices-check.ts';
export type { PostedPrices, PostedPricesOptions } from './posted-prices.ts';
