export { leaderRun } from './part/leader-run.ts';
export type { LeaderAtWork } from './part/leader-run.ts';
export { THEOREM_CONDITIONS, keptConditions } from './part/method-part.ts';
export type {
  BoundMethod,
  KeptConditions,
  MethodDesign,
  MethodPart,
  MethodRun,
  OwnLearner,
  Recipe,
  StartOptions,
  TheoremCondition,
} from './part/method-part.ts';
export { copiesOf, designOf, startMethod, startRecipe } from './part/start.ts';
export * from './parts.generated.ts';
