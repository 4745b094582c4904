export { findHighsAt, solveWithHighs } from './highs.ts';
export type { HighsOutcome } from './highs.ts';
