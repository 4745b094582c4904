import type { TieRule } from '@firstmover/core';
import { evidenceInWords } from '@firstmover/core';
import type { Problem, Told } from '@firstmover/problems';
import { formatExact, formatTable, formatValue, indent } from '@firstmover/problems';

const TIE_WORDS: { readonly [TRule in TieRule]: string } = {
  strong: 'strong: an indifferent follower chooses for the leader',
  weak: 'weak: an indifferent follower chooses against the leader',
};

/**
 * An exact answer for people to read: the values and what each number means. Then follows what the kind of problem has to say, then the
 * tie rule.
 *
 * @param input - what the user typed
 */
export function exactReport(input: string, { params, title }: Problem, { answer, leaderMeaning, followerMeaning, lines }: Told): string {
  const { leaderValue, followerValue, upperBound, ties, evidence, exact } = answer;
  const given = Object.entries(params ?? {}).map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`);
  const values = [
    ['leader value', formatExact(leaderValue, exact?.leaderValue), leaderMeaning],
    ...(evidence.kind === 'bounded' && upperBound !== null
      ? [['upper bound', formatValue(upperBound), 'proved: no commitment of this class earns more']]
      : []),
    ...(followerValue === null ? [] : [['follower value', formatExact(followerValue, exact?.followerValue), followerMeaning]]),
  ];
  return [
    `${input}${title === undefined ? '' : `: ${title}`}${given.length > 0 ? `  (${given.join(', ')})` : ''}`,
    '',
    indent(formatTable(undefined, values)),
    '',
    ...lines,
    ...(ties === null ? [] : [`Ties are ${TIE_WORDS[ties]}.`]),
    `The value is ${evidenceInWords(evidence)}.`,
  ].join('\n');
}
