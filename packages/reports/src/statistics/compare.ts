import type { Interval } from '@firstmover/evaluation';
import { bootstrap, bootstrapOfTwo, interquartileMean, median, medianInterval, probabilityOfImprovement } from '@firstmover/evaluation';
import type { ScoredRun } from './scores.ts';
import { cells, commonTasks } from './scores.ts';

/** One arm over all its games. */
export interface ArmSummary {
  /** The index of the arm. */
  readonly arm: number;
  /** How many games it has finished runs of. */
  readonly tasks: number;
  /** How many finished runs. */
  readonly runs: number;
  /** The interquartile mean of the share of the optimum. */
  readonly score: Interval;
  /** How many runs have an optimum to reach, and how many stayed at it until their end. */
  readonly optimal: { readonly reached: number; readonly of: number };
  /** The median of the steps to the optimum; undefined where no game has one. */
  readonly steps: Interval | undefined;
}

/** One arm beside another, on the games that both have runs of. */
export interface Comparison {
  /** The index of the first arm. */
  readonly first: number;
  /** The index of the second arm. */
  readonly second: number;
  /** How many games. */
  readonly tasks: number;
  /** The probability that a run of the first ends with more than one of the second. */
  readonly improvement: Interval;
  /** The difference of the interquartile means, first minus second. */
  readonly difference: Interval;
  /** The probability that a run of the first is at the optimum sooner; undefined where no game has one. */
  readonly sooner: Interval | undefined;
  /** The median steps of the second over those of the first; undefined where one of them is infinite. */
  readonly speedup: Interval | undefined;
}

/** What the runs say: who is first, by how much, and how sure that is. */
export interface Ranking {
  /** The arms, the first one first. */
  readonly ranking: readonly ArmSummary[];
  /** The first arm beside every other, in the order of the ranking. */
  readonly comparisons: readonly Comparison[];
  /**
   * What decides between the first two: the return in the end, else the steps to the optimum, else nothing (`none`); `alone` with one arm. Decided means that
   * a 95% interval of the probability lies above one half.
   */
  readonly decided: 'return' | 'steps' | 'none' | 'alone';
}

/** Summarises one arm. */
export function summarise(runs: readonly ScoredRun[], arm: number): ArmSummary {
  const own = runs.filter((run) => run.arm === arm);
  const tasks = commonTasks(runs, [arm]);
  const steps = own.flatMap((run) => (run.steps === undefined ? [] : [run.steps]));
  return {
    arm,
    tasks: tasks.length,
    runs: own.length,
    score: bootstrap(
      cells(runs, arm, tasks, ({ score }) => score),
      interquartileMean,
    ),
    optimal: { reached: steps.filter((step) => step < Infinity).length, of: steps.length },
    steps: steps.length === 0 ? undefined : medianInterval(steps),
  };
}

/**
 * Compares two arms.
 *
 * @returns undefined where they have no game in common
 */
export function compare(runs: readonly ScoredRun[], first: number, second: number): Comparison | undefined {
  const tasks = commonTasks(runs, [first, second]);
  if (tasks.length === 0) return undefined;
  const score = (arm: number): (readonly number[])[] => cells(runs, arm, tasks, (run) => run.score);
  const timed = tasks.filter((task) => runs.every((run) => run.task !== task || run.steps !== undefined));
  const speed = (arm: number): (readonly number[])[] => cells(runs, arm, timed, (run) => -run.steps!);
  const middle = (arm: number): number => median(speed(arm).flat());
  return {
    first,
    second,
    tasks: tasks.length,
    improvement: bootstrapOfTwo(score(first), score(second), probabilityOfImprovement),
    difference: bootstrapOfTwo(score(first), score(second), (a, b) => interquartileMean(a) - interquartileMean(b)),
    sooner: timed.length === 0 ? undefined : bootstrapOfTwo(speed(first), speed(second), probabilityOfImprovement),
    speedup:
      timed.length === 0 || !Number.isFinite(middle(first)) || !Number.isFinite(middle(second)) || middle(first) === 0
        ? undefined
        : bootstrapOfTwo(speed(first), speed(second), (a, b) => ratio(median(b.flat()), median(a.flat()))),
  };
}

/** Of two medians, of which resampling may have made both infinite: then neither is sooner. */
function ratio(second: number, first: number): number {
  return second === first ? 1 : second / first;
}

/**
 * Ranks the arms by the return in the end, and where that does not decide between the first two, by the steps to the optimum.
 *
 * @returns undefined where no run is finished
 */
export function judge(runs: readonly ScoredRun[]): Ranking | undefined {
  const arms = [...new Set(runs.map(({ arm }) => arm))].sort((a, b) => a - b);
  const ranking = arms.map((arm) => summarise(runs, arm)).sort((a, b) => b.score.value - a.score.value || stepsFirst(a, b));
  const [best, rival] = ranking;
  if (!best) return undefined;
  if (!rival) return { ranking, comparisons: [], decided: 'alone' };
  const duel = compare(runs, best.arm, rival.arm);
  const byReturn = (duel?.improvement.low ?? 0) > 0.5;
  if (duel && !byReturn && (duel.sooner?.high ?? 1) < 0.5) ranking.splice(0, 2, rival, best);
  const comparisons = ranking.slice(1).flatMap(({ arm }) => compare(runs, ranking[0]!.arm, arm) ?? []);
  const top = comparisons.find(({ second }) => second === ranking[1]!.arm);
  const bySteps = (top?.sooner?.low ?? 0) > 0.5;
  return { ranking, comparisons, decided: byReturn ? 'return' : bySteps ? 'steps' : 'none' };
}

function stepsFirst(a: ArmSummary, b: ArmSummary): number {
  const [own, other] = [a.steps?.value ?? Infinity, b.steps?.value ?? Infinity];
  return own === other ? 0 : own - other;
}
