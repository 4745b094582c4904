// From rounds to ratios: each is taken within a round, where both sides ran one after the other, and the median of the rounds is told with its range.
import type { Clocks } from './measure.ts';
import { median } from '@firstmover/evaluation';
import type { Run } from '../harness/study.ts';
import type { System } from './systems.ts';

/** A median with its range. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** What a figure is counted in. */
export interface Figure {
  readonly name: string;
  readonly label: string;
  /** `seconds` figures are better when they are lower, all others are per second. */
  readonly unit: 'samples/s' | 'steps/s' | 'seconds' | 'FLOP/s';
}

/** A question about two systems, or about one and a bar. */
export interface Comparison {
  readonly about: string;
  /** The system and the figure that are ours. */
  readonly ours: readonly [system: string, figure: string];
  /** Those of the peer (default: `asked` is a bar for ours alone, in the unit of the figure). */
  readonly theirs?: readonly [system: string, figure: string];
  /** The clock: `cpu` between single threads, `wall` between several. */
  readonly clock: keyof Clocks;
  /** How many times as good as the peer ours was asked to be, or the bar (default: nothing was asked). */
  readonly asked?: number;
}

/** One kind of work that is compared. */
export interface Workload {
  readonly name: string;
  /** Its prose: what is computed with which settings, and what a reader should know beside the numbers. */
  readonly about: URL;
  readonly figures: readonly Figure[];
  readonly systems: readonly System[];
  readonly comparisons: readonly Comparison[];
  /** Rounds for each run that is asked for (default 1). */
  readonly rounds?: number;
}

/** A comparison with its answer; null where a side is missing. */
export interface Answer extends Comparison {
  readonly measured: Spread | null;
  /** The same by the other clock. */
  readonly otherClock: Spread | null;
}

/** The median and range of numbers; null for none. */
export function spread(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

/** The name of a value of a round. */
export function valueName(system: string, figure: string, clock: keyof Clocks): string {
  return `${system}: ${figure} (${clock})`;
}

/** The spread of a value over the rounds that have it. */
export function valueSpread(rounds: readonly Run[], name: string): Spread | null {
  return spread(rounds.flatMap(({ values }) => values[name] ?? []));
}

/** Answers the questions of a workload from its rounds. */
export function answers(workload: Workload, rounds: readonly Run[]): readonly Answer[] {
  return workload.comparisons.map((comparison) => {
    const { ours, theirs, clock } = comparison;
    const lower = workload.figures.find(({ name }) => name === ours[1])?.unit === 'seconds';
    const by = (read: keyof Clocks): Spread | null => {
      const mine = valueName(...ours, read);
      if (theirs === undefined) return valueSpread(rounds, mine);
      const other = valueName(...theirs, read);
      return spread(rounds.flatMap(({ values: { [mine]: us, [other]: them } }) => (us && them ? (lower ? them / us : us / them) : [])));
    };
    return { ...comparison, measured: by(clock), otherClock: by(clock === 'cpu' ? 'wall' : 'cpu') };
  });
}
