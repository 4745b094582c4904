import type { LearningCurve } from '@firstmover/evaluation';
import type { GameCard, MetricsRow, Run } from '@firstmover/experiments';
import type { Optimum } from '@firstmover/evaluation';
import type { Arm } from './arms.ts';
import { armsOf, settingsOf } from './arms.ts';

/** One game with its parameters, played against one class of follower. */
export interface Task {
  /** What it is called. */
  readonly label: string;
  /** The game. */
  readonly game: GameCard;
  /** The class of follower for which returns hold; empty where no run was verified. */
  readonly followerClass: string;
  /** The exact optimum; undefined where it is not known. */
  readonly optimum: Optimum | undefined;
}

/** What a report uses of one run. */
export interface ReportRun {
  /** The run. */
  readonly run: Run;
  /** The name of its folder. */
  readonly name: string;
  /** The index of its arm. */
  readonly arm: number;
  /** The index of its task. */
  readonly task: number;
  /** What the leader earned in the end, ties against it; undefined where that is not known. Of an unfinished run: in its last evaluation. */
  readonly value: number | undefined;
  /** The best-response gap in the end. */
  readonly gap: number | undefined;
  /** The leader's return over all environment steps; undefined without evaluations. */
  readonly returns: LearningCurve | undefined;
  /** The best-response gap over all environment steps. */
  readonly gaps: LearningCurve | undefined;
  /** The rows of metrics with an evaluation. */
  readonly evaluations: readonly MetricsRow[];
}

/** Runs in groups. */
export interface Groups {
  /** The ways to learn. */
  readonly arms: readonly Arm[];
  /** The games. */
  readonly tasks: readonly Task[];
  /** The runs, those of one arm and task in the order they were given. */
  readonly runs: readonly ReportRun[];
}

/** Environment steps until a row of metrics, pre-training included. */
export function stepsOf(row: MetricsRow): number {
  return row.pretrainingSteps + row.leaderSteps;
}

/** A metric over environment steps; rows without it, and later rows at the same step, are left out. */
export function curveOf(rows: readonly MetricsRow[], metric: string): LearningCurve | undefined {
  const steps: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    const value = row[metric];
    const step = stepsOf(row);
    if (typeof value !== 'number' || !Number.isFinite(step) || (steps.length > 0 && step <= steps.at(-1)!)) continue;
    steps.push(step);
    values.push(value);
  }
  return steps.length === 0 ? undefined : { steps, values };
}

/** Puts runs into groups, in the order in which arms and tasks first appear. */
export function groupRuns(runs: readonly Run[]): Groups {
  const arms = indexed(runs, ({ config }) => JSON.stringify([...settingsOf(config)]));
  const games = indexed(runs, ({ game }) => JSON.stringify([game.id, game.parameters]));
  const ownClass = runs.map(({ result }) => (result?.notVerified === null ? result.followerClass : undefined));
  const classes = runs.map((_run, i) => ownClass[i] ?? ownClass.find((found, j) => found && games.of[j] === games.of[i]) ?? '');
  const tasks = indexed(runs, (_run, i) => JSON.stringify([games.of[i], classes[i]]));
  const taskLabels = taskNames(tasks.first.map((i) => ({ game: runs[i]!.game, followerClass: classes[i]! })));
  return {
    arms: armsOf(arms.first.map((i) => runs[i]!.config)),
    tasks: tasks.first.map((i, task) => ({
      label: taskLabels[task]!,
      game: runs[i]!.game,
      followerClass: classes[i]!,
      optimum: runs.find(({ result }, j) => tasks.of[j] === task && result?.optimum)?.result?.optimum ?? undefined,
    })),
    runs: runs.map((run, i) => reportRun(run, arms.of[i]!, tasks.of[i]!)),
  };
}

function reportRun(run: Run, arm: number, task: number): ReportRun {
  const evaluations = run.metrics().filter((row) => typeof row['equilibrium/leaderReturn'] === 'number');
  const [returns, gaps] = [curveOf(evaluations, 'equilibrium/leaderReturn'), curveOf(evaluations, 'equilibrium/bestResponseGap')];
  const { leaderValue, bestResponseGap } = run.result ?? {};
  return {
    run,
    name: run.folder.split(/[/\\]/).findLast((part) => part !== '') ?? run.folder,
    arm,
    task,
    value: leaderValue ?? returns?.values.at(-1),
    gap: bestResponseGap ?? gaps?.values.at(-1),
    returns,
    gaps,
    evaluations,
  };
}

/** Per item the index of its key, in the order of first appearance, and per key its first item. */
function indexed<TItem>(
  items: readonly TItem[],
  key: (item: TItem, at: number) => string,
): { readonly of: number[]; readonly first: number[] } {
  const keys = new Map<string, number>();
  const first: number[] = [];
  const of = items.map((item, at) => {
    const own = key(item, at);
    const known = keys.get(own);
    if (known !== undefined) return known;
    keys.set(own, first.length);
    return first.push(at) - 1;
  });
  return { of, first };
}

/** The shortest names that tell tasks apart: the id, then the parameters that differ, then the class of follower. */
function taskNames(tasks: readonly { readonly game: GameCard; readonly followerClass: string }[]): string[] {
  return tasks.map(({ game, followerClass }) => {
    const name = String(game.id)
      .replace(/^.*\//, '')
      .replace(/-v\d+$/, '')
      .replace(/^Iterated(?=.)/, '');
    const same = tasks.filter((other) => other.game.id === game.id);
    const differing = Object.entries(game.parameters ?? {}).filter(([parameter, value]) =>
      same.some((other) => JSON.stringify(other.game.parameters?.[parameter]) !== JSON.stringify(value)),
    );
    const parameters = differing.map(([parameter, value]) => `${parameter} ${JSON.stringify(value)}`);
    const classes = same.some((other) => other.followerClass !== followerClass) ? [`${followerClass} follower`] : [];
    const more = [...parameters, ...classes].join(', ');
    return more ? `${name} (${more})` : name;
  });
}
