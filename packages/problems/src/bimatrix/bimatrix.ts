import type { Parameters } from '@firstmover/core';
import { InputError, cardinality, soleLeader } from '@firstmover/core';
import { parseNfgTexts, payoffsOf } from '@firstmover/matrix-games';
import type { BimatrixOptions, Payoff, PayoffMatrices } from '@firstmover/solvers/matrix';
import { carriesRounding, readMatrices, solveBimatrix } from '@firstmover/solvers/matrix';
import { readNames } from '../fields/fields.ts';
import type { Problem, ProblemKind } from '../problem/problem.ts';
import { defineProblem } from '../problem/problem.ts';
import type { BimatrixAnswer } from './words.ts';
import { bimatrixLines, bimatrixMeaning } from './words.ts';

/** In games that are defined by code, follower payoffs of a row that differ by at most this share of its range are ties. */
const ROUNDING = 1e-12;

/** Games of one round; rows are the leader's actions. */
export const bimatrixKind: ProblemKind = defineProblem({
  name: 'bimatrix',
  about: 'A game of one round: two matrices, rows are the actions of the leader.',
  source: 'Conitzer & Sandholm, Computing the optimal strategy to commit to, EC 2006',
  document: {
    fields: {
      leaderPayoff: 'what the leader gets, rows of numbers',
      followerPayoff: 'what the follower gets, of the same shape',
      leaderActions: 'names of the rows (optional)',
      followerActions: 'names of the columns (optional)',
    },
    exact: true,
    example: '{"kind":"bimatrix","leaderPayoff":[[2,4],[1,3]],"followerPayoff":[[1,0],[0,1]]}',
    read(field) {
      const payoffs = readMatrices({ leaderPayoff: field('leaderPayoff'), followerPayoff: field('followerPayoff') });
      const names = (name: 'leaderActions' | 'followerActions', count: number): { readonly [key: string]: readonly string[] } =>
        field(name) === undefined ? {} : { [name]: readNames(field(name), name, count) };
      const rows = payoffs.leaderPayoff.length;
      const columns = payoffs.leaderPayoff[0]!.length;
      return bimatrixProblem({ ...payoffs, ...names('leaderActions', rows), ...names('followerActions', columns) });
    },
  },
  file: {
    extension: '.nfg',
    example: 'NFG 1 R "" { "A" "B" } { 2 2 } 1 1 0 0 3 0 2 1',
    read(text, name) {
      const { title, ...payoffs } = parseNfgTexts(text, name);
      return { ...bimatrixProblem(payoffs), ...(title === undefined ? {} : { title }) };
    },
  },
  game(game, given) {
    const payoffs = payoffsOf(game);
    const isOneShot = cardinality(game.players[soleLeader(game)]!.observation) === 1;
    if (!payoffs || !isOneShot) return null;
    if (given.includes('commitment')) {
      throw new InputError(
        `--param commitment does nothing in exact ${game.id}: what the leader commits to is set by --commitment mixed or pure`,
      );
    }
    const others = Object.entries(game.parameters).filter(([name]) => name !== 'commitment');
    return bimatrixProblem(payoffs, Object.fromEntries(others), carriesRounding(payoffs, ROUNDING) ? ROUNDING : undefined);
  },
});

/** Matrices with names of their rows and columns. */
interface NamedMatrices extends PayoffMatrices<Payoff> {
  readonly leaderActions?: readonly string[];
  readonly followerActions?: readonly string[];
}

/** The optimal commitment of a bimatrix game. */
function bimatrixProblem(payoffs: NamedMatrices, params: Parameters | null = null, tolerance?: number): Problem {
  return {
    kind: 'bimatrix',
    description: 'a game of one round',
    params,
    commitments: ['mixed', 'pure'],
    ties: ['strong', 'weak'],
    followers: [],
    answer({ commitment, ties }) {
      const answer: BimatrixAnswer = {
        ...solveBimatrix(payoffs, {
          commitment: commitment as BimatrixOptions['commitment'],
          ties,
          ...(tolerance === undefined ? {} : { tolerance }),
        }),
        leaderActions: payoffs.leaderActions ?? null,
        followerActions: payoffs.followerActions ?? null,
      };
      return {
        answer,
        leaderMeaning: bimatrixMeaning(answer),
        followerMeaning: 'what the follower gets then',
        lines: [
          ...bimatrixLines(answer),
          ...(tolerance === undefined
            ? []
            : [`Payoffs of the follower within ${tolerance} of its payoff range count as ties: they are sums that may have been rounded.`]),
        ],
      };
    },
  };
}
