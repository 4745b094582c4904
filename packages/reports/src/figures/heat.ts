import type { PlotOptions } from '@observablehq/plot';
import * as Plot from '@observablehq/plot';
import { labelAt, spaceFromJson } from '@firstmover/core';
import { mean, curveAt } from '@firstmover/evaluation';
import type { GameCard } from '@firstmover/experiments';
import { policyMetric } from '@firstmover/experiments';
import type { ReportRun } from '../groups/groups.ts';
import { curveOf } from '../groups/groups.ts';
import { short } from '../markup/format.ts';
import { armColour, stepsAxis } from './draw.ts';

/** How probable an action of the leader is while it learns. */
export interface HeatRow {
  /** What it sees, and what it does unless that is the same in all rows. */
  readonly label: string;
  /** The one action that all rows are about, where there are two. */
  readonly action: string | undefined;
  /** The index of the arm. */
  readonly arm: number;
  /** The name of the arm. */
  readonly armLabel: string;
  /** Mean probabilities over the runs. */
  readonly cells: readonly { readonly from: number; readonly to: number; readonly probability: number }[];
}

const COLUMNS = 36;
/** The most rows of a strip. */
const ROWS = 12;

/**
 * The policy of the leaders of one arm on one game, the mean of the runs. It has a row per observation, and per action where there are
 * more than two.
 *
 * @returns nothing where policies were not written down: they are too large, or the run is of an earlier version
 */
export function heatRows(game: GameCard, runs: readonly ReportRun[], arm: number, armLabel: string): HeatRow[] {
  const leader = Array.isArray(game.players) ? game.players.find(({ role }) => role === 'leader') : undefined;
  const [observations, actions] = leader ? [namesOf(leader.observation), namesOf(leader.action)] : [[], []];
  const one = actions.length === 2 ? actions[0]! : undefined;
  const shown = one === undefined ? actions.map((_name, i) => i) : [0];
  const pairs = observations.flatMap((name, i) =>
    shown.map((action) => ({ name: one === undefined ? `${name}: ${actions[action]!}` : name, observation: i, action })),
  );
  return pairs.slice(0, ROWS).flatMap(({ name, observation, action }) => {
    const curves = runs.flatMap(({ evaluations }) => curveOf(evaluations, policyMetric(observation, action)) ?? []);
    if (curves.length === 0) return [];
    const first = Math.max(...curves.map(({ steps }) => steps[0]!));
    const last = Math.max(first + 1, Math.min(...curves.map(({ steps }) => steps.at(-1)!)));
    const cells: { from: number; to: number; probability: number }[] = [];
    for (let i = 0; i < COLUMNS; i++) {
      const [from, to] = [first + (i / COLUMNS) * (last - first), first + ((i + 1) / COLUMNS) * (last - first)];
      const probability = Number(mean(curves.map((curve) => curveAt(curve, to))).toFixed(2));
      const before = cells.at(-1);
      if (before?.probability === probability) before.to = to;
      else cells.push({ from, to, probability });
    }
    return [{ label: name, action: one, arm, armLabel, cells }];
  });
}

/** The names in a discrete space, as a run folder describes it; none of other spaces. */
function namesOf(space: unknown): string[] {
  if (typeof space !== 'string') return [];
  const found = spaceFromJson(space);
  return found.kind === 'discrete' && found.n <= 64 ? Array.from({ length: found.n }, (_unused, i) => labelAt(found, i)) : [];
}

/** The strips of one game, a block per arm: the darker, the more probable. */
export function heat(rows: readonly HeatRow[]): PlotOptions {
  const arms = [...new Set(rows.map(({ armLabel }) => armLabel))];
  const labels = [...new Set(rows.map(({ label }) => label))];
  const cells = rows.flatMap(({ label, arm, armLabel, cells: own }) => own.map((cell) => ({ label, arm, armLabel, ...cell })));
  const [first, last] = [Math.min(...cells.map(({ from }) => from)), Math.max(...cells.map(({ to }) => to))];
  return {
    height: 60 + arms.length * (18 + 17 * labels.length),
    marginLeft: 168,
    marginRight: 14,
    marginTop: 8,
    marginBottom: 40,
    x: stepsAxis(first, last),
    y: { label: null, domain: labels, tickFormat: (label: string) => short(label, 27), tickSize: 0, padding: 0.08, type: 'band' as const },
    fy: { axis: null, domain: arms, padding: 0.1 },
    opacity: { type: 'identity' as never },
    marks: [
      Plot.frame({ fill: 'var(--soft)', fillOpacity: 0.25 }),
      Plot.rect(cells, {
        x1: 'from',
        x2: 'to',
        y: 'label',
        fy: 'armLabel',
        fill: ({ arm }: { readonly arm: number }) => armColour(arm),
        fillOpacity: 'probability',
        inset: 0,
      }),
    ],
  };
}
