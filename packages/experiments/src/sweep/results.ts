import type { Evidence } from '@firstmover/core';
import { bootstrap, meanScore } from '@firstmover/evaluation';
import { sha256 } from '../checkpoint/manifest.ts';
import type { RunConfig } from '../config/experiment.ts';
import type { RunEnd } from '../executor/executor.ts';
import type { ResolvedSweep, SweepValues } from './resolve-sweep.ts';
import type { Trial } from './search.ts';

/** One run of a sweep. */
export interface SweepRun {
  /** The name of its run folder. */
  readonly run: string;
  /** The index of its setting. */
  readonly setting: number;
  /** The rung of successive halving; 0 without. */
  readonly rung: number;
  /** Its seed. */
  readonly seed: number;
  /** Whether it ended, failed again and again, or was stopped before its end. */
  readonly status: RunEnd['kind'];
  /** What the leader gets with weak ties; null where there is no result. */
  readonly leaderValue: number | null;
  /** What stands behind it. */
  readonly evidence: Evidence['kind'] | null;
  /** The exact optimum; null where it is not known. */
  readonly optimum: number | null;
  /** The optimum minus the verified return; null without both. */
  readonly leaderRegret: number | null;
  /** The SHA-256 of its final state; null for a run that has not ended. */
  readonly stateHash: string | null;
  /** Why it failed; null where it did not. */
  readonly error: string | null;
}

/** The runs of one setting together. */
export interface SweepSetting {
  /** Its index. */
  readonly setting: number;
  /** The rung; 0 without successive halving. */
  readonly rung: number;
  /** Its values by path. */
  readonly values: SweepValues;
  /** How many runs have a return. */
  readonly runs: number;
  /** How many failed. */
  readonly failed: number;
  /** The mean return of the runs that have one; null without. */
  readonly mean: number | null;
  /** The lower end of its 95% bootstrap interval; null with fewer than two runs. */
  readonly low: number | null;
  /** The upper end. */
  readonly high: number | null;
}

/** What a sweep found. Nothing in it depends on the clock, the number of workers or the machine. */
export interface SweepResults {
  /** Marks the format. */
  readonly format: 'firstmover.sweep-results';
  /** Its version. */
  readonly version: number;
  /** The name of the sweep. */
  readonly name: string;
  /** Whether every run ended, well or not. */
  readonly complete: boolean;
  /** The settings, by rung and index. */
  readonly settings: readonly SweepSetting[];
  /** The runs, by rung, setting and seed as the experiment lists them. */
  readonly runs: readonly SweepRun[];
  /** The index of the setting with the largest mean in the last rung; null without a value. */
  readonly best: number | null;
  /** The SHA-256 of the final states of all runs: equal for equal sweeps. */
  readonly stateHash: string;
}

/** The row of a run. */
export function sweepRun({ setting, rung }: Trial, config: RunConfig, end: RunEnd): SweepRun {
  const result = end.kind === 'finished' ? end.result : undefined;
  return {
    run: config.name,
    setting,
    rung,
    seed: config.seed,
    status: end.kind,
    leaderValue: result?.leaderValue ?? null,
    evidence: result?.evidence.kind ?? null,
    optimum: result?.optimum?.leaderValue ?? null,
    leaderRegret: result?.leaderRegret ?? null,
    stateHash: result?.stateHash ?? null,
    error: end.kind === 'failed' ? end.message : null,
  };
}

/** What a setting is worth to the search: the mean return of its runs; null where a run failed, was stopped or has none. */
export function worthOf(runs: readonly SweepRun[]): number | null {
  const returns = runs.map(({ leaderValue }) => leaderValue);
  return returns.every((value) => value !== null) && returns.length > 0 ? meanScore([returns]) : null;
}

/** Puts the rows of all runs together. */
export function sweepResults(sweep: ResolvedSweep, rows: readonly SweepRun[]): SweepResults {
  const runs = rows.toSorted((a, b) => a.rung - b.rung || a.setting - b.setting); // stable: seeds keep their order
  const groups = new Map<string, SweepRun[]>();
  for (const run of runs) groups.set(`${run.rung} ${run.setting}`, [...(groups.get(`${run.rung} ${run.setting}`) ?? []), run]);
  const settings = [...groups.values()].map((group) => summary(sweep, group));
  const last = settings.at(-1)?.rung;
  const valued = settings.filter(({ rung, mean }) => rung === last && mean !== null);
  const best = valued.reduce<SweepSetting | undefined>((top, each) => (top && top.mean! >= each.mean! ? top : each), undefined);
  return {
    format: 'firstmover.sweep-results',
    version: 2,
    name: sweep.name,
    complete: runs.every(({ status }) => status !== 'stopped'),
    settings,
    runs,
    best: best?.setting ?? null,
    stateHash: sha256(runs.map(({ run, stateHash }) => `${run} ${stateHash}\n`).join('')),
  };
}

function summary(sweep: ResolvedSweep, group: readonly SweepRun[]): SweepSetting {
  const { setting, rung } = group[0]!;
  const returns = group.flatMap(({ leaderValue }) => leaderValue ?? []);
  const interval = returns.length > 0 ? bootstrap([returns], meanScore) : undefined;
  const known = returns.length > 1;
  return {
    setting,
    rung,
    values: sweep.settings[setting]!,
    runs: returns.length,
    failed: group.filter(({ status }) => status === 'failed').length,
    mean: interval?.value ?? null,
    low: known ? interval!.low : null,
    high: known ? interval!.high : null,
  };
}

/** The runs as a table: a column per path of the space between seed and status. */
export function sweepCsv(sweep: ResolvedSweep, { runs }: SweepResults): string {
  const paths = Object.keys(sweep.settings[0] ?? {});
  const head = ['run', 'setting', 'rung', 'seed', ...paths, 'status', 'leaderValue', 'evidence', 'optimum', 'leaderRegret', 'stateHash', 'error']; // prettier-ignore
  const lines = runs.map((row) => [
    ...[row.run, row.setting, row.rung, row.seed],
    ...paths.map((path) => sweep.settings[row.setting]![path]!),
    ...[row.status, row.leaderValue, row.evidence, row.optimum, row.leaderRegret, row.stateHash, row.error],
  ]);
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\n`).join('');
}

function cell(value: unknown): string {
  const text = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
