import { constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@firstmover/core';
import type { Files } from '../files/files.ts';
import { nodeFiles, removeQuietly, writeFully } from '../files/files.ts';
import { readFileStrictly } from '../files/read.ts';
import { encodeEvent } from '../tensorboard/event.ts';
import { encodeRecord } from '../tensorboard/records.ts';
import { csvTable, csvText } from './csv.ts';
import type { MetricsRow, TimingRow } from './row.ts';
import { checkRow, checkTiming, rowLine, scalarsOf } from './row.ts';

/** The files of metrics in a run folder. The first two are what is known; the others show the same to other programs. */
export const LOG_FILES: {
  readonly metrics: string;
  readonly timing: string;
  readonly csv: string;
  readonly tensorboard: string;
} = { metrics: 'metrics.jsonl', timing: 'timing.jsonl', csv: 'metrics.csv', tensorboard: 'events.out.tfevents.firstmover' };

/** How far the files of a log have been written. */
export interface LogPosition {
  /** Rows of metrics. */
  readonly rows: number;
  /** Bytes of `metrics.jsonl`. */
  readonly metricsBytes: number;
  /** Bytes of `timing.jsonl`. */
  readonly timingBytes: number;
}

/** The metrics of a run being written. */
export interface MetricsLog {
  /** Adds a row; it reaches the files at the next flush or a little earlier. */
  add(row: MetricsRow, time: number): void;
  /** Writes what is waiting. */
  flush(): void;
  /** Writes what is waiting, makes the disk keep it, and says how far that is. */
  sync(): LogPosition;
  /** Closes the files after a flush. */
  close(): void;
}

/** Characters that wait at most before they are written. */
const BUFFERED = 1 << 16;

/**
 * Opens the log of a run to go on from a position. Rows after it are cut off, and the files that show the same are made anew.
 *
 * @param folder - the run folder
 * @param from - where to go on; undefined starts from nothing
 * @throws InputError where a file is shorter than it was
 */
export function openLog(folder: string, from: LogPosition | undefined, files: Files = nodeFiles): MetricsLog {
  const path = (name: keyof typeof LOG_FILES): string => join(folder, LOG_FILES[name]);
  const metrics = openAt(path('metrics'), from?.metricsBytes ?? 0, files);
  const timing = openAt(path('timing'), from?.timingBytes ?? 0, files);
  const position = { rows: from?.rows ?? 0, metricsBytes: from?.metricsBytes ?? 0, timingBytes: from?.timingBytes ?? 0 };
  const known = readRows(path('metrics'));
  if (known.length !== position.rows)
    throw new InputError(`${path('metrics')} has ${known.length} rows at its checkpoint: expected ${position.rows}; it was changed`);
  const times = readTiming(path('timing'));

  const table = csvTable();
  for (const row of known) table.add(row);
  let csv = replaceFile(path('csv'), Buffer.from(known.length > 0 ? csvText(known) : ''), files);
  const shown = known.map((row, i) => eventOf(row, times[i]?.time ?? 0));
  const first = encodeRecord(encodeEvent({ wallTime: times[0]?.time ?? 0, fileVersion: 'brain.Event:2' }));
  const tensorboard = replaceFile(path('tensorboard'), Buffer.concat([first, ...shown]), files);

  let waiting = { metrics: '', timing: '', csv: '', events: [] as Uint8Array[] };
  let rewriteCsv = false;
  const log: MetricsLog = {
    add(row, time) {
      waiting.metrics += rowLine(row);
      waiting.timing += `${JSON.stringify({ update: row.update, time } satisfies TimingRow)}\n`;
      waiting.events.push(eventOf(row, time));
      const line = table.add(row);
      if (line === undefined) rewriteCsv = true;
      else waiting.csv += line;
      position.rows++;
      if (waiting.metrics.length > BUFFERED) log.flush();
    },
    flush() {
      const { metrics: rows, timing: clock, csv: lines, events } = waiting;
      if (rows === '') return;
      waiting = { metrics: '', timing: '', csv: '', events: [] };
      position.metricsBytes += write(metrics, rows, files);
      position.timingBytes += write(timing, clock, files);
      writeFully(tensorboard, Buffer.concat(events), files);
      if (rewriteCsv) {
        rewriteCsv = false;
        files.closeSync(csv);
        csv = -1;
        csv = replaceFile(path('csv'), Buffer.from(csvText(readRows(path('metrics')))), files);
      } else write(csv, lines, files);
    },
    sync() {
      log.flush();
      files.fsyncSync(metrics);
      files.fsyncSync(timing);
      return { ...position };
    },
    close() {
      try {
        log.flush();
      } finally {
        for (const fd of [metrics, timing, csv, tensorboard]) if (fd !== -1) files.closeSync(fd);
      }
    },
  };
  return log;
}

/** Appends, never through a link: whoever made the folder must not choose what is written to. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

/** Opens a file to append to after a length that it had before. */
function openAt(path: string, length: number, files: Files): number {
  const fd = files.openSync(path, APPEND, 0o644);
  const { size } = statSync(path);
  if (size < length) {
    files.closeSync(fd);
    throw new InputError(`${path} has ${size} bytes: expected at least ${length}, as when its checkpoint was written; it was changed`);
  }
  files.ftruncateSync(fd, length);
  return fd;
}

function write(fd: number, text: string, files: Files): number {
  const bytes = Buffer.from(text);
  writeFully(fd, bytes, files);
  return bytes.length;
}

/** Writes a file that can be made again at any time, in one step for who reads it meanwhile. Leaves it open to append to. */
function replaceFile(path: string, bytes: Uint8Array, files: Files): number {
  const temporary = `${path}.${process.pid}.tmp`;
  files.rmSync(temporary, { force: true });
  const fd = files.openSync(temporary, 'wx');
  try {
    writeFully(fd, bytes, files);
    files.renameSync(temporary, path);
  } catch (error) {
    files.closeSync(fd);
    removeQuietly(temporary, files);
    throw error;
  }
  return fd;
}

function eventOf(row: MetricsRow, wallTime: number): Uint8Array {
  return encodeRecord(encodeEvent({ wallTime, step: row.pretrainingSteps + row.leaderSteps, scalars: scalarsOf(row) }));
}

/** The rows of a file of metrics; a last line that is not complete is left out, since its writer may have been stopped. */
export function readRows(path: string): MetricsRow[] {
  return readLines(path).map((line, i) => checkRow(line, `line ${i + 1} of ${path}`));
}

/** The same of a file that says when they were written. */
export function readTiming(path: string): TimingRow[] {
  return readLines(path).map((line, i) => checkTiming(line, `line ${i + 1} of ${path}`));
}

/** The longest file of metrics, in bytes: what fits into one text. */
const LINES_LIMIT = 500_000_000;

/** The complete lines of a JSONL file that may be somebody else's. */
function readLines(path: string): unknown[] {
  const text = readFileStrictly(path, LINES_LIMIT).toString('utf8');
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  return complete === ''
    ? []
    : complete
        .slice(0, -1)
        .split('\n')
        .map((line, i) => {
          try {
            return JSON.parse(line) as unknown;
          } catch {
            throw new InputError(`line ${i + 1} of ${path} is no JSON: the file was changed`);
          }
        });
}
