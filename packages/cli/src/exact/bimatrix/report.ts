import { formatNumber } from '../../io/number.ts';
import { formatTable, indent } from '../../io/table.ts';
import type { AnswerFields } from '../problem.ts';
import { SHOWN, listed } from '../report.ts';

/** The answer to a bimatrix game. */
export interface BimatrixFields extends AnswerFields {
  /** What the leader may commit to. */
  readonly commitmentClass: 'mixed' | 'pure';
  /** The probability of each row. */
  readonly commitment: readonly number[];
  /** The column the follower replies with. */
  readonly response: number;
  /** All columns that are the reply to some optimal commitment. */
  readonly allOptimalReplies: readonly number[];
  /** A commitment towards which a small step makes the reply the only best one; null where there is none. */
  readonly interior: readonly number[] | null;
  /** The names of the rows; null where they have none. */
  readonly leaderActions: readonly string[] | null;
  /** The names of the columns; null where they have none. */
  readonly followerActions: readonly string[] | null;
}

/** What the leader's value is. */
export function bimatrixMeaning({ attained, commitmentClass }: Pick<BimatrixFields, 'attained' | 'commitmentClass'>): string {
  if (!attained) return 'a supremum: mixtures of rows come as close as you like, none reaches it';
  return `the most that a ${commitmentClass === 'mixed' ? 'mixture of rows' : 'single row'} earns`;
}

/** The commitment and the reply. */
export function bimatrixLines(fields: BimatrixFields): string[] {
  const column = (j: number): string => fields.followerActions?.[j] ?? `column ${j}`;
  const { commitment, interior, response, allOptimalReplies, attained } = fields;
  const others = allOptimalReplies.filter((j) => j !== response);
  return [
    ...mixtureLines(fields),
    '',
    `The follower replies with ${column(response)}${attained ? '' : ' on the way to the limit'}.`,
    ...(others.length > 0 ? [`Replies to other optima: ${listed(others.map(column))}.`] : []),
    ...(interior && commitment.length <= 8 ? [stepLine(fields, interior)] : []),
    'In a game of one round the class of follower makes no difference.',
  ];
}

/** A mixture of rows as a table; of a long one only the rows that are used. */
export function mixtureLines({
  commitment,
  leaderActions,
  leaderStrategyUnique,
  attained,
}: Pick<BimatrixFields, 'commitment' | 'leaderActions' | 'leaderStrategyUnique' | 'attained'>): string[] {
  const used = [...commitment.keys()].filter((i) => commitment[i]! > 0 || commitment.length <= 8);
  const rows = used.slice(0, SHOWN).map((i) => [leaderActions?.[i] ?? `row ${i}`, formatNumber(commitment[i]!)]);
  return [
    attained
      ? `The leader commits to (${leaderStrategyUnique === null ? 'an optimum' : leaderStrategyUnique ? 'the only optimum' : 'one of several optima'}):`
      : 'The limit of commitments that come close:',
    '',
    indent(formatTable(['action', 'probability'], rows)),
    ...(used.length > SHOWN ? [indent(`... and ${used.length - SHOWN} more; --json has all`)] : []),
    ...(used.length < commitment.length ? [indent(`all other actions have probability 0`)] : []),
  ];
}

/** Where to step for a reply that does not hang on a tie. */
function stepLine({ commitment, attained }: BimatrixFields, interior: readonly number[]): string {
  if (interior.every((probability, i) => Math.abs(probability - commitment[i]!) <= 1e-9)) return 'The reply does not hang on a tie.';
  const target = `(${interior.map(formatNumber).join(', ')})`;
  return `A small step towards ${target} makes ${attained ? 'it the only best reply' : 'the follower reply so'}.`;
}
