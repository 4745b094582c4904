export { LEADER_RULES, checkLeader, examineLeader } from './check-leader.ts';
export type { CheckLeaderOptions, LeaderRule } from './check-leader.ts';
export type { MakeProblem } from './problems.ts';
