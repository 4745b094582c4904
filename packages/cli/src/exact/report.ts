import type { TieRule } from '@firstmover/core';
import { formatNumber, formatValue } from '../io/number.ts';
import { formatTable, indent } from '../io/table.ts';
import type { BimatrixAnswer, ExactAnswer, IteratedAnswer } from './exact.ts';

const TIE_WORDS: { readonly [TRule in TieRule]: string } = {
  strong: 'strong: an indifferent follower chooses for the leader',
  weak: 'weak: an indifferent follower chooses against the leader',
};

/** The most rows of a table, and the most other optimal answers, that are shown to people; JSON has all. */
const SHOWN = 32;

/** An exact answer for people to read. */
export function exactReport(answer: ExactAnswer): string {
  const params = Object.entries(answer.params ?? {}).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  );
  const values = [
    ['leader value', formatValue(answer.leaderValue), leaderMeaning(answer)],
    ['follower value', formatValue(answer.followerValue), 'what the follower gets then'],
  ];
  return [
    `${answer.input}${params.length > 0 ? `  (${params.join(', ')})` : ''}`,
    '',
    indent(formatTable(undefined, values)),
    '',
    ...(answer.kind === 'bimatrix' ? bimatrixLines(answer) : iteratedLines(answer)),
    `Ties are ${TIE_WORDS[answer.ties]}.`,
  ].join('\n');
}

function leaderMeaning(answer: ExactAnswer): string {
  if (answer.kind === 'iterated')
    return `the most that a deterministic table on its memory earns, over all ${answer.params['steps']} rounds`;
  if (!answer.attained) return 'a supremum: mixtures of rows come as close as you like, none reaches it';
  return `the most that a ${answer.commitmentClass === 'mixed' ? 'mixture of rows' : 'single row'} earns`;
}

function bimatrixLines(answer: BimatrixAnswer): string[] {
  const row = (i: number): string => answer.leaderActions?.[i] ?? `row ${i}`;
  const column = (j: number): string => answer.followerActions?.[j] ?? `column ${j}`;
  const { commitment, interior, response, allOptimalReplies, leaderStrategyUnique, attained } = answer;
  const used = [...commitment.keys()].filter((i) => commitment[i]! > 0 || commitment.length <= 8);
  const rows = used.slice(0, SHOWN).map((i) => [row(i), formatNumber(commitment[i]!)]);
  const others = allOptimalReplies.filter((j) => j !== response);
  const heading = attained
    ? `The leader commits to (${leaderStrategyUnique ? 'the only optimum' : 'one of several optima'}):`
    : 'The limit of commitments that come close:';
  return [
    heading,
    '',
    indent(formatTable(['action', 'probability'], rows)),
    ...(used.length > SHOWN ? [indent(`... and ${used.length - SHOWN} more; --json has all`)] : []),
    ...(used.length < commitment.length ? [indent(`all other actions have probability 0`)] : []),
    '',
    `The follower replies with ${column(response)}${attained ? '' : ' on the way to the limit'}.`,
    ...(others.length > 0 ? [`Replies to other optima: ${listed(others.map(column))}.`] : []),
    ...(interior && commitment.length <= 8 ? [stepLine(answer, interior)] : []),
    'In a game of one round the class of follower makes no difference.',
  ];
}

/** Where to step for a reply that does not hang on a tie. */
function stepLine({ commitment, attained }: BimatrixAnswer, interior: readonly number[]): string {
  if (interior.every((probability, i) => Math.abs(probability - commitment[i]!) <= 1e-9)) return 'The reply does not hang on a tie.';
  const target = `(${interior.map(formatNumber).join(', ')})`;
  return `A small step towards ${target} makes ${attained ? 'it the only best reply' : 'the follower reply so'}.`;
}

