import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, show } from '@firstmover/core';
import type { RunConfig } from '../config/experiment.ts';
import { bestCheckpoint } from '../checkpoint/keep.ts';
import { checkpointNames } from '../checkpoint/checkpoint.ts';
import { readFileStrictly } from '../files/read.ts';
import { parseStrictly } from '../json/strict-json.ts';
import { LOG_FILES, readRows, readTiming } from '../metrics/log.ts';
import type { MetricsRow, TimingRow } from '../metrics/row.ts';
import type { GameCard } from './game-card.ts';
import { readResult } from './result.ts';
import type { RunRecord, RunResult } from './run-folder.ts';
import { RUN_FILES, RUN_FORMAT, isRunFolder, readConfig } from './run-folder.ts';

/** A run folder as others read it: reports, watchers, sweeps. It may still be growing. */
export interface Run {
  /** Its path. */
  readonly folder: string;
  /** The frozen config. */
  readonly config: RunConfig;
  /** The game. */
  readonly game: GameCard;
  /** What it was made with. */
  readonly record: RunRecord;
  /** The result; undefined while it is not finished. */
  readonly result: RunResult | undefined;
  /** The complete rows of metrics so far. */
  metrics(): readonly MetricsRow[];
  /** When they were written. */
  timing(): readonly TimingRow[];
  /** The updates that have a checkpoint, oldest first, and which of them was evaluated best. */
  checkpoints(): { readonly updates: readonly number[]; readonly best: number | undefined };
}

/**
 * Opens a run folder to read it.
 *
 * @throws InputError for a folder that is none, damaged or of a later version
 */
export function readRun(folder: string): Run {
  const config = readConfig(folder);
  const json = <TContent>(name: string, format: string): TContent => {
    const path = join(folder, name);
    const content = parseStrictly(readFileStrictly(path, 1 << 26).toString('utf8'), path, { length: 1 << 26 }) as Record<string, unknown>;
    if (format !== '' && content['format'] !== format)
      throw new InputError(`${path} has the format ${show(content['format'])}: expected ${format}`);
    if (format !== '' && content['version'] !== RUN_FORMAT && content['version'] !== 1)
      throw new InputError(`${path} is in version ${show(content['version'])} of the format: expected ${RUN_FORMAT}; update firstmover`);
    return content as TContent;
  };
  const checkpoints = join(folder, RUN_FILES.checkpoints);
  const lines = <TRow>(name: string, read: (path: string) => TRow[]): TRow[] =>
    existsSync(join(folder, name)) ? read(join(folder, name)) : [];
  return {
    folder,
    config,
    game: json<GameCard>(RUN_FILES.game, ''),
    record: json<RunRecord>(RUN_FILES.run, 'firstmover.run'),
    result: existsSync(join(folder, RUN_FILES.result)) ? readResult(join(folder, RUN_FILES.result)) : undefined,
    metrics: () => lines(LOG_FILES.metrics, readRows),
    timing: () => lines(LOG_FILES.timing, readTiming),
    checkpoints() {
      const best = bestCheckpoint(checkpoints);
      return { updates: checkpointNames(checkpoints).map(Number), best: best === undefined ? undefined : Number(best) };
    },
  };
}

/** The deepest that run folders are looked for. */
const DEPTH = 8;

/**
 * The run folders in a folder and in those inside it, such as those of sweeps, sorted by path. Links are not followed, and nothing is looked for in
 * hidden folders or within a run.
 */
export function runFolders(folder: string, depth: number = DEPTH): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort()
    .flatMap((inside) => (isRunFolder(inside) ? [inside] : depth > 1 ? runFolders(inside, depth - 1) : []));
}

/**
 * The run that was begun last in a folder, or the folder itself where it is a run.
 *
 * @throws InputError where there is none
 */
export function latestRun(folder: string): string {
  if (!existsSync(folder)) throw new InputError(`there is no folder ${show(folder)}: expected a run folder or a folder of run folders`);
  if (isRunFolder(folder)) return folder;
  const runs = runFolders(folder).map((run) => ({ run, started: readRun(run).record.started }));
  const latest = runs.reduce<(typeof runs)[number] | undefined>(
    (one, other) => (one && one.started >= other.started ? one : other),
    undefined,
  );
  if (!latest) throw new InputError(`${show(folder)} holds no run folders: expected those of firstmover train`);
  return latest.run;
}
