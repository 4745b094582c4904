import type { TieRule } from '@firstmover/core';
import { formatValue } from '../io/number.ts';
import { formatTable, indent } from '../io/table.ts';
import type { ExactAnswer, ExactProblem } from './problem.ts';

const TIE_WORDS: { readonly [TRule in TieRule]: string } = {
  strong: 'strong: an indifferent follower chooses for the leader',
  weak: 'weak: an indifferent follower chooses against the leader',
};

/** The most rows of a table, and the most other optimal answers, that are shown to people; JSON has all. */
export const SHOWN = 32;

/**
 * An exact answer for people to read: the values and what each number means, then what the kind of problem has to say, then the tie rule.
 *
 * @param input - what the user typed
 */
export function exactReport(input: string, { params, title }: ExactProblem, answer: ExactAnswer): string {
  const { leaderValue, followerValue, certifiedUpperBound, ties } = answer.fields;
  const given = Object.entries(params ?? {}).map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`);
  const values = [
    ['leader value', formatValue(leaderValue), answer.leaderMeaning],
    ...(certifiedUpperBound === undefined
      ? []
      : [['upper bound', formatValue(certifiedUpperBound), 'proved: no commitment of this class earns more']]),
    ['follower value', formatValue(followerValue), answer.followerMeaning],
  ];
  return [
    `${input}${title === undefined ? '' : `: ${title}`}${given.length > 0 ? `  (${given.join(', ')})` : ''}`,
    '',
    indent(formatTable(undefined, values)),
    '',
    ...answer.lines,
    ...(ties === null ? [] : [`Ties are ${TIE_WORDS[ties]}.`]),
  ].join('\n');
}

/** Names in a line, not too many. */
export function listed(names: readonly string[]): string {
  return names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more` : names.join(', ');
}
