import type { StochasticGame, TieValues } from '@firstmover/solvers';
import { bestStationaryCommitment, validateStochasticGame } from '@firstmover/solvers';
import { formatNumber, formatValue } from '../../io/number.ts';
import { formatTable, indent } from '../../io/table.ts';
import { readList, readMatrix, readNumber, readNumbers } from '../fields.ts';
import type { AnswerFields, DocumentKind, ExactProblem } from '../problem.ts';
import { SHOWN } from '../report.ts';

/** The answer to a discounted stochastic game: its best stationary commitment. Returns are discounted sums of rewards. */
interface StochasticGameFields extends AnswerFields {
  /** The probabilities: [state][leader action]. */
  readonly commitment: readonly (readonly number[])[];
  /** The follower's action per state. */
  readonly response: readonly number[];
  /** The leader's value when ties at the commitment are broken against it. */
  readonly weakValue: number;
  /** A commitment a small step away that hangs less on ties. */
  readonly interior: {
    readonly step: number;
    readonly commitment: readonly (readonly number[])[];
    readonly leaderValue: TieValues;
  };
}

/** `{"kind": "stochastic-game", ...}`, index order state, leader action, follower action, next state. */
export const stochasticGameDocument: DocumentKind = {
  kind: 'stochastic-game',
  fields: ['leaderReward', 'followerReward', 'transition', 'discount', 'initialDistribution'],
  example:
    '{"kind":"stochastic-game","leaderReward":[[[2,4],[1,3]]],"followerReward":[[[1,0],[0,1]]],"transition":[[[[1],[1]],[[1],[1]]]],"discount":0.9,"initialDistribution":[1]}',
  read(field) {
    const leaderReward = readList(field('leaderReward'), 'leaderReward', 'states', (state, path) => readMatrix(state, path));
    const states = leaderReward.length;
    const shape = { rows: leaderReward[0]!.length, columns: leaderReward[0]![0]!.length };
    const game: StochasticGame = {
      leaderReward,
      followerReward: readList(
        field('followerReward'),
        'followerReward',
        'states',
        (state, path) => readMatrix(state, path, shape),
        states,
      ),
      transition: readList(
        field('transition'),
        'transition',
        'states',
        (state, at) =>
          readList(state, at, 'leader actions', (row, path) => readMatrix(row, path, { rows: shape.columns, columns: states }), shape.rows),
        states,
      ),
      discount: readNumber(field('discount'), 'discount', { min: 0, max: 1 }),
      initialDistribution: readNumbers(field('initialDistribution'), 'initialDistribution', states),
    };
    validateStochasticGame(game, 'the document');
    return stochasticGameProblem(game);
  },
};

function stochasticGameProblem(game: StochasticGame): ExactProblem {
  return {
    kind: 'stochastic-game',
    description: 'a discounted stochastic game',
    params: null,
    commitments: ['stationary'],
    ties: ['strong'],
    followers: ['rational'],
    answer() {
      const found = bestStationaryCommitment(game);
      const fields: StochasticGameFields = {
        leaderValue: found.leaderValue,
        certifiedUpperBound: found.certifiedUpperBound,
        followerValue: found.followerValue,
        commitmentClass: found.commitmentClass,
        commitment: found.commitment,
        response: found.response,
        ties: found.ties,
        followerClass: found.followerClass,
        attained: true,
        allOptimalReplies: found.allOptimalReplies,
        leaderStrategyUnique: null,
        weakValue: found.weakValue,
        interior: found.interior,
      };
      return {
        fields,
        leaderMeaning: 'the most found that probabilities per state earn, discounted',
        followerMeaning: 'what the follower gets then, discounted',
        lines: linesOf(fields),
      };
    },
  };
}

function linesOf({ commitment, response, allOptimalReplies, weakValue, interior }: StochasticGameFields): string[] {
  const head = ['state', ...commitment[0]!.map((_entry, action) => `action ${action}`), 'reply'];
  const rows = commitment.slice(0, SHOWN).map((row, s) => [`state ${s}`, ...row.map(formatNumber), `action ${response[s]!}`]);
  const others = (allOptimalReplies?.length ?? 1) - 1;
  return [
    'The leader commits to probabilities per state, and the follower replies:',
    '',
    indent(formatTable(head, rows)),
    '',
    ...(others > 0 ? [`${others} other best ${others > 1 ? 'replies give' : 'reply gives'} the leader the same; --json lists them.`] : []),
    ...tieLines(weakValue, interior),
    'Against a leader without memory a rational follower needs none: it knows the state and looks ahead.',
  ];
}

/** What hangs on ties. */
export function tieLines(weakValue: number, { step, leaderValue }: { readonly step: number; readonly leaderValue: TieValues }): string[] {
  return [
    `With ties broken against the leader the commitment earns ${formatValue(weakValue)}; a step of ${step} away from ties earns ${formatValue(leaderValue.weak)} under any ties.`,
  ];
}
