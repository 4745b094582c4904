export { contextualFollower } from './contextual/contextual.ts';
export type { ContextualFollower, ContextualOptions } from './contextual/contextual.ts';
export { CONTEXT_ROW_LIMIT, contextEncoding, decodeContext, encodeContext, followerProblem } from './contextual/follower-problem.ts';
export type { ContextEncoding, FollowerProblem, Pair } from './contextual/follower-problem.ts';
export { exactFollower } from './exact/exact.ts';
export type { ExactOptions } from './exact/exact.ts';
