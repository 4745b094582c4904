import { bootstrap, interquartileMean, medianInterval, profileIntervals } from '@firstmover/evaluation';
import { figure } from '../figures/draw.ts';
import { profile } from '../figures/profile.ts';
import { odds, strips } from '../figures/strips.ts';
import { count, percent, range } from '../markup/format.ts';
import type { Markup } from '../markup/markup.ts';
import type { Ranking } from '../statistics/compare.ts';
import type { ScoredRun } from '../statistics/scores.ts';
import { cells, commonTasks } from '../statistics/scores.ts';
import type { Evidence } from './evidence.ts';
import { overallCurves } from './progress-sections.ts';

const ticks = (value: number): string => percent(value);

/** Who won, in pictures: the scores of all methods, the odds of the first against the others, and how soon. */
export function verdictFigures(evidence: Evidence): Markup[] {
  const { verdict, scored, labels } = evidence;
  const overall = overallCurves(evidence);
  if (!verdict) return overall ? [overall] : [];
  const { ranking, comparisons } = verdict;
  const rows = ranking.map(({ arm }) => labels[arm]!);
  const best = labels[ranking[0]!.arm]!;
  const known = evidence.groups.tasks.every(({ optimum }) => optimum !== undefined);
  const measure = known ? 'share of the optimum' : 'score, 1 is the optimum or the best of these runs';
  const scores = figure({
    id: 'scores',
    title: `How good: ${measure}`,
    description: ranking
      .map(({ arm, score }) => `${labels[arm]!} ${percent(score.value)}, 95% interval ${range(score, percent)}`)
      .join('; '),
    plot: strips({
      rows,
      arms: ranking.map(({ arm }) => arm),
      dots: scored.map(({ arm, score }) => ({ row: labels[arm]!, arm, value: score })),
      middles: ranking.map(({ arm, score }) => ({ row: labels[arm]!, arm, ...score })),
      label: 'interquartile mean over games and runs',
      references: [1],
      tickFormat: ticks,
    }),
    table: {
      caption: measure,
      head: ['method', 'interquartile mean', '95% interval', 'runs', 'games'],
      rows: ranking.map(({ arm, score, runs, tasks }) => [labels[arm]!, percent(score.value), range(score, percent), runs, tasks]),
    },
  });
  const versus = comparisons.flatMap(({ second, improvement, sooner }) => [
    { row: labels[second]!, arm: ranking[0]!.arm, name: 'ends with more', ...improvement },
    ...(sooner ? [{ row: labels[second]!, arm: ranking[0]!.arm, name: 'is at the optimum sooner', ...sooner }] : []),
  ]);
  const pictures = ['ends with more', 'is at the optimum sooner'].flatMap((name, i) => {
    const own = versus.filter((item) => item.name === name);
    if (own.length === 0) return [];
    return figure({
      id: `odds-${i}`,
      title: `How sure: a run of ${best} ${name} than one of …`,
      description: own.map((item) => `${item.row}: ${percent(item.value)}, 95% interval ${range(item, percent)}`).join('; '),
      plot: odds(own, 'probability; 50% would be even'),
      table: {
        caption: `Probability that a run of ${best} ${name}`,
        head: ['than one of', 'probability', '95% interval'],
        rows: own.map((item) => [item.row, percent(item.value), range(item, percent)]),
      },
    });
  });
  return [scores, ...pictures, ...(overall ? [overall] : []), profilesFigure(evidence, verdict, measure)];
}

/** How many thresholds a profile has, and how many resamples an interval there: ends are seen, not read. */
const [THRESHOLDS, RESAMPLES] = [41, 300];

