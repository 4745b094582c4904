import type { BayesianGame, BayesianOptions } from '@firstmover/solvers';
import { solveBayesian, validateBayesian } from '@firstmover/solvers';
import { formatNumber } from '../../io/number.ts';
import { formatTable, indent } from '../../io/table.ts';
import { mixtureLines } from '../bimatrix/report.ts';
import { readList, readMatrix, readNames, readNumber, readObject } from '../fields.ts';
import type { AnswerFields, DocumentKind, ExactProblem } from '../problem.ts';
import { SHOWN } from '../report.ts';

/** The answer to a game against a follower of unknown type. */
interface BayesianFields extends AnswerFields {
  /** The probability of each row. */
  readonly commitment: readonly number[];
  /** The column that each type replies with. */
  readonly response: readonly number[];
  /** The payoff of each type. */
  readonly followerValues: readonly number[];
  /** The columns that are best for each type at the commitment. */
  readonly bestResponses: readonly (readonly number[])[];
  /** A commitment towards which a small step makes all replies strict; null where there is none. */
  readonly interior: readonly number[] | null;
  /** A programme per profile of replies, DOBSS, or a scan of the rows. */
  readonly method: 'profiles' | 'dobss' | 'scan';
  /** The names of the rows; null where they have none. */
  readonly leaderActions: readonly string[] | null;
}

/** `{"kind": "bayesian", "types": [{"probability": ..., "leaderPayoff": [[...]], "followerPayoff": [[...]]}]}`. */
export const bayesianDocument: DocumentKind = {
  kind: 'bayesian',
  fields: ['types', 'leaderActions'],
  example:
    '{"kind":"bayesian","types":[{"probability":0.5,"leaderPayoff":[[2,4],[1,3]],"followerPayoff":[[1,0],[0,1]]},{"probability":0.5,"leaderPayoff":[[0],[1]],"followerPayoff":[[0],[0]]}]}',
  read(field) {
    let rows: number | undefined;
    const types = readList(field('types'), 'types', 'types', (entry, path) => {
      const type = readObject(entry, path, ['probability', 'leaderPayoff', 'followerPayoff']);
      const leaderPayoff = readMatrix(type('leaderPayoff'), `${path}.leaderPayoff`);
      const shape = { rows: leaderPayoff.length, columns: leaderPayoff[0]!.length };
      rows ??= shape.rows;
      return {
        probability: readNumber(type('probability'), `${path}.probability`, { min: 0, max: 1 }),
        leaderPayoff,
        followerPayoff: readMatrix(type('followerPayoff'), `${path}.followerPayoff`, shape),
      };
    });
    const names = field('leaderActions');
    return bayesianProblem(validateBayesian({ types }), names === undefined ? null : readNames(names, 'leaderActions', rows!));
  },
};

function bayesianProblem(game: BayesianGame, leaderActions: readonly string[] | null): ExactProblem {
  return {
    kind: 'bayesian',
    description: 'a game of one round',
    params: null,
    commitments: ['mixed', 'pure'],
    ties: ['strong', 'weak'],
    followers: [],
    answer({ commitment, ties }) {
      const commitmentClass = commitment as BayesianOptions['commitment'];
      const solution = solveBayesian(game, { commitment: commitmentClass, ties });
      const { followerValues, attained, method } = solution;
      const fields: BayesianFields = {
        leaderValue: solution.value,
        followerValue: followerValues.reduce((sum, value, t) => sum + value * game.types[t]!.probability, 0),
        ...(solution.bound > solution.value ? { certifiedUpperBound: solution.bound } : {}),
        commitmentClass,
        commitment: solution.commitment,
        response: solution.responses,
        ties,
        followerClass: null,
        attained,
        allOptimalReplies: solution.allOptimalReplies,
        leaderStrategyUnique: solution.uniqueCommitment,
        followerValues,
        bestResponses: solution.bestResponses,
        interior: solution.interior,
        method,
        leaderActions,
      };
      const what = commitmentClass === 'mixed' ? 'mixture of rows' : 'single row';
      return {
        fields,
        leaderMeaning: attained
          ? `the most that a ${what} earns on average over the types`
          : 'a supremum: mixtures of rows come as close as you like, none reaches it',
        followerMeaning: 'what the follower gets then, on average over the types',
        lines: bayesianLines(game, fields),
      };
    },
  };
}

function bayesianLines({ types }: BayesianGame, fields: BayesianFields): string[] {
  const { response, followerValues, allOptimalReplies, attained, method } = fields;
  const rows = types.slice(0, SHOWN).map(({ probability }, t) => [
    `type ${t}`,
    formatNumber(probability),
    `column ${response[t]!}`,
    formatNumber(followerValues[t]!),
  ]); // prettier-ignore
  const others = (allOptimalReplies?.length ?? 1) - 1;
  return [
    ...mixtureLines(fields),
    '',
    `Each type replies with${attained ? '' : ', on the way to the limit'}:`,
    '',
    indent(formatTable(['type', 'probability', 'reply', 'its payoff'], rows)),
    ...(types.length > SHOWN ? [indent(`... and ${types.length - SHOWN} more; --json has all`)] : []),
    '',
    ...(others > 0 ? [`${others} other profile${others > 1 ? 's' : ''} of replies to optima; --json lists them.`] : []),
    ...(method === 'dobss'
      ? ['Too many profiles of replies to list: one mixed-integer programme (DOBSS) found and proved the value.']
      : []),
    'In a game of one round the class of follower makes no difference.',
  ];
}
