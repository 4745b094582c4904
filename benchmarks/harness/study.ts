/** One row of a study: an arm, or one of several that an arm gives together, run with one seed. */
export interface Run {
  /** What was run: a method, a condition, a game. */
  readonly arm: string;
  /** The seed of everything random. */
  readonly seed: number;
  /** What was measured, by name; null where it did not happen (an optimum that was never reached). */
  readonly values: { readonly [measure: string]: number | null };
  /** What is said beside the numbers, by name: the machine, versions, settings. */
  readonly words?: { readonly [name: string]: string };
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

/** A figure. */
export interface Figure {
  /** The name of the file, without the study's. */
  readonly name?: string;
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
  /** How many seeds, where not the usual ten: of all arms, or of each. Where time is measured, a seed is a round in which all arms take their turn. */
  readonly seeds?: number | { readonly [arm: string]: number };
  /** Runs an arm with one seed: one row, or several where what they share is trained once. */
  run(arm: string, seed: number, effort: Effort): readonly Run[] | Promise<readonly Run[]>;
  /** Ends what stays alive between runs. */
  end?(): void;
  /** What must hold of the runs. */
  check(runs: readonly Run[]): readonly Finding[];
  /** What is drawn. */
  figures(runs: readonly Run[]): readonly Figure[];
}

/** The name of a figure's file. */
export function figureFile({ name }: Study, figure: string | undefined): string {
  return `${figure === undefined ? name : `${name}-${figure}`}.svg`;
}
