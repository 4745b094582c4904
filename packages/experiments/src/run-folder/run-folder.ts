import { existsSync, lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Game } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import { sha256 } from '../checkpoint/manifest.ts';
import { checkName, resolveExperiment } from '../config/resolve.ts';
import type { RunConfig } from '../config/experiment.ts';
import type { Files } from '../files/files.ts';
import { nodeFiles, removeQuietly, syncFolder, writeSynced } from '../files/files.ts';
import { readFileStrictly } from '../files/read.ts';
import type { Json } from '../json/plain-json.ts';
import { parseStrictly } from '../json/strict-json.ts';
import type { Provenance } from '../provenance/provenance.ts';
import { LOG_FILES } from '../metrics/log.ts';
import { upgradeConfig } from '../config/format-1.ts';
import type { ConfigRegistry, Result } from '@firstmover/pipeline';
import type { SourceFile } from '../modules/sources.ts';
import { gameCard } from './game-card.ts';
import { LOCK_FILE } from './lock.ts';

/** The files of a run folder beside metrics; {@link LOG_FILES} has those. */
export const RUN_FILES: {
  readonly config: string;
  readonly game: string;
  readonly run: string;
  readonly result: string;
  readonly checkpoints: string;
} = { config: 'config.json', game: 'game.json', run: 'run.json', result: 'result.json', checkpoints: 'checkpoints' };

/** The version of the format of run folders. What format 1 wrote is read, and not continued. */
export const RUN_FORMAT = 2;

/** What `run.json` holds: who made the folder. */
export interface RunRecord extends Provenance {
  /** Marks the format. */
  readonly format: 'firstmover.run';
  /** Its version. */
  readonly version: number;
  /** When it was started, in seconds since 1970. */
  readonly started: number;
  /** The files of the user's own that game and parts came from, with what they import beside them. */
  readonly sources?: readonly SourceFile[];
}

/** What `result.json` holds: the same as `firstmover solve --json` prints. Nothing in it depends on the clock. */
export type RunResult = Result;

/** The text of a frozen config. */
export function configText(config: RunConfig): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** The SHA-256 of a frozen config, which ties checkpoints to it. */
export function configHash(config: RunConfig): string {
  return sha256(configText(config));
}

/**
 * Makes a run folder, as a whole or not at all: it is filled under a temporary name and renamed.
 *
 * @throws InputError where it exists already
 */
export function createRunFolder(folder: string, config: RunConfig, game: Game, record: RunRecord, files: Files = nodeFiles): void {
  checkName(basename(folder));
  files.mkdirSync(dirname(folder), { recursive: true });
  const temporary = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`);
  try {
    files.rmSync(temporary, { recursive: true, force: true });
    files.mkdirSync(temporary);
    files.mkdirSync(join(temporary, RUN_FILES.checkpoints));
    writeSynced(join(temporary, RUN_FILES.config), Buffer.from(configText(config)), files);
    writeSynced(join(temporary, RUN_FILES.game), Buffer.from(gameText(game)), files);
    writeSynced(join(temporary, RUN_FILES.run), Buffer.from(`${JSON.stringify(record, null, 2)}\n`), files);
    syncFolder(temporary, files);
    files.renameSync(temporary, folder);
  } catch (error) {
    removeQuietly(temporary, files);
    throw error;
  }
  syncFolder(dirname(folder), files);
}

function gameText(game: Game): string {
  return `${JSON.stringify(gameCard(game), null, 2)}\n`;
}

/** Whether there is a run folder: a folder with a frozen config. */
export function isRunFolder(folder: string): boolean {
  return existsSync(join(folder, RUN_FILES.config));
}

/**
 * Refuses a run folder with a link or something else than a file where a file is read or written. That would lead out of the folder.
 *
 * @throws InputError naming it
 */
export function checkOwnFiles(folder: string): void {
  checkKind(folder, 'isDirectory', 'a folder');
  checkKind(join(folder, RUN_FILES.checkpoints), 'isDirectory', 'a folder');
  const { config, game, run, result } = RUN_FILES;
  for (const name of [config, game, run, result, ...Object.values(LOG_FILES), LOCK_FILE])
    checkKind(join(folder, name), 'isFile', 'a plain file');
}

function checkKind(path: string, kind: 'isFile' | 'isDirectory', expected: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat || stat[kind]()) return;
  throw new InputError(
    `${path} is ${stat.isSymbolicLink() ? 'a symbolic link' : 'something else'}: expected ${expected} in the run folder itself`,
  );
}

/**
 * The frozen config of a run folder, checked like any other.
 *
 * @throws InputError for one that is missing or damaged
 */
export function readConfig(folder: string, registry?: ConfigRegistry): RunConfig {
  const path = join(folder, RUN_FILES.config);
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) throw new InputError(`${folder} is no run folder: expected a folder with ${RUN_FILES.config}`);
  const text = readFileStrictly(path, 1 << 20).toString('utf8');
  const content = parseStrictly(text, path);
  const [config] = resolveExperiment(upgradeConfig(content as Json), registry);
  if (formatOf(folder) >= RUN_FORMAT && configText(config!) !== text)
    throw new InputError(`${path} is no frozen config: it is damaged, was changed, or is of another version`);
  return config!;
}

/** The version of the format in which a run folder was made; today's where `run.json` does not say. */
function formatOf(folder: string): number {
  const path = join(folder, RUN_FILES.run);
  if (!existsSync(path)) return RUN_FORMAT;
  const { version } = parseStrictly(readFileStrictly(path, 1 << 26).toString('utf8'), path, { length: 1 << 26 }) as {
    readonly version?: unknown;
  };
  return typeof version === 'number' ? version : RUN_FORMAT;
}

/**
 * Refuses a run folder of another config, or one whose game has changed since: going on would mix two experiments.
 *
 * @throws InputError naming the file that differs
 */
export function checkSameRun(folder: string, config: RunConfig, game: Game): void {
  checkOwnFiles(folder);
  if (formatOf(folder) < RUN_FORMAT)
    throw new InputError(
      `${folder} was made by an older version of firstmover (format ${formatOf(folder)}): it can be read and reported, not continued; train it anew under another name or --out`,
    );
  for (const [name, expected] of [
    [RUN_FILES.config, configText(config)],
    [RUN_FILES.game, gameText(game)],
  ] as const) {
    const path = join(folder, name);
    const found = readFileStrictly(path, 1 << 26).toString('utf8');
    if (found === expected) continue;
    const lines = [found.split('\n'), expected.split('\n')] as const;
    const at = lines[0].findIndex((line, i) => line !== lines[1][i]);
    throw new InputError(
      `${path} differs from what is to be continued: it has ${show(lines[0][at]?.trim())}, not ${show(lines[1][at]?.trim())}; use another name or --out for another experiment`,
    );
  }
}
