import { InputError, show } from '@firstmover/core';
import { PROTOTYPE_KEYS } from '../json/strict-json.ts';

/** The metrics of one update. Names are grouped by a slash; a number that is not finite is null. */
export interface MetricsRow {
  /** The update, from 1. */
  readonly update: number;
  /** What it trained. */
  readonly phase: 'pretraining' | 'leader';
  /** Environment steps of pre-training so far. */
  readonly pretrainingSteps: number;
  /** Environment steps of the leader's problem so far, queries included. */
  readonly leaderSteps: number;
  /** `follower/...` of pre-training, `leader/...` of the leader's learner, `equilibrium/...` of evaluations. */
  readonly [metric: string]: number | string | null;
}

/** When a row was written: what depends on the clock is kept apart from the metrics, which do not. */
export interface TimingRow {
  /** The update of the row. */
  readonly update: number;
  /** Seconds since 1970. */
  readonly time: number;
}

/**
 * Checks a row that was read from a file.
 *
 * @param line - what JSON.parse made of it
 * @param what - where it is, for messages
 * @throws InputError for anything but a flat record of finite numbers, texts and nulls with the entries that every row has
 */
export function checkRow(line: unknown, what: string): MetricsRow {
  const record = recordOf(line, what);
  for (const [name, value] of Object.entries(record)) {
    if (PROTOTYPE_KEYS.includes(name)) throw new InputError(`${what} has the key ${show(name)}: expected no key that names a prototype`);
    if (value !== null && typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value)))
      throw new InputError(`${what} has ${show(value)} at ${show(name)}: expected a finite number, a text or null`);
  }
  for (const name of ['update', 'pretrainingSteps', 'leaderSteps']) checkCount(record, name, what);
  const { phase } = record;
  if (phase !== 'pretraining' && phase !== 'leader')
    throw new InputError(`${what} has the phase ${show(phase)}: expected pretraining or leader`);
  return record as unknown as MetricsRow;
}

/**
 * Checks a row of times that was read from a file.
 *
 * @throws InputError for anything but an update and a time
 */
export function checkTiming(line: unknown, what: string): TimingRow {
  const { time, ...record } = recordOf(line, what);
  checkCount(record, 'update', what);
  if (typeof time !== 'number' || !Number.isFinite(time)) throw new InputError(`${what} has the time ${show(time)}: expected seconds`);
  return { update: record['update'] as number, time };
}

function recordOf(line: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) throw new InputError(`${what} is ${show(line)}: expected a record`);
  return line as Readonly<Record<string, unknown>>;
}

function checkCount(record: Readonly<Record<string, unknown>>, name: string, what: string): void {
  const value = record[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new InputError(`${what} has ${show(value)} at ${show(name)}: expected an integer from 0`);
}

/** A row as a line of JSONL. */
export function rowLine(row: MetricsRow): string {
  return `${JSON.stringify(row)}\n`;
}

/** The numbers of a row that a plot shows: all but the update and the phase, and only finite ones. */
export function scalarsOf(row: MetricsRow): { readonly tag: string; readonly value: number }[] {
  return Object.entries(row).flatMap(([tag, value]) => (typeof value === 'number' && tag !== 'update' ? [{ tag, value }] : []));
}
