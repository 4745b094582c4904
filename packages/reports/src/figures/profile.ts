import type { PlotOptions } from '@observablehq/plot';
import * as Plot from '@observablehq/plot';
import type { Interval } from '@firstmover/evaluation';
import { percent } from '../markup/format.ts';
import { armColour } from './draw.ts';

/** The share of an arm's runs that score more than each threshold. */
export interface Profile {
  /** The index of the arm. */
  readonly arm: number;
  /** Its points, the thresholds in order. */
  readonly points: readonly (Interval & { readonly threshold: number })[];
}

/** Performance profiles: a line per arm with its pointwise intervals; the higher, the better. */
export function profile(profiles: readonly Profile[], label: string): PlotOptions {
  const points = profiles.flatMap(({ arm, points: own }) => own.map((point) => ({ arm, ...point })));
  const colour = ({ arm }: { readonly arm: number }): string => armColour(arm);
  return {
    height: 210,
    marginLeft: 46,
    marginRight: 14,
    marginTop: 24,
    marginBottom: 40,
    x: { label, ticks: 5, tickFormat: percent },
    y: { label: 'share of runs above', grid: true, ticks: 5, domain: [0, 1], tickFormat: percent },
    marks: [
      Plot.areaY(points, { x: 'threshold', y1: 'low', y2: 'high', z: 'arm', fill: colour, fillOpacity: 0.2 }),
      ...profiles.map(({ arm, points: own }) =>
        Plot.lineY(own, {
          x: 'threshold',
          y: 'value',
          stroke: armColour(arm),
          strokeWidth: 2.2,
          ...(arm % 2 === 1 ? { strokeDasharray: '7 2' } : {}),
        }),
      ),
    ],
  };
}
