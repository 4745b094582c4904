export { PROBLEM_RULES, checkProblem, examineProblem } from './check-problem.ts';
export type { ProblemRule } from './check-problem.ts';
