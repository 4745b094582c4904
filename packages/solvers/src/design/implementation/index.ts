export { bestImplementation, implementProfile, implementationCostByPrograms } from './implementation.ts';
export type { BestImplementation, Implementation } from './implementation.ts';
