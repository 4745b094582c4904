/** One row of a study: an arm, or one of several that an arm gives together, run with one seed. */
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
export interface Finding {
  /** What must hold, in words. */
  readonly what: string;
  /** Whether it does. */
  readonly holds: boolean;
  /** The numbers behind it. */
  readonly detail: string;
}

/** How much to spend: 1 as on the page, less for a quick look. */
export type Effort = number;

/** A figure: its drawing, and what it shows. */
export interface Figure {
  /** The name of the file, without the study's. */
  readonly name?: string;
  /** What it shows, under it. */
  readonly caption: string;
  /** The drawing as the text of an SVG file. */
  readonly svg: string;
}

/** What is run over arms and seeds, and what must come of it. */
export interface Study {
  /** The name on the command line and of its files. */
  readonly name: string;
  /** The Markdown file with its prose, for the page. */
  readonly about: URL;
  /** What can be run apart, in the order of the rows. */
  readonly arms: readonly string[];
  /** How many seeds, where not the usual ten. */
  readonly seeds?: number;
  /** Runs an arm with one seed: one row, or several where what they share is trained once. */
  run(arm: string, seed: number, effort: Effort): readonly Run[] | Promise<readonly Run[]>;
  /** The rows of the table: published numbers beside ours. */
  compare(runs: readonly Run[]): readonly Comparison[];
  /** What must hold of the runs. */
  check(runs: readonly Run[]): readonly Finding[];
  /** What is drawn. */
  figures(runs: readonly Run[]): readonly Figure[];
}
