import type { Game, TablePolicy } from '@firstmover/core';
import { InputError, finiteModel, labelAt, policyRows, soleLeader } from '@firstmover/core';
import type { TieValues } from '@firstmover/solvers';
import { bestStochasticCommitment } from '@firstmover/solvers';
import { formatNumber } from '../../io/number.ts';
import { formatTable, indent } from '../../io/table.ts';
import type { AnswerFields, ExactAnswer, ExactQuestion } from '../problem.ts';
import { SHOWN } from '../report.ts';
import { tieLines } from '../stochastic-game/stochastic-game.ts';

/** The best table of probabilities on the memory of the last round. */
interface StochasticFields extends AnswerFields {
  /** The probabilities: [observation][action]. */
  readonly commitment: readonly (readonly number[])[];
  /** The reply as probabilities, [observation][action]; null for a rational follower, whose reply depends on everything. */
  readonly response: readonly (readonly number[])[] | null;
  /** The leader's value when ties at the commitment are broken against it. */
  readonly weakValue: number;
  /** A commitment a small step away that hangs less on ties. */
  readonly interior: { readonly step: number; readonly commitment: readonly (readonly number[])[]; readonly leaderValue: TieValues };
  /** What the leader can observe, the rows of `commitment`. */
  readonly observations: readonly string[];
  /** What the follower can observe, the rows of `response`; null for a rational follower. */
  readonly responseObservations: readonly string[] | null;
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
export function stochasticAnswer(game: Game, { ties, follower }: ExactQuestion): ExactAnswer {
  if (ties !== 'strong') {
    throw new InputError(
      `--ties ${ties} does not apply to --commitment stochastic: its value is strong, and what adverse ties leave is said with it`,
    );
  }
  const followerClass = follower ?? 'stationary';
  const model = finiteModel(game);
  const found = bestStochasticCommitment(model, { followerClass });
  const leader = soleLeader(game);
  const labels = (player: number, space: 'action' | 'observation', count: number): string[] =>
    Array.from({ length: count }, (_label, index) => labelAt(game.players[player]![space], index));
  const fields: StochasticFields = {
    leaderValue: found.leaderValue,
    certifiedUpperBound: found.certifiedUpperBound,
    followerValue: found.followerValue,
    commitmentClass: 'stochastic-memory-1',
    commitment: policyRows(found.policy),
    response: followerClass === 'stationary' ? policyRows(found.response as TablePolicy) : null,
    ties,
    followerClass,
    attained: true,
    allOptimalReplies: null,
    leaderStrategyUnique: null,
    weakValue: found.weakValue,
    interior: { step: found.interior.step, commitment: policyRows(found.interior.policy), leaderValue: found.interior.leaderValue },
    observations: labels(leader, 'observation', found.policy.observations),
    responseObservations: followerClass === 'stationary' ? labels(1 - leader, 'observation', model.observationCounts[1 - leader]!) : null,
    leaderActions: labels(leader, 'action', found.policy.actions),
    followerActions: labels(1 - leader, 'action', model.actionCounts[1 - leader]!),
  };
  return {
    fields,
    leaderMeaning: 'the most found that probabilities on the memory of the last round earn, over all rounds',
    followerMeaning: 'what the follower gets then',
    lines: linesOf(fields),
  };
}

function linesOf({
  commitment,
  response,
  observations,
  responseObservations,
  leaderActions,
  followerActions,
  followerClass,
  weakValue,
  interior,
}: StochasticFields): string[] {
  const rows = commitment.slice(0, SHOWN).map((row, o) => [observations[o]!, ...row.map(formatNumber)]);
  const replies = response?.map((row, o) => `${responseObservations![o]!}: ${followerActions[row.indexOf(1)]!}`);
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
