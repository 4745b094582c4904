import type { Parameters } from '@firstmover/core';
import { InputError, cardinality, soleLeader } from '@firstmover/core';
import type { Bimatrix } from '@firstmover/matrix-games';
import { parseNfg, payoffsOf } from '@firstmover/matrix-games';
import type { BimatrixOptions } from '@firstmover/solvers';
import { solveBimatrix } from '@firstmover/solvers';
import { readMatrix, readNames } from '../fields.ts';
import type { DocumentKind, ExactProblem, FileFormat, GameKind } from '../problem.ts';
import type { BimatrixFields } from './report.ts';
import { bimatrixLines, bimatrixMeaning } from './report.ts';

/** `{"kind": "bimatrix", "leaderPayoff": [[...]], "followerPayoff": [[...]]}`, rows are the leader's actions. */
export const bimatrixDocument: DocumentKind = {
  kind: 'bimatrix',
  fields: ['leaderPayoff', 'followerPayoff', 'leaderActions', 'followerActions'],
  example: '{"kind":"bimatrix","leaderPayoff":[[2,4],[1,3]],"followerPayoff":[[1,0],[0,1]]}',
  read(field) {
    const leaderPayoff = readMatrix(field('leaderPayoff'), 'leaderPayoff');
    const shape = { rows: leaderPayoff.length, columns: leaderPayoff[0]!.length };
    const followerPayoff = readMatrix(field('followerPayoff'), 'followerPayoff', shape);
    const names = (name: 'leaderActions' | 'followerActions', count: number): { readonly [key: string]: readonly string[] } =>
      field(name) === undefined ? {} : { [name]: readNames(field(name), name, count) };
    return bimatrixProblem({
      leaderPayoff,
      followerPayoff,
      ...names('leaderActions', shape.rows),
      ...names('followerActions', shape.columns),
    });
  },
};

/** Gambit's strategic games of two players, of which the first leads. */
export const nfgFile: FileFormat = {
  extension: '.nfg',
  read(text, name) {
    const { title, ...payoffs } = parseNfg(text, name);
    return { ...bimatrixProblem(payoffs), ...(title === undefined ? {} : { title }) };
  },
};

/** Registered matrix games of one round. */
export const bimatrixGame: GameKind = (game, given) => {
  const payoffs = payoffsOf(game);
  const isOneShot = cardinality(game.players[soleLeader(game)]!.observation) === 1;
  if (!payoffs || !isOneShot) return null;
  if (Object.hasOwn(given, 'commitment')) {
    throw new InputError(
      `--param commitment does nothing in exact ${game.id}: what the leader commits to is set by --commitment mixed or pure`,
    );
  }
  const others = Object.entries(game.parameters).filter(([name]) => name !== 'commitment');
  return bimatrixProblem(payoffs, Object.fromEntries(others));
};

/** The optimal commitment of a bimatrix game. */
function bimatrixProblem(payoffs: Bimatrix, params: Parameters | null = null): ExactProblem {
  return {
    kind: 'bimatrix',
    description: 'a game of one round',
    params,
    commitments: ['mixed', 'pure'],
    ties: ['strong', 'weak'],
    followers: [],
    answer({ commitment, ties }) {
      const commitmentClass = commitment as BimatrixOptions['commitment'];
      const solution = solveBimatrix(payoffs, { commitment: commitmentClass, ties });
      const fields: BimatrixFields = {
        leaderValue: solution.value,
        followerValue: solution.followerValue,
        commitmentClass,
        commitment: solution.commitment,
        response: solution.response,
        ties,
        followerClass: null,
        attained: solution.attained,
        allOptimalReplies: solution.allOptimalReplies,
        leaderStrategyUnique: solution.uniqueCommitment,
        interior: solution.interior,
        leaderActions: payoffs.leaderActions ?? null,
        followerActions: payoffs.followerActions ?? null,
      };
      return {
        fields,
        leaderMeaning: bimatrixMeaning(fields),
        followerMeaning: 'what the follower gets then',
        lines: bimatrixLines(fields),
      };
    },
  };
}
