// What a designer promises, sells or lets be said.
export { bestImplementation, implementProfile, implementationCostByPrograms } from './implementation/implementation.ts';
export type { BestImplementation, Implementation } from './implementation/implementation.ts';
export { MENU_LIMIT, MENU_PARAMETERS, bestLotteries, bestMenu } from './menu/menu.ts';
export type { AllocationProblem, LotteryMenu, Menu, MenuOptions } from './menu/menu.ts';
export { OFFER_LIMIT, POSTED_PRICES_PARAMETERS, bestPostedPrices } from './posted-prices/posted-prices.ts';
export { evaluatePostedPrices } from './posted-prices/posted-prices-check.ts';
export type { Offer, PriceBuyer } from './posted-prices/posted-prices-check.ts';
export type { PostedPrices, PostedPricesOptions } from './posted-prices/posted-prices.ts';
