import type { ExtensiveForm } from '@firstmover/core';
import { parseEfg } from '@firstmover/matrix-games';
import type { ExtensiveFormOptions, ExtensiveFormSolution } from '@firstmover/solvers/tree';
import { solveExtensiveForm } from '@firstmover/solvers/tree';
import type { Problem, ProblemKind } from '../problem/problem.ts';
import { defineProblem } from '../problem/problem.ts';
import { formatNumber, formatValue } from '../words/number.ts';
import { formatTable, indent } from '../words/table.ts';
import { SHOWN } from '../words/words.ts';

/** Game trees of two players, of which the first leads. */
export const extensiveFormKind: ProblemKind = defineProblem({
  name: 'extensive-form',
  about: 'A game tree of perfect recall: the leader commits to all its moves.',
  source: 'Bosansky & Cermak, Sequence-form algorithm for computing Stackelberg equilibria in extensive-form games, AAAI 2015',
  file: {
    extension: '.efg',
    example:
      'EFG 2 R "" { "A" "B" }\np "" 1 1 "" { "l" "r" } 0\np "" 2 1 "" { "x" "y" } 0\nt "" 1 "" { 2 1 }\nt "" 2 "" { 0 0 }\np "" 2 1 "" { "x" "y" } 0\nt "" 3 "" { 4 0 }\nt "" 4 "" { 1 1 }\n',
    read(text, name) {
      const form = parseEfg(text, name);
      return { ...extensiveProblem(form), ...(form.title === undefined ? {} : { title: form.title }) };
    },
  },
});

/** The optimal commitment in a game tree. */
function extensiveProblem(form: ExtensiveForm): Problem {
  return {
    kind: 'extensive-form',
    description: 'a game tree of perfect recall',
    params: null,
    commitments: ['mixed', 'pure'],
    ties: ['strong', 'weak'],
    followers: [],
    async answer({ commitment, ties }) {
      const answer = await solveExtensiveForm(form, { commitment: commitment as ExtensiveFormOptions['commitment'], ties });
      const plan = commitment === 'mixed' ? 'mixture of plans' : 'single plan';
      return {
        answer,
        leaderMeaning: answer.attained
          ? `the most ${answer.evidence.kind === 'bounded' ? 'found ' : ''}that a ${plan} for the whole tree earns`
          : 'a supremum: mixtures of plans come as close as you like, none reaches it',
        followerMeaning: 'what the follower gets then',
        lines: extensiveLines(answer),
      };
    },
  };
}

/** The commitment and the reply. */
function extensiveLines(solution: ExtensiveFormSolution): string[] {
  const { attained, unique, optimalReplies, check } = solution;
  const optimum = unique === null ? 'an optimum' : unique ? 'the only optimum' : 'one of several optima';
  const moves = solution.leaderDecisions.flatMap(({ informationSet, actions }, k) => {
    const mixture = solution.commitment[k];
    return mixture
      ? actions.map((action, a) => [a === 0 ? informationSet : '', action, formatNumber(mixture[a]!)])
      : [[informationSet, 'never comes', '']];
  });
  const replies = solution.followerDecisions.map(({ informationSet, actions }, k) => {
    const action = solution.reply[k];
    return [informationSet, typeof action === 'number' ? actions[action]! : 'never comes'];
  });
  const others =
    optimalReplies === null ? ' (one of very many)' : optimalReplies.length > 1 ? ` (one of ${optimalReplies.length} optimal replies)` : '';
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
