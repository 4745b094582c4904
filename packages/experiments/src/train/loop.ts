import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { MethodRun } from '@firstmover/methods';
import type { Metrics } from '@firstmover/algorithms';
import { checkpointName, readCheckpoint, writeCheckpoint } from '../checkpoint/checkpoint.ts';
import { lastCheckpoint } from '../checkpoint/last.ts';
import { keepCheckpoints, removeLeftovers } from '../checkpoint/keep.ts';
import type { RunConfig } from '../config/experiment.ts';
import type { Evaluation } from '../evaluation/evaluate.ts';
import { createEvaluator } from '../evaluation/evaluate.ts';
import { finalValue } from '../evaluation/result.ts';
import { nodeFiles, writeDurably } from '../files/files.ts';
import { openLog } from '../metrics/log.ts';
import { policyMetrics } from '../metrics/policy.ts';
import type { MetricsRow } from '../metrics/row.ts';
import type { BuiltRun } from '../parts/build.ts';
import type { RunResult } from '../run-folder/run-folder.ts';
import { RUN_FILES, RUN_FORMAT, configHash } from '../run-folder/run-folder.ts';
import { loopState, readLoopState } from './loop-state.ts';
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
  { game, model, run }: BuiltRun,
  at: { update: number; saved: number | undefined },
  { signal, onProgress, onWarning, files = nodeFiles }: Pick<TrainOptions, 'signal' | 'onProgress' | 'onWarning' | 'files'>,
): Promise<RunResult | undefined> {
  const { budget, seed } = config;
  const checkpoints = join(folder, RUN_FILES.checkpoints);
  const hash = configHash(config);
  removeLeftovers(folder, files);
  removeLeftovers(checkpoints, files);
  const from = lastCheckpoint(checkpoints, hash, onWarning, files);
  const state = from ? readLoopState(from, run) : loopState();
  let stateHash = from?.stateHash;
  at.update = from?.info.update ?? 0;
  at.saved = from?.info.update;

  const evaluate = createEvaluator(game, model, seed);
  const log = openLog(folder, from?.info.log, files);
  const meter = progressMeter(run, budget, state);
  const spent = (): boolean => run.phase === 'leader' && meter.share() >= 1;
  let savedAt = performance.now();
  let flushedAt = savedAt;
  let pausedAt = savedAt;

  /** Writes a checkpoint, reads it back, and only then lets older ones go. */
  const save = (score: number | null): void => {
    if (at.saved === at.update) return;
    const info = { update: at.update, phase: run.phase, steps: { ...run.steps }, score, log: log.sync() };
    stateHash = writeCheckpoint(checkpoints, hash, info, state.save(run), files);
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
    while (!spent()) {
      const { phase } = run;
      const metrics = run.update();
      at.update++;
      if (phase === 'leader') state.leaderUpdates++;
      const over = spent();
      const every = config.evaluation === false ? Infinity : config.evaluation.everyUpdates!;
      const evaluation =
        phase === 'leader' && (over || state.leaderUpdates % every === 0)
          ? evaluate(run.leader('greedy'), run.oracle(), at.update)
          : undefined;
      const improved = evaluation !== undefined && state.take(evaluation, at.update);
      if (evaluation || over || at.update % config.metrics.everyUpdates! === 0)
        log.add(
          { ...rowOf(run, at.update, phase, metrics, evaluation), ...(evaluation ? policyMetrics(game, run.leader('sampled')) : {}) },
          meter.time(),
        );
      if (improved || due()) save(evaluation?.leaderReturn ?? null);
      const time = performance.now();
      if (time - pausedAt < PAUSE && !over) continue;
      if (time - flushedAt >= FLUSH) {
        log.flush();
        flushedAt = time;
      }
      onProgress?.(meter.progress(phase, at.update, metrics['return'], state.evaluation?.bestResponseGap));
      await setImmediate();
      pausedAt = performance.now();
      if (signal?.aborted !== true || over) continue;
      save(evaluation?.leaderReturn ?? null);
      return undefined;
    }
    save(state.evaluation?.leaderReturn ?? null);
    log.sync();
  } finally {
    log.close();
  }

  const result: RunResult = {
    format: 'firstmover.result',
    version: RUN_FORMAT,
    game: game.id,
    oracle: run.oracle()?.name ?? null,
    seed,
    updates: at.update,
    steps: { ...run.steps },
    best: state.best,
    ...finalValue(game, model, run.leader('greedy'), run.oracle(), state.evaluation ?? undefined, seed),
    stateHash: stateHash!,
  };
  writeDurably(join(folder, RUN_FILES.result), `${JSON.stringify(result, null, 2)}\n`, files);
  return result;
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
  const { leaderReturn, followerReturn, bestResponseGap } = evaluation ?? {};
  return {
    update,
    phase,
    pretrainingSteps: run.steps.pretraining,
    leaderSteps: run.steps.leader,
    ...Object.fromEntries(named),
    ...(leaderReturn === undefined ? {} : { 'equilibrium/leaderReturn': finite(leaderReturn) }),
    ...(followerReturn === undefined ? {} : { 'equilibrium/followerReturn': finite(followerReturn) }),
    ...(bestResponseGap === undefined ? {} : { 'equilibrium/bestResponseGap': finite(bestResponseGap) }),
  };
}

/** JSON has no words for other numbers, and none for the sign of zero. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}
