export { HISTORY_LIMIT, historyOptimum } from './history-optimum.ts';
export type { HistoryOptimum } from './history-optimum.ts';
