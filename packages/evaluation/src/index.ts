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
export { assessCommitment } from './commitments/assess.ts';
export type { AssessOptions, Assessment } from './commitments/assess.ts';
export { measureGap, playReturns } from './commitments/play.ts';
export type { MeasuredGap, PlayOptions, PlayedReturns } from './commitments/play.ts';
export { checkCurve, sampleEfficiency, stepsToReach, stepsToStay, valueAt } from './curves/curves.ts';
export type { LearningCurve } from './curves/curves.ts';
export { bootstrap, bootstrapOfTwo, medianInterval, proportion } from './intervals/intervals.ts';
export type { BootstrapOptions, Interval } from './intervals/intervals.ts';
export { performanceProfile, profileIntervals } from './profiles/profiles.ts';
export { checkScores } from './scores/scores.ts';
export type { Scores } from './scores/scores.ts';
