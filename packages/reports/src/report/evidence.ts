import type { Groups, ReportRun } from '../groups/groups.ts';
import type { Ranking } from '../statistics/compare.ts';
import type { ScoredRun } from '../statistics/scores.ts';

/** What the parts of a report are made of. */
export interface Evidence {
  /** Runs in groups. */
  readonly groups: Groups;
  /** The finished ones with their scores. */
  readonly scored: readonly ScoredRun[];
  /** What they say. */
  readonly verdict: Ranking | undefined;
  /** The names of the arms. */
  readonly labels: readonly string[];
  /** The arms, the first one first. */
  readonly order: readonly number[];
}

/** The runs of an arm on a task whose progress is shown: the finished ones, or all where none is finished. */
export function shownRuns({ groups, scored }: Evidence, arm: number, task: number): readonly ReportRun[] {
  const of = <TRun extends ReportRun>(runs: readonly TRun[]): TRun[] => runs.filter((run) => run.arm === arm && run.task === task);
  const finished = of(scored);
  return finished.length > 0 ? finished : of(groups.runs);
}
