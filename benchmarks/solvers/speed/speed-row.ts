/** One line of the page; a class of problems gives its own in one file of this folder. */
export interface SpeedRow {
  /** What it is called on the command line. */
  readonly name: string;
  /** What is computed. */
  readonly work: string;
  /** The most seconds it was asked to take, where that was said. */
  readonly asked?: number;
  /** Whether it is done in less than a tenth of a second, and so is repeated more often. */
  readonly quick?: true;
  /** Computes it once and returns the leader's value in each game. */
  run(): readonly number[] | Promise<readonly number[]>;
  /** What the peer does; left out where it has no method. */
  readonly peer?: Peer;
}

/** A script of this folder that solves games on standard input. */
export interface Peer {
  readonly script: string;
  /** The first of the games, as many as it can do in a few seconds: times are compared per game. */
  readonly games: readonly unknown[];
}
