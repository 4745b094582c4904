export { solveBayesian } from './bayesian.ts';
export { DOBSS_PARAMETERS, solveDobss } from './dobss.ts';
export type { DobssOptions } from './dobss.ts';
export { BAYESIAN_PARAMETERS, readBayesian } from './game.ts';
export type { BayesianGame, BayesianOptions, BayesianSolution, FollowerType } from './game.ts';
export { PROFILE_LIMIT, solveReplyProfiles } from './profiles.ts';
