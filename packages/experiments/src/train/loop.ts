import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { MethodRun } from '@firstmover/methods';
import type { Metrics } from '@firstmover/core';
import { InputError } from '@firstmover/core';
import type { Evaluation } from '@firstmover/evaluation';
import type { Training } from '@firstmover/pipeline';
import { startTraining } from '@firstmover/pipeline';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { checkpointName, readCheckpoint, writeCheckpoint } from '../checkpoint/checkpoint.ts';
import { lastCheckpoint } from '../checkpoint/last.ts';
import { keepCheckpoints, removeLeftovers } from '../checkpoint/keep.ts';
import type { RunConfig } from '../config/experiment.ts';
import { nodeFiles, writeDurably } from '../files/files.ts';
import { openLog } from '../metrics/log.ts';
import { policyMetrics } from '../metrics/policy.ts';
import type { MetricsRow } from '../metrics/row.ts';
import type { BuiltRun } from '../parts/build.ts';
import type { RunResult } from '../run-folder/run-folder.ts';
import { RUN_FILES, configHash } from '../run-folder/run-folder.ts';
import { progressMeter } from './meter.ts';
import type { TrainOptions } from './options.ts';

/** Milliseconds between two pauses, in which progress is told, files are flushed and the signal is heard. */
const PAUSE = 100;

/** Milliseconds after which metrics reach their files at the latest. */
const FLUSH = 1000;

/**
 * Trains a run in its folder from its last checkpoint to the end.
 *
 * @param folder - the run folder, locked
 * @param at - kept up to date: updates so far, and the last that has a checkpoint
 * @returns the result; undefined where the signal stopped it
 */
export async function trainingLoop(
  folder: string,
  config: RunConfig,
  built: BuiltRun,
  at: { update: number; saved: number | undefined },
  { signal, onProgress, onWarning, files = nodeFiles }: Pick<TrainOptions, 'signal' | 'onProgress' | 'onWarning' | 'files'>,
): Promise<RunResult | undefined> {
  const { game, run } = built;
  const checkpoints = join(folder, RUN_FILES.checkpoints);
  const hash = configHash(config);
  removeLeftovers(folder, files);
  removeLeftovers(checkpoints, files);
  const training = startTraining(config, built);
  const from = lastCheckpoint(checkpoints, hash, onWarning, files);
  if (from) restoreTraining(training, from);
  let stateHash = from?.stateHash;
  at.update = training.updates;
  at.saved = from?.info.update;

  const log = openLog(folder, from?.info.log, files);
  const meter = progressMeter(training);
  let savedAt = performance.now();
  let flushedAt = savedAt;
  let pausedAt = savedAt;

  /** Writes a checkpoint, reads it back, and only then lets older ones go. */
  const save = (score: number | null): void => {
    if (at.saved === at.update) return;
    const info = { update: at.update, phase: run.phase, steps: { ...run.steps }, score, log: log.sync() };
    stateHash = writeCheckpoint(checkpoints, hash, info, training.save(), files);
    readCheckpoint(checkpoints, checkpointName(at.update), hash);
    at.saved = at.update;
    keepCheckpoints(checkpoints, config.checkpoints.keep ?? 3, files);
    savedAt = flushedAt = performance.now();
  };
  const due = (): boolean => {
    const { everySeconds, everyUpdates } = config.checkpoints;
    return everyUpdates === undefined ? performance.now() - savedAt >= 1000 * (everySeconds ?? 30) : at.update % everyUpdates === 0;
  };

  try {
    while (!training.over) {
      const { phase, metrics, evaluation, improved, over } = training.step();
      at.update = training.updates;
      if (evaluation || over || at.update % config.metrics.everyUpdates! === 0)
        log.add(
          { ...rowOf(run, at.update, phase, metrics, evaluation), ...(evaluation ? policyMetrics(game, run.leader('sampled')) : {}) },
          meter.time(),
        );
      if (improved || due()) save(evaluation?.leaderValue ?? null);
      const time = performance.now();
      if (time - pausedAt < PAUSE && !over) continue;
      if (time - flushedAt >= FLUSH) {
        log.flush();
        flushedAt = time;
      }
      onProgress?.(meter.progress(phase, metrics['return']));
      await setImmediate();
      pausedAt = performance.now();
      if (signal?.aborted !== true || over) continue;
      save(evaluation?.leaderValue ?? null);
      return undefined;
    }
    save(training.evaluation?.leaderValue ?? null);
    log.sync();
  } finally {
    log.close();
  }

  const result = training.result(stateHash!);
  writeDurably(join(folder, RUN_FILES.result), `${JSON.stringify(result, null, 2)}\n`, files);
  return result;
}

/**
 * Goes on from a checkpoint.
 *
 * @throws InputError for a checkpoint of something else
 */
export function restoreTraining(training: Training, { state, info }: Checkpoint): void {
  try {
    training.restore(state);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`the checkpoint of update ${info.update}: ${error.message}`);
  }
}

function rowOf(
  run: MethodRun,
  update: number,
  phase: MetricsRow['phase'],
  metrics: Metrics,
  evaluation: Evaluation | undefined,
): MetricsRow {
  const group = phase === 'leader' ? 'leader' : 'follower';
  const named = Object.entries(metrics).map(([name, value]) => [`${group}/${name}`, finite(value)] as const);
  const { leaderValue, followerValue, bestResponseGap } = evaluation ?? {};
  return {
    update,
    phase,
    pretrainingSteps: run.steps.pretraining,
    leaderSteps: run.steps.leader,
    ...Object.fromEntries(named),
    ...(leaderValue === undefined ? {} : { 'equilibrium/leaderReturn': finite(leaderValue) }),
    ...(followerValue === undefined ? {} : { 'equilibrium/followerReturn': finite(followerValue) }),
    ...(bestResponseGap === undefined ? {} : { 'equilibrium/bestResponseGap': finite(bestResponseGap) }),
  };
}

/** JSON has no words for other numbers, and none for the sign of zero. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}
