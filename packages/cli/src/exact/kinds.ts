import { bayesianDocument } from './bayesian/bayesian.ts';
import { bimatrixDocument, bimatrixGame, nfgFile } from './bimatrix/bimatrix.ts';
import { efgFile } from './extensive-form/extensive-form.ts';
import { iteratedDocument } from './iterated/document.ts';
import { iteratedGame } from './iterated/iterated.ts';
import type { DocumentKind, FileFormat, GameKind } from './problem.ts';
import { securityDocument } from './security/security.ts';
import { stochasticGameDocument } from './stochastic-game/stochastic-game.ts';

// To add a kind of problem, write a folder beside `bimatrix` that exports its DocumentKind, FileFormat or GameKind, and list it here;
// then give its fields rows in the tables of the README of this package.

/** What `kind` in a JSON document may say. */
export const DOCUMENT_KINDS: readonly DocumentKind[] = [
  bimatrixDocument,
  bayesianDocument,
  securityDocument,
  stochasticGameDocument,
  iteratedDocument,
];

/** File formats besides JSON. */
export const FILE_FORMATS: readonly FileFormat[] = [nfgFile, efgFile];

/** Registered games; the first kind that takes a game answers it. */
export const GAME_KINDS: readonly GameKind[] = [bimatrixGame, iteratedGame];