/** Which share of the runs of each method scores more than what: where the runs that are not at the optimum lie. */
function profilesFigure({ scored, labels }: Evidence, { ranking }: Ranking, measure: string): Markup {
  const [least, most] = [Math.min(...scored.map(({ score }) => score)), Math.max(...scored.map(({ score }) => score), 1)];
  const start = Math.min(least, most - 0.1);
  const thresholds = Array.from({ length: THRESHOLDS }, (_unused, i) => start + ((most - start) * i) / (THRESHOLDS - 1));
  const profiles = ranking.map(({ arm }) => {
    const own = cells(scored, arm, commonTasks(scored, [arm]), ({ score }) => score);
    return {
      arm,
      points: profileIntervals(own, thresholds, { resamples: RESAMPLES }).map(({ value, low, high }, i) => ({
        threshold: thresholds[i]!,
        value,
        low: Math.max(0, low),
        high: Math.min(1, high),
      })),
    };
  });
  const shown = [0, 10, 20, 30, 38].map((i) => profiles.map(({ points }) => points[i]!));
  return figure({
    id: 'profile',
    title: 'How reliable: share of runs above a score',
    description: `Performance profiles with pointwise 95% intervals; the higher, the better. ${ranking
      .map(
        ({ arm }, i) => `${labels[arm]!}: ${shown.map((at) => `${percent(at[i]!.value)} above ${percent(at[i]!.threshold)}`).join(', ')}`,
      )
      .join('; ')}.`,
    plot: profile(profiles, measure),
    table: {
      caption: 'Share of runs above a score',
      head: ['above', ...ranking.map(({ arm }) => labels[arm]!)],
      rows: shown.map((at) => [percent(at[0]!.threshold), ...at.map((point) => `${percent(point.value)} (${range(point, percent)})`)]),
    },
  });
}

/** Scores and steps to the optimum, game by game. */
export function gameFigures({ groups, scored, labels, order }: Evidence): Markup[] {
  if (scored.length === 0) return [];
  const shown = [...new Set(scored.map(({ task }) => task))];
  const rows = shown.map((task) => groups.tasks[task]!.label);
  const arms = order.filter((arm) => scored.some((run) => run.arm === arm));
  const cellsOf = (runs: readonly ScoredRun[]): { readonly task: number; readonly arm: number; readonly own: readonly ScoredRun[] }[] =>
    shown
      .flatMap((task) => arms.map((arm) => ({ task, arm, own: runs.filter((run) => run.task === task && run.arm === arm) })))
      .filter(({ own }) => own.length > 0);
  const scores = cellsOf(scored).map(({ task, arm, own }) => ({
    row: groups.tasks[task]!.label,
    arm,
    ...bootstrap([own.map(({ score }) => score)], interquartileMean),
  }));
  const timed = scored.filter(({ steps }) => steps !== undefined);
  const steps = cellsOf(timed).map(({ task, arm, own }) => ({
    row: groups.tasks[task]!.label,
    arm,
    ...medianInterval(own.map((run) => run.steps!)),
  }));
  const row = ({ task }: ScoredRun): string => groups.tasks[task]!.label;
  return [
    figure({
      id: 'game-scores',
      title: 'Share of the optimum',
      description: `Interquartile mean per game and method with 95% intervals: see the table of games.`,
      plot: strips({
        rows,
        arms,
        dots: scored.map((run) => ({ row: row(run), arm: run.arm, value: run.score })),
        middles: scores,
        label: 'share of the optimum',
        references: [1],
        tickFormat: ticks,
      }),
      table: {
        caption: 'Share of the optimum per game',
        head: ['game', 'method', 'interquartile mean', '95% interval'],
        rows: scores.map((item) => [item.row, labels[item.arm]!, percent(item.value), range(item, percent)]),
      },
    }),
    ...(timed.length === 0
      ? []
      : [
          figure({
            id: 'game-steps',
            title: 'Environment steps to the optimum',
            description: 'Median per game and method; a cross marks runs that never stay at the optimum.',
            plot: strips({
              rows: rows.filter((name) => timed.some((run) => row(run) === name)),
              arms,
              dots: timed.map((run) => ({ row: row(run), arm: run.arm, value: Math.max(1, run.steps!) })),
              middles: steps.map(({ row: name, arm, value }) => ({ row: name, arm, value, low: -Infinity, high: Infinity })),
              label: 'steps, logarithmic (× never)',
              log: true,
            }),
            table: {
              caption: 'Environment steps to the optimum, pre-training included',
              head: ['game', 'method', 'median', '95% interval'],
              rows: steps.map((item) => [item.row, labels[item.arm]!, count(item.value), range(item, count)]),
            },
          }),
        ]),
  ];
}
