// From samples to ratios: each is taken within a round, where both sides ran one after the other, and the median of the rounds is told with its range.
import type { Clocks } from './measure.ts';
import type { Sample, System } from './systems.ts';

/** A median with its range. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** Of how many. */
  readonly count: number;
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
  readonly title: string;
  /** What is computed, and with which settings. */
  readonly settings: string;
  readonly figures: readonly Figure[];
  readonly systems: readonly System[];
  readonly comparisons: readonly Comparison[];
  /** Rounds for each run that is asked for (default 1). */
  readonly rounds?: number;
  /** What a reader should know beside the numbers. */
  readonly notes: readonly string[];
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
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, lowest: sorted[0]!, highest: sorted.at(-1)!, count: sorted.length };
}

/** The spread of a figure of one system over its rounds. */
export function figureSpread(samples: readonly (Sample | undefined)[] | undefined, figure: string, clock: keyof Clocks): Spread | null {
  return spread((samples ?? []).flatMap((sample) => sample?.figures[figure]?.[clock] ?? []));
}

/** Answers the questions of a workload. */
export function answers(workload: Workload, samples: ReadonlyMap<string, readonly (Sample | undefined)[]>): readonly Answer[] {
  const values = ([system, figure]: readonly [string, string], clock: keyof Clocks): readonly (number | null | undefined)[] =>
    (samples.get(system) ?? []).map((sample) => sample?.figures[figure]?.[clock]);
  return workload.comparisons.map((comparison) => {
    const { ours, theirs, clock } = comparison;
    const lower = workload.figures.find(({ name }) => name === ours[1])?.unit === 'seconds';
    const by = (read: keyof Clocks): Spread | null => {
      const mine = values(ours, read);
      if (theirs === undefined) return spread(mine.filter((value) => value !== null && value !== undefined));
      const other = values(theirs, read);
      return spread(mine.flatMap((value, round) => (value && other[round] ? (lower ? other[round] / value : value / other[round]) : [])));
    };
    return { ...comparison, measured: by(clock), otherClock: by(clock === 'cpu' ? 'wall' : 'cpu') };
  });
}
