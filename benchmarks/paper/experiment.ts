import type { PlotOptions } from '@observablehq/plot';

/** One arm of an experiment, run with one seed. */
export interface Run {
  /** What was run: a method, a condition, a game. */
  readonly arm: string;
  /** The seed of everything random. */
  readonly seed: number;
  /** What was measured, by name; null where it did not happen (an optimum that was never reached). */
  readonly values: { readonly [measure: string]: number | null };
  /** What is followed over time. */
  readonly curve?: readonly Point[];
}

/** A point of a curve. */
export interface Point {
  /** Environment steps, updates, or whatever the figure's axis says. */
  readonly x: number;
  /** What is followed. */
  readonly y: number;
}

/** A published number beside ours. */
export interface Comparison {
  /** What is compared. */
  readonly what: string;
  /** The published number, with its circumstances; `-` where there is none. */
  readonly published: string;
  /** Ours. */
  readonly ours: string;
}

/** Something that must hold. */
export interface Check {
  /** What must hold, in words. */
  readonly what: string;
  /** Whether it does. */
  readonly holds: boolean;
  /** The numbers behind it. */
  readonly detail: string;
}

/** How much to spend: 1 as on the page, less for a quick look. */
export type Effort = number;

/** A figure: what Plot draws, and what it shows. */
export interface Figure {
  /** The name of the file, without the experiment's. */
  readonly name?: string;
  /** What it shows, under it. */
  readonly caption: string;
  /** The marks and scales. */
  readonly plot: PlotOptions;
}

/** An experiment that a paper reports, or that shows what a paper claims. */
export interface Experiment {
  /** The name on the command line and of its files. */
  readonly name: string;
  /** The heading. */
  readonly title: string;
  /** What is claimed, and where. */
  readonly claim: string;
  /** What is run here: game, oracle, leader, budget, and how the settings were chosen. */
  readonly setting: string;
  /** Where it departs from what was published, one each. */
  readonly deviations: readonly string[];
  /** How many seeds, where not the usual ten. */
  readonly seeds?: number;
  /** The theorem's condition that it drops, in words, and whether the run of a seed comes out right, inside and outside. */
  readonly condition?: Ablation;
  /** Runs all arms with one seed. */
  run(seed: number, effort: Effort): readonly Run[];
  /** The published numbers beside ours. */
  compare(runs: readonly Run[]): readonly Comparison[];
  /** What must hold of the runs. */
  check(runs: readonly Run[]): readonly Check[];
  /** What is drawn. */
  figures(runs: readonly Run[]): readonly Figure[];
}

/** An experiment that drops a condition of the theorem. */
export interface Ablation {
  /** The condition. */
  readonly condition: string;
  /** What the leader's policy is worth inside, of a seed's runs. */
  inside(runs: readonly Run[]): number;
  /** What it is worth outside. */
  outside(runs: readonly Run[]): number;
  /** The value that inside must reach and outside must not. */
  readonly threshold: number;
  /** What was published, inside and outside. */
  readonly published: string;
}
