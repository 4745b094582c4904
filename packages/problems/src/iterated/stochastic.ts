import type { Game, ProvedAnswer, TablePolicy } from '@firstmover/core';
import { InputError, finiteModel, labelAt, policyRows, soleLeader } from '@firstmover/core';
import type { TieValues } from '@firstmover/solvers/markov';
import { bestStochasticCommitment } from '@firstmover/solvers/markov';
import type { Question, Told } from '../problem/problem.ts';
import { tieLines } from '../stochastic-game/stochastic-game.ts';
import { formatNumber } from '../words/number.ts';
import { formatTable, indent } from '../words/table.ts';
import { SHOWN } from '../words/words.ts';

/**
 * The best table of probabilities on the memory of the last round, [observation][action]. The reply is likewise, null for a rational
 * follower, whose reply depends on everything.
 */
interface StochasticAnswer extends ProvedAnswer<readonly (readonly number[])[], readonly (readonly number[])[] | null> {
  /** The leader's value when ties at the commitment are broken against it. */
  readonly weakValue: number;
  /** A commitment a small step away that hangs less on ties. */
  readonly interior: { readonly step: number; readonly commitment: readonly (readonly number[])[]; readonly leaderValue: TieValues };
  /** What the leader can observe, the rows of `commitment`. */
  readonly observations: readonly string[];
  /** What the follower can observe, the rows of `reply`; null for a rational follower. */
  readonly replyObservations: readonly string[] | null;
  /** The names of the leader's actions. */
  readonly leaderActions: readonly string[];
  /** The names of the follower's actions. */
  readonly followerActions: readonly string[];
}

/**
 * The best stochastic commitment of an iterated game, with its certificate.
 *
 * @throws InputError for weak ties; RefusedError beyond the sizes of the search
 */
export function stochasticAnswer(game: Game, { ties, follower }: Question): Told {
  if (ties !== 'strong') {
    throw new InputError(
      `ties ${ties} does not apply to commitment mixed of an iterated game: its value is strong, and what adverse ties leave is said with it`,
    );
  }
  const followerClass = follower ?? 'stationary';
  const model = finiteModel(game);
  const { commitment, reply, interior, boxes: _boxes, ...found } = bestStochasticCommitment(model, { followerClass });
  const leader = soleLeader(game);
  const labels = (player: number, space: 'action' | 'observation', count: number): string[] =>
    Array.from({ length: count }, (_label, index) => labelAt(game.players[player]![space], index));
  const answer: StochasticAnswer = {
    ...found,
    commitment: policyRows(commitment),
    reply: followerClass === 'stationary' ? policyRows(reply as TablePolicy) : null,
    optimalReplies: null,
    interior: { step: interior.step, commitment: policyRows(interior.policy), leaderValue: interior.leaderValue },
    observations: labels(leader, 'observation', commitment.observations),
    replyObservations: followerClass === 'stationary' ? labels(1 - leader, 'observation', model.observationCounts[1 - leader]!) : null,
    leaderActions: labels(leader, 'action', commitment.actions),
    followerActions: labels(1 - leader, 'action', model.actionCounts[1 - leader]!),
  };
  return {
    answer,
    leaderMeaning: 'the most found that probabilities on the memory of the last round earn, over all rounds',
    followerMeaning: 'what the follower gets then',
    lines: linesOf(answer),
  };
}

function linesOf({
  commitment,
  reply,
  observations,
  replyObservations,
  leaderActions,
  followerActions,
  followerClass,
  weakValue,
  interior,
}: StochasticAnswer): string[] {
  const rows = commitment.slice(0, SHOWN).map((row, o) => [observations[o]!, ...row.map(formatNumber)]);
  const replies = reply?.map((row, o) => `${replyObservations![o]!}: ${followerActions[row.indexOf(1)]!}`);
  return [
    'The leader remembers the last round and commits to probabilities:',
    '',
    indent(formatTable(['observation', ...leaderActions], rows)),
    '',
    ...(replies ? [`The follower replies with ${replies.join('; ')}.`] : []),
    ...tieLines(weakValue, interior),
    followerClass === 'stationary'
      ? 'The follower is stationary: its action depends on its present observation alone.'
      : 'The follower is rational: it remembers everything and counts the rounds.',
  ];
}
