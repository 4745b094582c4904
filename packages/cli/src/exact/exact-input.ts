import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { Game, Parameters, Registry } from '@firstmover/core';
import { InputError, cardinality, show, soleLeader, unknownName } from '@firstmover/core';
import type { Bimatrix } from '@firstmover/matrix-games';
import { parseBimatrixJson, parseNfg, payoffsOf } from '@firstmover/matrix-games';
import { readTextFile } from '../files/read-text-file.ts';

/** A problem that has an exact answer, by kind; rows of payoffs are the leader's. */
export type ExactInput = BimatrixInput | IteratedInput;

/** A game that is played once. */
export interface BimatrixInput {
  /** What the user typed. */
  readonly input: string;
  /** The kind of problem. */
  readonly kind: 'bimatrix';
  /** The payoffs, with the names of the actions where they have names. */
  readonly payoffs: Bimatrix;
  /** What the file calls the game. */
  readonly title?: string;
  /** The parameters of a registered game; null for a file. */
  readonly params: Parameters | null;
}

/** A game that is played for a number of rounds. */
export interface IteratedInput {
  /** What the user typed. */
  readonly input: string;
  /** The kind of problem. */
  readonly kind: 'iterated';
  /** The game. */
  readonly game: Game;
}

/** The files that are read, by extension. */
const READERS: { readonly [extension: string]: (text: string, name: string) => { readonly title?: string } & Bimatrix } = {
  '.nfg': parseNfg,
  '.json': parseBimatrixJson,
};

/**
 * Finds what a user means: a game by its id, else a file.
 *
 * @param input - a game id or a path
 * @param params - parameters of a game; a file has none
 * @param games - the games that exist
 * @throws InputError when it is neither, or does not fit
 */
export function readInput(input: string, params: { readonly [name: string]: string }, games: Registry): ExactInput {
  const extension = extname(input).toLowerCase();
  const parse = Object.hasOwn(READERS, extension) ? READERS[extension] : undefined;
  const isGame = games.ids().some((id) => id === input || id.replace(/-v\d+$/, '') === input);
  if (isGame) return gameInput(input, params, games);
  if (!parse && !existsSync(input)) {
    const { message } = unknownName('game id', input, games.ids());
    throw new InputError(`${message.replace(/^unknown game id (.*?): /s, '$1 is neither a game id nor a file: ')}`);
  }
  const text = readTextFile(input);
  if (!parse)
    throw new InputError(`the format of ${show(input)} is unknown: expected a name that ends in ${Object.keys(READERS).join(' or ')}`);
  const [name] = Object.keys(params);
  if (name !== undefined)
    throw new InputError(`--param ${name} does nothing for the file ${show(input)}: parameters are those of a game id`);
  const { title, ...payoffs } = parse(text, input);
  return { input, kind: 'bimatrix', payoffs, params: null, ...(title === undefined ? {} : { title }) };
}

function gameInput(input: string, params: { readonly [name: string]: string }, games: Registry): ExactInput {
  const game = games.create(input, params);
  const payoffs = payoffsOf(game);
  const isOneShot = cardinality(game.players[soleLeader(game)]!.observation) === 1;
  if (!payoffs || !isOneShot) return { input, kind: 'iterated', game };
  if (Object.hasOwn(params, 'commitment')) {
    throw new InputError(
      `--param commitment does nothing in exact ${input}: what the leader commits to is set by --commitment mixed or pure`,
    );
  }
  const others = Object.entries(game.parameters).filter(([name]) => name !== 'commitment');
  return { input, kind: 'bimatrix', payoffs, params: Object.fromEntries(others) };
}
