import type { LearningCurve, Scores } from '@firstmover/evaluation';
import { interquartileMean, mean } from '@firstmover/evaluation';
import type { Band } from '../figures/curves.ts';
import { band, curves, curvesTable } from '../figures/curves.ts';
import { figure } from '../figures/draw.ts';
import { heat, heatRows } from '../figures/heat.ts';
import type { ReportRun } from '../groups/groups.ts';
import { percent } from '../markup/format.ts';
import type { Markup } from '../markup/markup.ts';
import { markup } from '../markup/markup.ts';
import type { Evidence } from './evidence.ts';
import { shownRuns } from './evidence.ts';

const NONE = markup`<p>No run was evaluated while it learned.</p>`;

/** Curves of the leader's return: over all games as a share of the optimum, then per game. */
export function learningSection(evidence: Evidence): Markup {
  const panels = perTask(evidence, ({ returns }) => returns, interquartileMean);
  if (panels.length === 0) return NONE;
  const { tasks } = evidence.groups;
  return markup`<p>Return of the greedy leader against a best response, over all environment steps: a curve begins where pre-training has ended. Interquartile means over runs with 95% bootstrap intervals; the dashed line is the exact optimum.</p>
<div class="grid">${panels.map(({ task, bands }) =>
    figure({
      id: `learning-${task}`,
      title: tasks[task]!.label,
      description: `Return of the leader over environment steps. ${lastWords(bands, (value) => String(Number(value.toPrecision(4))))}`,
      plot: curves(bands, { y: 'return', reference: tasks[task]!.optimum?.leaderValue }),
      table: curvesTable(`Return of the leader, ${tasks[task]!.label}`, bands),
    }),
  )}</div>`;
}

/** The share of the optimum over environment steps, all games together: undefined where no game has an optimum. */
export function overallCurves(evidence: Evidence): Markup | undefined {
  const { groups, labels, order } = evidence;
  const share = (optimum: number, { steps, values }: LearningCurve): LearningCurve => ({
    steps,
    values: values.map((value) => 1 - (optimum - value) / (Math.abs(optimum) || 1)),
  });
  const bands = order.flatMap((arm) => {
    const perGame = groups.tasks.flatMap(({ optimum }, task) => {
      const own = optimum
        ? shownRuns(evidence, arm, task).flatMap(({ returns }) => (returns ? [share(optimum.leaderValue, returns)] : []))
        : [];
      return own.length === 0 ? [] : [own];
    });
    return band(labels[arm]!, arm, perGame, interquartileMean) ?? [];
  });
  if (bands.length === 0) return undefined;
  return figure({
    id: 'overall',
    title: 'How soon: share of the optimum over environment steps',
    description: `Interquartile mean over all games and runs with 95% intervals. ${lastWords(bands, percent)}`,
    plot: curves(bands, { y: 'share of the optimum', reference: 1, named: true, height: 240, tickFormat: percent }),
    table: curvesTable('Share of the optimum over environment steps', bands, percent),
  });
}

/** Curves of the best-response gap, per game. */
export function gapSection(evidence: Evidence): Markup {
  const panels = perTask(
    evidence,
    ({ gaps }) => gaps,
    (scores) => mean(scores.flat()),
  );
  if (panels.length === 0)
    return markup`<p>No gap was measured: it needs followers that are a table, and a game in which a best response is computed exactly.</p>`;
  const { tasks } = evidence.groups;
  return markup`<p>What the followers fall short of an exact best response, in their own return: 0 means that the leader learned against followers that respond best. Means over runs with 95% bootstrap intervals.</p>
<div class="grid">${panels.map(({ task, bands }) =>
    figure({
      id: `gap-${task}`,
      title: tasks[task]!.label,
      description: `Best-response gap over environment steps. ${lastWords(bands, (value) => String(Number(value.toPrecision(4))))}`,
      plot: curves(bands, { y: 'gap', reference: 0, height: 170, ...(allZero(bands) ? { domain: [0, 1] as const } : {}) }),
      table: curvesTable(`Best-response gap, ${tasks[task]!.label}`, bands),
    }),
  )}</div>`;
}

/** Heat strips of the leaders' policies, per game. */
export function policySection(evidence: Evidence): Markup {
  const { groups, labels, order } = evidence;
  const panels = groups.tasks.flatMap(({ game, label }, task) => {
    const rows = order.flatMap((arm) => heatRows(game, shownRuns(evidence, arm, task), arm, labels[arm]!));
    if (rows.length === 0) return [];
    const words = (probability: number): string => probability.toFixed(2);
    return figure({
      id: `policy-${task}`,
      title: rows[0]!.action === undefined ? label : `${label}: how probable “${rows[0]!.action}” is`,
      description: `How probable the leader's actions are over environment steps, the mean of the runs; a block per method. At the end: ${rows.map((row) => `${row.armLabel}, ${row.label} ${words(row.cells.at(-1)!.probability)}`).join('; ')}.`,
      plot: heat(rows),
      table: {
        caption: `Probabilities of the leader's actions, ${label}`,
        head: ['observation and action', 'method', 'at the first evaluation', 'halfway', 'at the end'],
        rows: rows.map((row) => [
          row.label,
          row.armLabel,
          words(row.cells[0]!.probability),
          words(row.cells[Math.floor(row.cells.length / 2)]!.probability),
          words(row.cells.at(-1)!.probability),
        ]),
      },
    });
  });
  if (panels.length === 0) return markup`<p>No policy was written down: it is for leaders that are tables of at most 64 probabilities.</p>`;
  return markup`<p>A row says how probable an action is where the leader sees what the row is called: the stronger the colour, the more probable. Means over runs; in the order of the legend, a block per method.</p><div class="grid">${panels}</div>`;
}

function perTask(
  evidence: Evidence,
  curve: (run: ReportRun) => LearningCurve | undefined,
  statistic: (scores: Scores) => number,
): { readonly task: number; readonly bands: readonly Band[] }[] {
  const { groups, labels, order } = evidence;
  return groups.tasks.flatMap((_task, task) => {
    const bands = order.flatMap((arm) => {
      const own = shownRuns(evidence, arm, task).flatMap((run) => curve(run) ?? []);
      return own.length === 0 ? [] : (band(labels[arm]!, arm, [own], statistic) ?? []);
    });
    return bands.length === 0 ? [] : [{ task, bands }];
  });
}

function lastWords(bands: readonly Band[], format: (value: number) => string): string {
  return bands.map(({ label, points }) => `${label} ends at ${format(points.at(-1)!.value)}`).join('; ');
}

function allZero(bands: readonly Band[]): boolean {
  return bands.every(({ points }) => points.every(({ value }) => Math.abs(value) < 1e-12));
}
