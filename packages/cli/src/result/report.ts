import type { BestResponseClass } from '@firstmover/core';
import { evidenceInWords } from '@firstmover/core';
import type { LabelledPolicy, MixtureOptimum, PlayedRounds } from '@firstmover/evaluation';
import type { Result } from '@firstmover/pipeline';
import { formatNumber, formatTable, indent } from '@firstmover/problems';

/** What a follower class means, in words. */
const FOLLOWER_CLASS_WORDS: { readonly [TClass in BestResponseClass]: string } = {
  stationary: 'stationary (acts on its present observation)',
  rational: 'rational (remembers everything, counts the rounds)',
};

/** What helps where followers were held; more steps do not. */
const HELD_ADVICE =
  'More steps do not help: followers that hold one action cannot be taught to answer what they see. Use followers that act on it: --method contextual, exact or tabular-q.';

/** Tables with more rows are not printed, and longer plays not told. */
const SHOWN_ROWS = 64;
const SHOWN_PLAYS = 12;

/** A policy in one line of words: of a deterministic one equal actions are gathered, of a mixture the shares are listed. */
export function policyInWords(policy: LabelledPolicy): string {
  const [only, ...others] = policy.probabilities;
  if (only && others.length === 0 && only.every((share) => share < 1))
    return policy.actions.map((action, i) => `${action} with probability ${formatNumber(only[i]!)}`).join(', ');
  const chosen = policy.probabilities.map((row) => row.indexOf(Math.max(...row)));
  const clauses = policy.actions.flatMap((action, i) => {
    const where = policy.observations.filter((_label, observation) => chosen[observation] === i);
    if (where.length === 0) return [];
    if (where.length === policy.observations.length) return [`always ${action}`];
    return [`${action} ${where.map((label) => (label === 'start' ? 'at the start' : label)).join(' or ')}`];
  });
  return clauses.join('; ');
}

/** A learned answer for people to read. */
export function resultReport(result: Result, seconds: number | undefined): string {
  const { commitment, play, steps, settled, exactContexts, mixture } = result;
  const given = Object.entries(result.params).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  const small = commitment && commitment.observations.length <= SHOWN_ROWS ? commitment : null;
  return [
    `${result.game}${given.length > 0 ? `  (${given.join(', ')})` : ''}`,
    '',
    ...(small
      ? [
          `The leader commits to: ${policyInWords(small)}.`,
          '',
          indent(
            formatTable(
              ['observation', ...small.actions],
              small.observations.map((label, i) => [label, ...small.probabilities[i]!.map(formatNumber)]),
            ),
          ),
          '',
        ]
      : []),
    ...(play && play.length <= SHOWN_PLAYS ? [`What happens: ${playInWords(play)}.`, ''] : []),
    indent(formatTable(undefined, valueRows(result))),
    '',
    `Follower class: ${FOLLOWER_CLASS_WORDS[result.followerClass]}. Ties: weak.`,
    ...(result.held ? [`Learned against ${result.oracle ?? 'the'} followers, which hold one action for a whole episode.`] : []),
    ...(exactContexts
      ? [`The ${result.oracle ?? ''} follower is exactly optimal against ${exactContexts.optimal} of ${exactContexts.of} leaders.`]
      : []),
    `Steps: ${count(steps.pretraining)} pre-training + ${count(steps.leader)} leader = ${count(steps.pretraining + steps.leader)}, in ${result.updates} updates${seconds === undefined ? '' : ` and ${seconds.toFixed(2)} s`} (seed ${result.seed}).`,
    ...(settled && settled.leaderSteps < steps.leader
      ? [`The same from step ${count(settled.leaderSteps)} of the leader on, as far as it was evaluated.`]
      : []),
    '',
    mixture ? mixtureVerdict(result.leaderRegret ?? 0, mixture) : verdict(result),
  ].join('\n');
}

function valueRows(result: Result): string[][] {
  const { evidence, optimum, mixture, oracle, notVerified } = result;
  const row = (label: string, value: number | null, note: string, unknown = ''): string[] => [
    label,
    value === null ? unknown : formatNumber(value),
    note,
  ];
  const against = notVerified === null ? 'against an exact best response, ties against the leader' : `${evidence.kind}: ${notVerified}`;
  const followers = oracle === null ? 'followers' : `${oracle} follower`;
  return [
    row('leader value', result.leaderValue, against),
    ...(result.followerValue === null ? [] : [row('follower value', result.followerValue, 'of that best response')]),
    row(
      'best-response gap',
      result.bestResponseGap,
      mixture
        ? 'the follower responds exactly to any mixture'
        : result.bestResponseGap === null
          ? `the ${followers} is no table of observations`
          : `what the ${followers} falls short of it`,
      'not measured',
    ),
    row(
      'optimum',
      optimum && optimum.leaderValue,
      optimum
        ? `${mixture ? `${optimum.source}, at (${mixture.optimum.map(formatNumber).join(', ')})` : optimum.source}${optimum.followerValue === null ? '' : ` (follower ${formatNumber(optimum.followerValue)})`}`
        : 'too many commitments to enumerate',
      'out of reach',
    ),
    ...(result.leaderRegret === null ? [] : [row('leader regret', result.leaderRegret, 'optimum minus leader value')]),
    ...(mixture?.inside ? [row('a step inside', mixture.inside.leaderValue, insideInWords(mixture.inside))] : []),
  ];
}

function playInWords(play: readonly PlayedRounds[]): string {
  const rounds = play.map(({ leader, follower, rounds: times }) => `${leader}/${follower}${times > 1 ? ` ×${times}` : ''}`);
  return `${rounds.join(', then ')} (leader/follower)`;
}

function insideInWords({ step, mixture }: NonNullable<MixtureOptimum['inside']>): string {
  return `what (${mixture.map(formatNumber).join(', ')}) earns, ${formatNumber(100 * step)}% of the way to where the reply is the only best one`;
}

function verdict({ evidence, optimum, held, followerClass }: Result): string {
  switch (evidence.kind) {
    case 'optimal':
      return `Proved: against a ${followerClass} follower no deterministic policy on these observations is worth more to the leader.`;
    case 'bounded':
      return `Not optimal: a commitment worth ${formatNumber(optimum!.leaderValue)} exists. ${held ? HELD_ADVICE : 'Try another seed or a larger --leader-steps.'}`;
    case 'verified':
      return 'Checked against a best response; whether a better commitment exists is not known.';
    default:
      return `The value is ${evidenceInWords(evidence)}.`;
  }
}

function mixtureVerdict(regret: number, { attained, payoffRange }: MixtureOptimum): string {
  const share = payoffRange > 0 ? (100 * Math.max(0, regret)) / payoffRange : 0;
  const close = `${share.toFixed(2)}% of the payoff range below the exact ${attained ? 'optimum' : 'supremum, which no mixture reaches while ties are broken against the leader'}`;
  return share <= 1 ? `Checked: the mixture is worth ${close}.` : `Not optimal: ${close}. Try another seed or a larger --leader-steps.`;
}

function count(steps: number): string {
  return steps.toLocaleString('en-GB');
}
