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

/** A row as a line of JSONL. */
export function rowLine(row: MetricsRow): string {
  return `${JSON.stringify(row)}\n`;
}

/** The numbers of a row that a plot shows: all but the update and the phase, and only finite ones. */
export function scalarsOf(row: MetricsRow): { readonly tag: string; readonly value: number }[] {
  return Object.entries(row).flatMap(([tag, value]) => (typeof value === 'number' && tag !== 'update' ? [{ tag, value }] : []));
}
