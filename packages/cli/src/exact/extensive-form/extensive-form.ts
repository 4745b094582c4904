import type { ExtensiveForm } from '@firstmover/core';
import { parseEfg } from '@firstmover/matrix-games';
import type { CommitmentValues, Decision, ExtensiveFormOptions, ExtensiveFormSolution } from '@firstmover/solvers';
import { solveExtensiveForm } from '@firstmover/solvers';
import { formatNumber, formatValue } from '../../io/number.ts';
import { formatTable, indent } from '../../io/table.ts';
import type { AnswerFields, ExactProblem, FileFormat } from '../problem.ts';
import { SHOWN } from '../report.ts';

/** The answer to a game tree. */
interface ExtensiveFields extends AnswerFields {
  /** What the commitment is worth, by a walk of the tree, under both tie rules. */
  readonly check: CommitmentValues;
  /** The rows of `commitment`. */
  readonly leaderDecisions: readonly Decision[];
  /** The entries of `response`. */
  readonly followerDecisions: readonly Decision[];
}

/** Gambit's extensive games of two players, of which the first leads. */
export const efgFile: FileFormat = {
  extension: '.efg',
  read(text, name) {
    const form = parseEfg(text, name);
    return { ...extensiveProblem(form), ...(form.title === undefined ? {} : { title: form.title }) };
  },
};

/** The optimal commitment in a game tree. */
function extensiveProblem(form: ExtensiveForm): ExactProblem {
  return {
    kind: 'extensive-form',
    description: 'a game tree of perfect recall',
    params: null,
    commitments: ['mixed', 'pure'],
    ties: ['strong', 'weak'],
    followers: [],
    async answer({ commitment, ties }) {
      const commitmentClass = commitment as ExtensiveFormOptions['commitment'];
      const solution = await solveExtensiveForm(form, { commitment: commitmentClass, ties });
      const plan = commitmentClass === 'mixed' ? 'mixture of plans' : 'single plan';
      const fields: ExtensiveFields = {
        leaderValue: solution.value,
        followerValue: solution.followerValue,
        ...(solution.bound > solution.value ? { certifiedUpperBound: solution.bound } : {}),
        commitmentClass,
        commitment: solution.commitment,
        response: solution.response,
        ties,
        followerClass: null,
        attained: solution.attained,
        allOptimalReplies: solution.allOptimalReplies,
        leaderStrategyUnique: solution.uniqueCommitment,
        check: solution.check,
        leaderDecisions: solution.leaderDecisions,
        followerDecisions: solution.followerDecisions,
      };
      return {
        fields,
        leaderMeaning: solution.attained
          ? `the most ${fields.certifiedUpperBound === undefined ? '' : 'found '}that a ${plan} for the whole tree earns`
          : 'a supremum: mixtures of plans come as close as you like, none reaches it',
        followerMeaning: 'what the follower gets then',
        lines: extensiveLines(solution),
      };
    },
  };
}

/** The commitment and the reply. */
function extensiveLines(solution: ExtensiveFormSolution): string[] {
  const { attained, uniqueCommitment: unique, allOptimalReplies, check } = solution;
  const optimum = unique === null ? 'an optimum' : unique ? 'the only optimum' : 'one of several optima';
  const moves = solution.leaderDecisions.flatMap(({ informationSet, actions }, k) => {
    const mixture = solution.commitment[k];
    return mixture
      ? actions.map((action, a) => [a === 0 ? informationSet : '', action, formatNumber(mixture[a]!)])
      : [[informationSet, 'never comes', '']];
  });
  const replies = solution.followerDecisions.map(({ informationSet, actions }, k) => {
    const action = solution.response[k];
    return [informationSet, typeof action === 'number' ? actions[action]! : 'never comes'];
  });
  const others =
    allOptimalReplies === null
      ? ' (one of very many)'
      : allOptimalReplies.length > 1
        ? ` (one of ${allOptimalReplies.length} optimal replies)`
        : '';
  const { strong, weak } = check.leader;
  return [
    attained ? `The leader commits to (${optimum}):` : 'The limit of commitments that come close:',
    '',
    ...shown(['information set', 'action', 'probability'], moves),
    '',
    `The follower replies with${others}${attained ? '' : ' on the way to the limit'}:`,
    '',
    ...shown(['information set', 'action'], replies),
    '',
    weak < strong - 1e-9 * Math.max(1, Math.abs(strong))
      ? `This commitment is worth ${formatValue(strong)} where an indifferent follower helps, ${formatValue(weak)} where it harms.`
      : 'This commitment is worth the same whatever an indifferent follower does.',
    'The class of follower makes no difference: each information set remembers all that its player did and saw.',
  ];
}

function shown(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [indent('nothing: it never moves')];
  return [
    indent(formatTable(head, rows.slice(0, SHOWN))),
    ...(rows.length > SHOWN ? [indent(`... and ${rows.length - SHOWN} more; --json has all`)] : []),
  ];
}
