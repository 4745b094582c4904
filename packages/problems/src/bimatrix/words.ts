import type { BimatrixSolution } from '@firstmover/solvers/matrix';
import { formatNumber } from '../words/number.ts';
import { formatTable, indent } from '../words/table.ts';
import { SHOWN, listed } from '../words/words.ts';

/** The answer to a bimatrix game. */
export interface BimatrixAnswer extends BimatrixSolution {
  /** The names of the rows; null where they have none. */
  readonly leaderActions: readonly string[] | null;
  /** The names of the columns; null where they have none. */
  readonly followerActions: readonly string[] | null;
}

/** What the leader's value is. */
export function bimatrixMeaning({ attained, commitmentClass }: Pick<BimatrixAnswer, 'attained' | 'commitmentClass'>): string {
  if (!attained) return 'a supremum: mixtures of rows come as close as you like, none reaches it';
  return `the most that a ${commitmentClass === 'mixed' ? 'mixture of rows' : 'single row'} earns`;
}

/** The commitment and the reply. */
export function bimatrixLines(fields: BimatrixAnswer): string[] {
  const column = (j: number): string => fields.followerActions?.[j] ?? `column ${j}`;
  const { commitment, interior, reply, optimalReplies, attained } = fields;
  const others = optimalReplies.filter((j) => j !== reply);
  return [
    ...mixtureLines(fields),
    '',
    `The follower replies with ${column(reply)}${attained ? '' : ' on the way to the limit'}.`,
    ...(others.length > 0 ? [`Replies to other optima: ${listed(others.map(column))}.`] : []),
    ...(interior && commitment.length <= 8 ? [stepLine(fields, interior)] : []),
    'In a game of one round the class of follower makes no difference.',
  ];
}

/** A mixture of rows as a table; of a long one only the rows that are used. */
export function mixtureLines({
  commitment,
  leaderActions,
  unique,
  attained,
}: Pick<BimatrixAnswer, 'commitment' | 'leaderActions' | 'unique' | 'attained'>): string[] {
  const used = [...commitment.keys()].filter((i) => commitment[i]! > 0 || commitment.length <= 8);
  const rows = used.slice(0, SHOWN).map((i) => [leaderActions?.[i] ?? `row ${i}`, formatNumber(commitment[i]!)]);
  return [
    attained
      ? `The leader commits to (${unique === null ? 'an optimum' : unique ? 'the only optimum' : 'one of several optima'}):`
      : 'The limit of commitments that come close:',
    '',
    indent(formatTable(['action', 'probability'], rows)),
    ...(used.length > SHOWN ? [indent(`... and ${used.length - SHOWN} more; --json has all`)] : []),
    ...(used.length < commitment.length ? [indent(`all other actions have probability 0`)] : []),
  ];
}

/** Where to step for a reply that does not hang on a tie. */
function stepLine({ commitment, attained }: BimatrixAnswer, interior: readonly number[]): string {
  if (interior.every((probability, i) => Math.abs(probability - commitment[i]!) <= 1e-9)) return 'The reply does not hang on a tie.';
  const target = `(${interior.map(formatNumber).join(', ')})`;
  return `A small step towards ${target} makes ${attained ? 'it the only best reply' : 'the follower reply so'}.`;
}
