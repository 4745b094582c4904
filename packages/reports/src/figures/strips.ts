import type { PlotOptions } from '@observablehq/plot';
import * as Plot from '@observablehq/plot';
import type { Interval } from '@firstmover/evaluation';
import { short } from '../markup/format.ts';
import { armColour } from './draw.ts';

/** A dot: one run. */
export interface Dot {
  /** The row it belongs to. */
  readonly row: string;
  /** The index of its arm. */
  readonly arm: number;
  /** What was measured; infinite values are drawn at the right end. */
  readonly value: number;
}

/** What a strip plot shows. */
export interface StripsOptions {
  /** The rows, from above. */
  readonly rows: readonly string[];
  /** The indices of the arms in a row, from above. */
  readonly arms: readonly number[];
  /** One per run. */
  readonly dots: readonly Dot[];
  /** The middle of some dots, with its interval where that is known. */
  readonly middles: readonly (Interval & { readonly row: string; readonly arm: number })[];
  /** The axis. */
  readonly label: string;
  /** Values to compare with, dashed. */
  readonly references?: readonly number[];
  /** Whether the axis is logarithmic (default false). */
  readonly log?: boolean;
  /** How numbers of the axis are written. */
  readonly tickFormat?: (value: number) => string;
}

/** A row per game, or per arm; in it a line per arm, with a dot per run and the middle with its interval. */
export function strips({ rows, arms, dots, middles, label, references = [], log = false, tickFormat }: StripsOptions): PlotOptions {
  const known = middles.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const finite = dots.filter(({ value }) => Number.isFinite(value));
  const most = Math.max(...finite.map(({ value }) => value), 1);
  const ends = log ? [] : [...finite.map(({ value }) => value), ...known.flatMap(({ low, high }) => [low, high]), ...references];
  const [least, highest] = [Math.min(...ends), Math.max(...ends)];
  // Values that are all alike still get a scale.
  const domain = [Math.min(least, highest - 0.1), highest];
  const never = dots.filter(({ value }) => value === Infinity);
  const end = log ? most * 1.7 : most;
  const place = <TItem extends { readonly row: string; readonly arm: number }>(
    items: readonly TItem[],
  ): (TItem & { readonly line: string })[] => items.map((item) => ({ ...item, line: String(item.arm) }));
  const colour = ({ arm }: { readonly arm: number }): string => armColour(arm);
  const one = arms.length === 1 || rows.length === arms.length;
  return {
    height: 52 + rows.length * (10 + 15 * (one ? 1 : arms.length)),
    marginLeft: 122,
    marginRight: 18,
    insetRight: 6,
    insetLeft: 6,
    marginTop: 8,
    marginBottom: 40,
    x: {
      label,
      grid: true,
      ticks: 4,
      ...(log ? { type: 'log' as const, tickFormat: '~s' } : { domain, ...(tickFormat ? { tickFormat } : {}) }),
    },
    y: { axis: null, padding: 0.1, ...(one ? { domain: ['0'] } : { domain: arms.map(String) }) },
    fy: { label: null, domain: [...rows], padding: 0.12, tickFormat: (row: string) => short(row, 18), axis: 'left' },
    marks: [
      Plot.ruleX(references, { stroke: 'var(--ink)', strokeDasharray: '5 4' }),
      Plot.dot(at(one, place(finite)), { x: 'value', y: 'line', fy: 'row', r: 2.6, fill: colour, fillOpacity: 0.35 }),
      Plot.text(at(one, place(never)), {
        x: () => end,
        y: 'line',
        fy: 'row',
        text: () => '×',
        fill: colour,
        fontWeight: 700,
        fontSize: 14,
      }),
      Plot.ruleY(at(one, place(known)), {
        x1: 'low',
        x2: 'high',
        y: 'line',
        fy: 'row',
        stroke: colour,
        strokeWidth: 3,
        strokeLinecap: 'round',
      }),
      Plot.tickX(at(one, place(middles.filter(({ value }) => Number.isFinite(value)))), {
        x: 'value',
        y: 'line',
        fy: 'row',
        stroke: colour,
        strokeWidth: 3,
      }),
    ],
  };
}

/** With one line per row, all of it lies on that line. */
function at<TItem extends { readonly line: string }>(one: boolean, items: readonly TItem[]): TItem[] {
  return items.map((item) => (one ? { ...item, line: '0' } : item));
}

/** Probabilities with their intervals, against the even odds of one half. */
export function odds(rows: readonly (Interval & { readonly row: string; readonly arm: number })[], label: string): PlotOptions {
  const known = rows.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  return {
    height: 56 + 30 * rows.length,
    marginLeft: 122,
    marginRight: 18,
    marginTop: 8,
    marginBottom: 40,
    x: { label, grid: true, domain: [0, 1], ticks: 5, tickFormat: '.0%' },
    y: { label: null, domain: rows.map(({ row }) => row), tickFormat: (row: string) => short(row, 18), tickSize: 0 },
    marks: [
      Plot.ruleX([0.5], { stroke: 'var(--ink)', strokeDasharray: '5 4' }),
      Plot.ruleY(known, {
        x1: 'low',
        x2: 'high',
        y: 'row',
        stroke: ({ arm }: { readonly arm: number }) => armColour(arm),
        strokeWidth: 5,
        strokeLinecap: 'round',
      }),
      Plot.dot(rows, { x: 'value', y: 'row', r: 6, fill: ({ arm }: { readonly arm: number }) => armColour(arm) }),
    ],
  };
}
