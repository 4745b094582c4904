export { createReport } from './report/report.ts';
export type { Report } from './report/report.ts';
export type { Headline } from './report/headline.ts';
export { watchRun } from './watch/watch.ts';
export type { Watch, WatchOptions } from './watch/watch.ts';
export type { ArmSummary, Comparison, Ranking } from './statistics/compare.ts';
