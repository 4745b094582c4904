import type { BestResponseClass, ProvedAnswer } from '@firstmover/core';
import { formatTable, indent } from '../words/table.ts';
import { SHOWN } from '../words/words.ts';
import type { ReplyTable } from './optimal-replies.ts';

/**
 * The answer to an iterated game: its best deterministic commitment and the reply to it. The commitment is an optimal table as
 * probabilities, [observation][action], and the reply is given as probabilities, [observation][action] of a stationary follower,
 * [round][action] of a rational one. Returns are sums of rewards over the game.
 */
export interface IteratedAnswer extends ProvedAnswer<readonly (readonly number[])[], readonly (readonly number[])[] | ReplyTable> {
  /** The reply. */
  readonly reply: readonly (readonly number[])[];
  /** What the follower may depend on. */
  readonly followerClass: BestResponseClass;
  /**
   * All replies to `commitment` that are best, differ in play and are allowed by the tie rule. Null when there are too many ways to play.
   */
  readonly optimalReplies: readonly ReplyTable[] | null;
  /** All optimal tables: an action per observation, null where every action is optimal. */
  readonly optimalCommitments: readonly (readonly (number | null)[])[];
  /** How many complete tables these are; null beyond 2^53. */
  readonly optimalTables: number | null;
  /** How many rounds the leader remembers. */
  readonly memory: number;
  /** What the leader can observe, the rows of `commitment`. */
  readonly observations: readonly string[];
  /** What the rows of `reply` stand for. */
  readonly replyObservations: readonly string[];
  /** The names of the leader's actions. */
  readonly leaderActions: readonly string[];
  /** The names of the follower's actions. */
  readonly followerActions: readonly string[];
  /** The leader's and the follower's action in every round. */
  readonly play: readonly (readonly [number, number])[];
}

/** The commitment, the reply and the play. */
export function iteratedLines(answer: IteratedAnswer): string[] {
  const { commitment, reply, optimalCommitments, optimalTables, optimalReplies, followerClass } = answer;
  const free = new Set(optimalCommitments[0]!.flatMap((action, observation) => (action === null ? [observation] : [])));
  const rounds = answer.memory === 1 ? 'the last round' : `the last ${answer.memory} rounds`;
  const reached = followerClass === 'rational' ? undefined : reachedBy(answer);
  const others = `one of ${optimalTables ?? 'very many'} optimal tables${optimalCommitments.length > 1 ? '; --json lists them' : ''}`;
  const unique = answer.unique ? 'the only optimal table' : others;
  const play = playInWords(answer);
  return [
    `The leader remembers ${rounds} and commits to (${unique}):`,
    '',
    indent(policyTable('observation', answer.observations, commitment, answer.leaderActions, (i) => (free.has(i) ? 'any' : undefined))),
    '',
    `The follower replies with${optimalReplies && optimalReplies.length > 1 ? ` (one of ${optimalReplies.length} best replies)` : ''}:`,
    '',
    indent(
      followerClass === 'rational'
        ? playTable(answer)
        : policyTable('observation', answer.replyObservations, reply, answer.followerActions, (i) =>
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
function reachedBy({ optimalReplies, reply }: IteratedAnswer): Set<number> | undefined {
  const chosen = reply.map((row) => row.indexOf(1));
  const same = optimalReplies?.find((other) => other.every((action, observation) => action === null || action === chosen[observation]));
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
