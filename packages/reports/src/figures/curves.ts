import type { PlotOptions } from '@observablehq/plot';
import * as Plot from '@observablehq/plot';
import type { Interval, LearningCurve, Scores } from '@firstmover/evaluation';
import { sampleEfficiency } from '@firstmover/evaluation';
import { count, number, range } from '../markup/format.ts';
import type { Table } from '../markup/table.ts';
import { armColour, stepsAxis } from './draw.ts';

/** A statistic of an arm's runs over environment steps. */
export interface Band {
  /** What the line is called. */
  readonly label: string;
  /** The index of its arm. */
  readonly arm: number;
  /** Its points. */
  readonly points: readonly (Interval & { readonly step: number })[];
}

const POINTS = 32;
/** Fewer than for a final number: there are thousands of points, and their ends are seen, not read. */
const RESAMPLES = 300;

/**
 * The statistic of the runs of an arm, from where all of them are evaluated to where the first of them ends.
 *
 * @param tasks - per task, the curves of its runs
 * @returns undefined without curves
 */
export function band(
  label: string,
  arm: number,
  tasks: readonly (readonly LearningCurve[])[],
  statistic: (scores: Scores) => number,
): Band | undefined {
  const all = tasks.flat();
  if (all.length === 0 || tasks.some((curves) => curves.length === 0)) return undefined;
  const first = Math.max(...all.map(({ steps }) => steps[0]!));
  const shortest = Math.min(...all.map(({ steps }) => steps.at(-1)!));
  // Where one run ends before another begins, the last value of it is held.
  const last = shortest > first ? shortest : Math.max(...all.map(({ steps }) => steps.at(-1)!));
  const steps = last > first ? Array.from({ length: POINTS }, (_unused, i) => first + (i / (POINTS - 1)) * (last - first)) : [first];
  const found = sampleEfficiency(tasks, steps, statistic, { resamples: RESAMPLES });
  return { label, arm, points: found.map((interval, i) => ({ ...interval, step: steps[i]! })) };
}

/** How curves are drawn. */
export interface CurvesOptions {
  /** What is followed. */
  readonly y: string;
  /** A value to compare with, dashed. */
  readonly reference?: number | undefined;
  /** The ends of the axis (default: those of the lines). */
  readonly domain?: readonly [number, number];
  /** How numbers of the axis are written (default in full). */
  readonly tickFormat?: (value: number) => string;
  /** Whether lines are named where they end (default false). */
  readonly named?: boolean;
  /** How high the figure is (default 210). */
  readonly height?: number;
}

/** Lines with their intervals over environment steps. */
export function curves(
  bands: readonly Band[],
  { y, reference, domain, tickFormat, named = false, height = 210 }: CurvesOptions,
): PlotOptions {
  const points = bands.flatMap(({ label, arm, points: own }) => own.map((point) => ({ label, arm, ...point })));
  const steps = points.map(({ step }) => step).filter((step) => step > 0);
  const [first, last] = [Math.min(...steps), Math.max(...steps)];
  const finite = points.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const ends = [
    ...points.map(({ value }) => value),
    ...finite.flatMap(({ low, high }) => [low, high]),
    ...(reference === undefined ? [] : [reference]),
  ];
  const axis = domain ?? readableDomain(Math.min(...ends), Math.max(...ends));
  return {
    height,
    marginLeft: 46,
    marginRight: 14,
    marginTop: 24,
    marginBottom: 40,
    x: stepsAxis(first, last),
    y: { label: y, grid: true, ticks: 5, ...(axis ? { domain: [...axis] } : {}), ...(tickFormat ? { tickFormat } : {}) },
    marks: [
      ...(reference === undefined ? [] : [Plot.ruleY([reference], { stroke: 'var(--ink)', strokeDasharray: '5 4' })]),
      Plot.areaY(finite, {
        x: 'step',
        y1: 'low',
        y2: 'high',
        z: 'arm',
        fill: ({ arm }: { readonly arm: number }) => armColour(arm),
        fillOpacity: 0.2,
        curve: 'step-after',
      }),
      ...bands.map(({ arm, points: own }) =>
        Plot.lineY(own, {
          x: 'step',
          y: 'value',
          stroke: armColour(arm),
          strokeWidth: 2.2,
          curve: 'step-after',
          ...(arm % 2 === 1 ? { strokeDasharray: '7 2' } : {}),
        }),
      ),
      ...bands
        .filter(({ points: own }) => own.length === 1)
        .map(({ arm, points: own }) => Plot.dot(own, { x: 'step', y: 'value', fill: armColour(arm) })),
      ...(named
        ? bands.map(({ label, arm, points: own }, place) =>
            Plot.text(own.slice(-1), {
              x: 'step',
              y: 'value',
              text: () => label,
              fill: armColour(arm),
              ...(own.at(-1)!.step > last / 3 ? { textAnchor: 'end' as const } : { textAnchor: 'start' as const, dx: 6 }),
              dy: 12 + 14 * place,
              fontWeight: 600,
              stroke: 'var(--card)',
              strokeWidth: 4,
            }),
          )
        : []),
    ],
  };
}

/** Values that are all but alike get a scale on which their labels differ; undefined where they need none. */
function readableDomain(least: number, most: number): readonly [number, number] | undefined {
  const size = Math.max(Math.abs(least), Math.abs(most));
  if (most - least > size / 1000 || !Number.isFinite(size)) return undefined;
  const room = size === 0 ? 0.5 : size / 100;
  return [least - room, most + room];
}

/** The numbers of curves: a few rows of each. */
export function curvesTable(caption: string, bands: readonly Band[], format: (value: number) => string = number): Table {
  return {
    caption,
    head: ['method', 'steps', 'value', '95% interval'],
    rows: bands.flatMap(({ label, points }) =>
      points
        .filter((_point, i) => i === points.length - 1 || i % 8 === 0)
        .map((point) => [label, count(point.step), format(point.value), range(point, format)]),
    ),
  };
}
