import type { Bimatrix } from '../bimatrix/bimatrix.ts';

/** A bimatrix game read from a file; the leader's actions are the rows. */
export interface BimatrixDocument extends Bimatrix {
  /** The kind of game. */
  readonly kind: 'bimatrix';
  /** What the file calls the game. */
  readonly title?: string;
}

/** A text on one line and without control characters: files are other people's. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
