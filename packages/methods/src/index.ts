export { leaderNamed, leaders } from './leaders/leaders.ts';
export type { Leader, LeaderChoice, LeaderName, LeaderNetwork, LeaderSettings, LeaderWithSettings } from './leaders/leaders.ts';
export { keepsAllBut } from './method/keep.ts';
export { leaderRun } from './method/leader-run.ts';
export type { LeaderAtWork, Pretraining } from './method/leader-run.ts';
export { THEOREM_CONDITIONS } from './method/method.ts';
export type { Method, MethodRun, StartOptions, TheoremCondition } from './method/method.ts';
export * from './methods.generated.ts';
