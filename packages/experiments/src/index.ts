export { defineExperiment } from './config/experiment.ts';
export type {
  BudgetPart,
  CheckpointsPart,
  EvaluationPart,
  Experiment,
  GameChoice,
  MetricsPart,
  ProblemPart,
  RunConfig,
} from './config/experiment.ts';
export { configJsonSchema, sweepJsonSchema } from './config/json-schema.ts';
export { loadExperiment } from './config/load.ts';
export { withOverrides } from './config/overrides.ts';
export { resolveExperiment } from './config/resolve.ts';
export { createEvaluator } from './evaluation/evaluate.ts';
export type { Evaluation, Evaluator } from './evaluation/evaluate.ts';
export type { FinalValue, LabelledTable, Optimum, VerifiedValue } from './evaluation/result.ts';
export { kindOf, loadDefinition, moduleOf } from './modules/definitions.ts';
export type { ModuleChoice } from './modules/definitions.ts';
export { loadExport, loadModule } from './modules/load-module.ts';
export { sourcesOf } from './modules/sources.ts';
export type { SourceFile } from './modules/sources.ts';
export { CONFIG_KINDS, KNOWN_KINDS, bundledRegistry } from './registry/bundled-registry.ts';
export type { ConfigKind, ConfigRegistry, KnownKind, KnownKinds } from './registry/bundled-registry.ts';
export type { Json } from './json/plain-json.ts';
export { parseStrictly } from './json/strict-json.ts';
export type { JsonLimits } from './json/strict-json.ts';
export { LOG_FILES } from './metrics/log.ts';
export type { LogPosition } from './metrics/log.ts';
export { policyMetric } from './metrics/policy.ts';
export type { MetricsRow, TimingRow } from './metrics/row.ts';
export { buildRun } from './parts/build.ts';
export type { BuiltRun } from './parts/build.ts';
export { bindChoice, fullChoice, loadChoices } from './parts/choice.ts';
export type { LoadedParts, PartChoice, PartKind } from './parts/choice.ts';
export { presets } from './presets/presets.ts';
export type { Provenance } from './provenance/provenance.ts';
export type { GameCard } from './run-folder/game-card.ts';
export { exportLeader, loadFollowers, loadLeader } from './role/load-roles.ts';
export type { RoleOptions } from './role/load-roles.ts';
export { latestRun, readRun, runFolders } from './run-folder/read-run.ts';
export type { Run } from './run-folder/read-run.ts';
export { RUN_FILES, RUN_FORMAT, isRunFolder, readConfig } from './run-folder/run-folder.ts';
export type { RunRecord, RunResult } from './run-folder/run-folder.ts';
export type { TrainOptions } from './train/options.ts';
export { duration, progressLine } from './train/progress.ts';
export type { TrainProgress } from './train/progress.ts';
export { RunStoppedError, train } from './train/train.ts';
export type { TrainOutcome } from './train/train.ts';
export { checkpointNames, readCheckpoint, readManifest } from './checkpoint/checkpoint.ts';
export type { Checkpoint } from './checkpoint/checkpoint.ts';
export type { CheckpointInfo, Manifest } from './checkpoint/manifest.ts';
export { writeDurably } from './files/files.ts';
export type { Files } from './files/files.ts';
export { localExecutor } from './executor/local-executor.ts';
export type { Executor, RunEnd } from './executor/executor.ts';
export { trainingProcess } from './executor/training-process.ts';
export type { TaskEnd, TrainingProcess, TrainingTask } from './executor/training-process.ts';
export { SOBOL_DIMENSIONS, sobol } from './sampling/sobol.ts';
export { loadSweep } from './sweep/load-sweep.ts';
export { resolveSweep, runsOf } from './sweep/resolve-sweep.ts';
export type { ResolvedSweep, Setting } from './sweep/resolve-sweep.ts';
export { runSweep } from './sweep/run-sweep.ts';
export type { SweepOptions, SweepOutcome } from './sweep/run-sweep.ts';
export type { SweepResults, SweepRun, SweepSetting } from './sweep/results.ts';
export { createSearch } from './sweep/search.ts';
export type { Search, Trial } from './sweep/search.ts';
export { defineSweep } from './sweep/sweep.ts';
export type { HalvingPart, SamplingPart, Sweep, ValueRange } from './sweep/sweep.ts';
export { SWEEP_FILES, finishedRun, openSweepFolder } from './sweep/sweep-folder.ts';
export { sweepSize, trainSweepRun } from './sweep/train-sweep-run.ts';
export type { SweepRunOptions } from './sweep/train-sweep-run.ts';