function iteratedLines(answer: IteratedAnswer): string[] {
  const { commitment, response, optimalCommitments, optimalTables, allOptimalReplies, followerClass } = answer;
  const free = new Set(optimalCommitments[0]!.flatMap((action, observation) => (action === null ? [observation] : [])));
  const rounds =
    answer.commitmentClass === 'memory-1' ? 'the last round' : `the last ${answer.commitmentClass.slice('memory-'.length)} rounds`;
  const reached = followerClass === 'rational' ? undefined : reachedBy(answer);
  const others = `one of ${optimalTables ?? 'very many'} optimal tables${optimalCommitments.length > 1 ? '; --json lists them' : ''}`;
  const unique = answer.leaderStrategyUnique ? 'the only optimal table' : others;
  const play = playInWords(answer);
  return [
    `The leader remembers ${rounds} and commits to (${unique}):`,
    '',
    indent(policyTable('observation', answer.observations, commitment, answer.leaderActions, (i) => (free.has(i) ? 'any' : undefined))),
    '',
    `The follower replies with${allOptimalReplies && allOptimalReplies.length > 1 ? ` (one of ${allOptimalReplies.length} best replies)` : ''}:`,
    '',
    indent(
      followerClass === 'rational'
        ? playTable(answer)
        : policyTable('observation', answer.responseObservations, response, answer.followerActions, (i) =>
            reached?.has(i) === false ? 'never comes' : undefined,
          ),
    ),
    '',
    ...(play === undefined ? [] : [`What happens: ${play} (leader/follower).`]),
    followerClass === 'stationary'
      ? 'The follower is stationary: its action depends on its present observation alone.'
      : 'The follower is rational: it remembers everything and counts the rounds.',
  ];
}

/** The observations that occur under the reply shown; undefined where the replies were not listed. */
function reachedBy({ allOptimalReplies, response }: IteratedAnswer): Set<number> | undefined {
  const chosen = response.map((row) => row.indexOf(1));
  const same = allOptimalReplies?.find((reply) => reply.every((action, observation) => action === null || action === chosen[observation]));
  return same && new Set(same.flatMap((action, observation) => (action === null ? [] : [observation])));
}

/** A deterministic policy; of a long one only the rows that matter. */
function policyTable(
  head: string,
  labels: readonly string[],
  policy: readonly (readonly number[])[],
  actions: readonly string[],
  instead: (observation: number) => string | undefined,
): string {
  const all = labels.map((label, i) => ({ other: instead(i), row: [label, instead(i) ?? actions[policy[i]!.indexOf(1)]!] }));
  const kept = all.length > SHOWN ? all.filter(({ other }) => other === undefined) : all;
  const table = formatTable(
    [head, 'action'],
    kept.slice(0, SHOWN).map(({ row }) => row),
  );
  const cut = kept.length > SHOWN ? [`... and ${kept.length - SHOWN} more; --json has all`] : [];
  const other = all.find((entry) => entry.other !== undefined)?.other;
  const rest = kept.length < all.length ? [`${all.length - kept.length} other observations: ${other}`] : [];
  return [table, ...cut, ...rest].join('\n');
}

/** Equal things in a row, gathered. */
function gather(names: readonly string[]): { readonly name: string; readonly from: number; readonly to: number }[] {
  const starts = [...names.keys()].filter((i) => i === 0 || names[i] !== names[i - 1]);
  return starts.map((from, run) => ({ name: names[from]!, from, to: (starts[run + 1] ?? names.length) - 1 }));
}

/** The rounds as they are played; undefined where they change too often for a line. */
function playInWords({ play, leaderActions, followerActions }: IteratedAnswer): string | undefined {
  const runs = gather(play.map(([leader, follower]) => `${leaderActions[leader]}/${followerActions[follower]}`));
  return runs.length > 12 ? undefined : runs.map(({ name, from, to }) => (to > from ? `${name} ×${to - from + 1}` : name)).join(', then ');
}

function playTable({ play, followerActions }: IteratedAnswer): string {
  const runs = gather(play.map(([, action]) => followerActions[action]!));
  const rows = runs.map(({ name, from, to }) => [from === to ? `${from + 1}` : `${from + 1} to ${to + 1}`, name]);
  const shown = formatTable(['round', 'action'], rows.slice(0, SHOWN));
  return rows.length > SHOWN ? `${shown}\n... and more; --json has all` : shown;
}

function listed(names: readonly string[]): string {
  return names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more` : names.join(', ');
}
