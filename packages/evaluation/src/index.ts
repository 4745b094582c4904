export {
  interquartileMean,
  mean,
  meanScore,
  median,
  medianScore,
  optimalityGap,
  probabilityOfImprovement,
  quantile,
} from './aggregates/aggregates.ts';
export { measureGap, playReturns } from './commitments/play.ts';
export type { MeasuredGap, PlayReturnsOptions, PlayedReturns } from './commitments/play.ts';
export { checkCurve, sampleEfficiency, stepsToReach, stepsToStay, curveAt } from './curves/curves.ts';
export type { LearningCurve } from './curves/curves.ts';
export { bootstrap, bootstrapOfTwo, medianInterval, proportion } from './intervals/intervals.ts';
export type { BootstrapOptions, Interval } from './intervals/intervals.ts';
export { exactValues } from './proof/exact-values.ts';
export type { ExactValues } from './proof/exact-values.ts';
export { createProver } from './proof/prove.ts';
export type { Prover } from './proof/prove.ts';
export { simulateLeader } from './proof/simulate.ts';
export type { Evaluation, LabelledPolicy, MixtureOptimum, Optimum, PlayedRounds, Verdict } from './proof/verdict.ts';
export { performanceProfile, profileIntervals } from './profiles/profiles.ts';
export { checkScores } from './scores/scores.ts';
export type { Scores } from './scores/scores.ts';
