import type { BayesianOptions, BayesianSolution } from '@firstmover/solvers/matrix';
import { nearestDouble } from '@firstmover/programmes';
import { readBayesian, solveBayesian } from '@firstmover/solvers/matrix';
import { mixtureLines } from '../bimatrix/words.ts';
import { readNames, readObject } from '../fields/fields.ts';
import type { Problem, ProblemKind } from '../problem/problem.ts';
import { defineProblem } from '../problem/problem.ts';
import { formatNumber } from '../words/number.ts';
import { formatTable, indent } from '../words/table.ts';
import { SHOWN } from '../words/words.ts';

/** The answer to a game against a follower of unknown type. */
interface BayesianAnswer extends BayesianSolution {
  /** The names of the rows; null where they have none. */
  readonly leaderActions: readonly string[] | null;
}

/** Games of one round against a follower of unknown type. */
export const bayesianKind: ProblemKind = defineProblem({
  name: 'bayesian',
  about: 'A game of one round against a follower whose type the leader does not know.',
  source: 'Paruchuri et al., Playing games for security: DOBSS, AAMAS 2008',
  document: {
    fields: {
      types: 'one record per type: its `probability`, and `leaderPayoff` and `followerPayoff` with the same rows for all types',
      leaderActions: 'names of the rows (optional)',
    },
    exact: true,
    example:
      '{"kind":"bayesian","types":[{"probability":0.5,"leaderPayoff":[[2,4],[1,3]],"followerPayoff":[[1,0],[0,1]]},{"probability":0.5,"leaderPayoff":[[0],[1]],"followerPayoff":[[0],[0]]}]}',
    read(field) {
      const types = field('types');
      if (Array.isArray(types))
        types.forEach((type, t) => void readObject(type, `types[${t}]`, ['probability', 'leaderPayoff', 'followerPayoff']));
      const game = readBayesian({ types });
      const names = field('leaderActions');
      const rows = game.types[0]!.leaderPayoff.length;
      return bayesianProblem(game, names === undefined ? null : readNames(names, 'leaderActions', rows));
    },
  },
});

function bayesianProblem(game: ReturnType<typeof readBayesian>, leaderActions: readonly string[] | null): Problem {
  return {
    kind: 'bayesian',
    description: 'a game of one round',
    params: null,
    commitments: ['mixed', 'pure'],
    ties: ['strong', 'weak'],
    followers: [],
    answer({ commitment, ties }) {
      const solution = solveBayesian(game, { commitment: commitment as BayesianOptions['commitment'], ties });
      const answer: BayesianAnswer = { ...solution, leaderActions };
      const what = commitment === 'mixed' ? 'mixture of rows' : 'single row';
      return {
        answer,
        leaderMeaning: answer.attained
          ? `the most that a ${what} earns on average over the types`
          : 'a supremum: mixtures of rows come as close as you like, none reaches it',
        followerMeaning: 'what the follower gets then, on average over the types',
        lines: bayesianLines(game, answer),
      };
    },
  };
}

function bayesianLines({ types }: ReturnType<typeof readBayesian>, answer: BayesianAnswer): string[] {
  const { reply, followerValues, optimalReplies, attained, method } = answer;
  const rows = types.slice(0, SHOWN).map(({ probability }, t) => [
    `type ${t}`,
    formatNumber(nearestDouble(probability)),
    `column ${reply[t]!}`,
    formatNumber(followerValues[t]!),
  ]); // prettier-ignore
  const others = (optimalReplies?.length ?? 1) - 1;
  return [
    ...mixtureLines(answer),
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
