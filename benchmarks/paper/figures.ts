import type { PlotOptions } from '@observablehq/plot';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Point, Run } from '../harness/study.ts';
import { interval } from './numbers.ts';

const INK = '#1f4e79';
const PAPER = '#c0392b';

/** What is used of an element. */
interface Drawing {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
}

/** A figure as the text of an SVG file, drawn without a browser. */
export function svg(options: PlotOptions): string {
  const { document } = parseHTML('<html><body></body></html>');
  const root = Plot.plot({ ...options, document } as PlotOptions) as unknown as Drawing;
  root.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  root.setAttribute('style', 'background: white; color: black');
  // Class names are random otherwise.
  return `${root.outerHTML.replaceAll(/plot-[0-9a-f]{6}/g, 'plot')}\n`;
}

/** What a strip plot shows. */
export interface StripOptions {
  /** The measure. */
  readonly measure: string;
  /** The axis. */
  readonly label: string;
  /** Values to compare with, dashed. */
  readonly references?: readonly number[];
  /** A logarithmic axis. */
  readonly log?: boolean;
  /** The ends of the axis. */
  readonly domain?: readonly [number, number];
}

/** One row per arm: a dot per seed, and the mean with its bootstrap interval. */
export function strips(runs: readonly Run[], { measure, label, references = [], log = false, domain }: StripOptions): string {
  const shown = runs.filter(({ values }) => typeof values[measure] === 'number');
  const arms = [...new Set(runs.map(({ arm }) => arm))];
  const means = arms.flatMap((arm) => {
    const values = shown.filter((run) => run.arm === arm).map((run) => run.values[measure]!);
    return values.length === 0 ? [] : [{ arm, ...interval(values) }];
  });
  return svg({
    width: 720,
    height: 60 + 34 * arms.length,
    marginLeft: 260,
    insetLeft: 8,
    insetRight: 8,
    x: { label, grid: true, ...(log ? { type: 'log' as const } : {}), ...(domain ? { domain: [...domain] } : {}) },
    y: { label: null, domain: arms },
    marks: [
      Plot.ruleX(references, { stroke: PAPER, strokeDasharray: '4 3' }),
      Plot.dot(shown, { x: (run: Run) => run.values[measure], y: 'arm', r: 3, stroke: '#999', fill: 'none' }),
      Plot.ruleY(means, { x1: 'low', x2: 'high', y: 'arm', stroke: INK, strokeWidth: 3 }),
      Plot.tickX(means, { x: 'value', y: 'arm', stroke: INK, strokeWidth: 2, insetTop: 8, insetBottom: 8 }),
    ],
  });
}

/** What a plot of curves shows. */
export interface CurveOptions {
  /** The axis of time. */
  readonly x: string;
  /** What is followed. */
  readonly y: string;
  /** Values to compare with, dashed. */
  readonly references?: readonly number[];
  /** A logarithmic axis of time. */
  readonly log?: boolean;
  /** The same axes' ends in all panels (default those of the data). */
  readonly domain?: readonly [number, number];
}

const GRID = 60;

/** One panel per arm: a thin line per seed, the mean over seeds and its bootstrap interval as a band. */
export function curves(runs: readonly Run[], { x, y, references = [], log = false, domain }: CurveOptions): string {
  const arms = [...new Set(runs.map(({ arm }) => arm))];
  const lines = runs.flatMap(({ arm, seed, curve }) => curve!.map((point) => ({ arm, seed, ...point })));
  const bands = arms.flatMap((arm) => {
    const own = runs.filter((run) => run.arm === arm).map(({ curve }) => curve!);
    const first = Math.max(...own.map((curve) => curve[0]!.x));
    const last = Math.min(...own.map((curve) => curve.at(-1)!.x));
    return Array.from({ length: GRID }, (_unused, i) => {
      const share = i / (GRID - 1);
      const at = log ? Math.exp(Math.log(first) + share * Math.log(last / first)) : first + share * (last - first);
      return { arm, x: at, ...interval(own.map((curve) => valueAt(curve, at))) };
    });
  });
  return svg({
    width: 780,
    height: 60 + 110 * arms.length,
    marginLeft: 50,
    marginRight: 320,
    x: { label: x, ...(log ? { type: 'log' as const } : {}) },
    y: { label: y, grid: true, ...(domain ? { domain: [...domain] } : {}) },
    fy: { label: null, domain: arms },
    marks: [
      Plot.ruleY(references, { stroke: PAPER, strokeDasharray: '4 3' }),
      Plot.lineY(lines, { x: 'x', y: 'y', z: 'seed', fy: 'arm', stroke: '#bbb', strokeWidth: 0.7, curve: 'step-after' }),
      Plot.areaY(bands, { x: 'x', y1: 'low', y2: 'high', fy: 'arm', fill: INK, fillOpacity: 0.25 }),
      Plot.lineY(bands, { x: 'x', y: 'value', fy: 'arm', stroke: INK, strokeWidth: 1.8 }),
      Plot.frame({ stroke: '#ddd' }),
    ],
  });
}

/** What holds at a time, of a curve that changes in steps. */
export function valueAt(curve: readonly Point[], x: number): number {
  let value = curve[0]!.y;
  for (const point of curve) {
    if (point.x > x) break;
    value = point.y;
  }
  return value;
}

/** A curve of steps without the points that say nothing new. */
export function thin(curve: readonly Point[]): Point[] {
  return curve.filter((point, i) => i === 0 || i === curve.length - 1 || point.y !== curve[i - 1]!.y);
}
