import type { Bimatrix } from '../bimatrix/bimatrix.ts';

/** A bimatrix game read from a file; the leader's actions are the rows. */
export interface BimatrixDocument<TPayoff = number> extends Omit<Bimatrix, 'leaderPayoff' | 'followerPayoff'> {
  /** leaderPayoff[row][column] */
  readonly leaderPayoff: readonly (readonly TPayoff[])[];
  /** followerPayoff[row][column] */
  readonly followerPayoff: readonly (readonly TPayoff[])[];
  /** The kind of game. */
  readonly kind: 'bimatrix';
  /** What the file calls the game. */
  readonly title?: string;
}

/** A text on one line and without control characters: files are other people's. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
