import type { BestResponseClass, FollowerOracle, Game } from '@firstmover/core';
import { policyFromRows, labelAt, randomStream, respondTo, soleLeader, followersOf, createEnvironment } from '@firstmover/core';
import { formatNumber, formatTable } from '@firstmover/problems';
import type { LabelledPolicy, MixtureProof, SolveResult } from './result.ts';

/** What a follower class means, in words. */
export const FOLLOWER_CLASS_WORDS: { readonly [TClass in BestResponseClass]: string } = {
  stationary: 'stationary (acts on its present observation)',
  rational: 'rational (remembers everything, counts the rounds)',
};

/** What helps where followers were held; more steps do not. */
const HELD_ADVICE =
  'More steps do not help: followers that hold one action cannot be taught to answer what they see. Use followers that act on it: --method contextual, exact or tabular-q.';

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

/** The result of a solve for people to read. */
export function solveReport(result: SolveResult & { readonly seconds: number }, episode: string | undefined): string {
  const { leaderPolicy: policy, exact, steps, stepsToExact } = result;
  const parameters = Object.entries(result.params).map(
    ([name, value]) => `${name}=${Array.isArray(value) ? JSON.stringify(value) : String(value)}`,
  );
  const row = (label: string, value: string, note = ''): string[] => [label, value, note];
  const proved = exact !== null && result.leaderRegret === 0;
  return [
    `${result.game}  (${parameters.join(', ')})`,
    '',
    `The leader commits to: ${policyInWords(policy)}.`,
    '',
    indent(
      formatTable(
        ['observation', ...policy.actions],
        policy.observations.map((label, i) => [label, ...policy.probabilities[i]!.map(formatNumber)]),
      ),
    ),
    '',
    ...(episode === undefined ? [] : [`What happens: ${episode}.`, '']),
    indent(
      formatTable(undefined, [
        row('leader return', formatNumber(result.leaderReturn), 'against an exact best response, ties against the leader'),
        row('follower return', formatNumber(result.followerReturn), 'of that best response'),
        row(
          'best-response gap',
          result.bestResponseGap === null ? 'not measured' : formatNumber(result.bestResponseGap),
          result.mixture
            ? 'the follower responds exactly to any mixture'
            : result.bestResponseGap === null
              ? `the ${result.oracle} follower is no table of observations`
              : `what the ${result.oracle} follower falls short of it`,
        ),
        row(
          'exact optimum',
          exact ? formatNumber(exact.leaderReturn) : 'out of reach',
          exact ? `${optimumInWords(result)} (follower ${formatNumber(exact.followerReturn)})` : 'too many commitments to enumerate',
        ),
        ...(result.leaderRegret === null
          ? []
          : [row('leader regret', formatNumber(result.leaderRegret), 'exact optimum minus leader return')]),
        ...(result.mixture?.inside
          ? [row('a step inside', formatNumber(result.mixture.inside.leaderReturn), insideInWords(result.mixture.inside))]
          : []),
      ]),
    ),
    '',
    `Follower class: ${FOLLOWER_CLASS_WORDS[result.followerClass]}. Ties: weak.`,
    ...(result.held ? [`Learned against ${result.oracle} followers, which hold one action for a whole episode.`] : []),
    ...(result.exactContexts
      ? [`The contextual follower is exactly optimal against ${result.exactContexts.optimal} of ${result.exactContexts.of} leaders.`]
      : []),
    `Steps: ${count(steps.pretraining)} pre-training + ${count(steps.leader)} leader = ${count(steps.total)}, in ${result.seconds.toFixed(2)} s (seed ${result.seed}).`,
    ...(stepsToExact
      ? [
          `Exact from step ${count(stepsToExact.leader)} of the leader on` +
            (stepsToExact.pretraining === null ? '.' : `; the follower from step ${count(stepsToExact.pretraining)} of pre-training.`),
        ]
      : []),
    '',
    result.mixture
      ? mixtureVerdict(result.leaderRegret!, result.mixture)
      : proved
        ? `Proved: against a ${result.followerClass} follower no deterministic policy on these observations is worth more to the leader.`
        : exact
          ? `Not optimal: a commitment worth ${formatNumber(exact.leaderReturn)} exists. ${result.held ? HELD_ADVICE : 'Try another seed or a larger --leader-steps.'}`
          : 'Checked against a best response; whether a better commitment exists is not known.',
  ].join('\n');
}

function optimumInWords({ mixture }: SolveResult): string {
  if (!mixture) return 'best deterministic commitment, by enumeration';
  const where = `(${mixture.optimum.map(formatNumber).join(', ')})`;
  return mixture.attained ? `best mixture ${where}, by linear programmes` : `supremum over mixtures, at ${where}, by linear programmes`;
}

function insideInWords({ step, mixture }: NonNullable<MixtureProof['inside']>): string {
  return `what (${mixture.map(formatNumber).join(', ')}) earns, ${formatNumber(100 * step)}% of the way to where the reply is the only best one`;
}

function mixtureVerdict(regret: number, { attained, payoffRange }: MixtureProof): string {
  const share = payoffRange > 0 ? (100 * Math.max(0, regret)) / payoffRange : 0;
  const close = `${share.toFixed(2)}% of the payoff range below the exact ${attained ? 'optimum' : 'supremum, which no mixture reaches while ties are broken against the leader'}`;
  return share <= 1 ? `Checked: the mixture is worth ${close}.` : `Not optimal: ${close}. Try another seed or a larger --leader-steps.`;
}

/**
 * One episode of the commitment against a follower's response, rounds that repeat gathered; undefined where chance or long names would
 * make it no typical episode.
 */
export function typicalEpisode(game: Game, policy: LabelledPolicy, oracle: FollowerOracle): string | undefined {
  const leader = policyFromRows(policy.probabilities);
  const [response] = respondTo(oracle, leader, randomStream(0, 'episode')).policies;
  const follower = followersOf(game)[0];
  if (!response || follower === undefined) return undefined;
  const position = soleLeader(game);
  const environment = createEnvironment(game);
  let { observations } = environment.reset();
  const random = randomStream(0, 'episode');
  const rounds: { joint: string; times: number }[] = [];
  for (let over = false; !over;) {
    const actions: number[] = [];
    actions[position] = leader.act(observations[position]!, random) as number;
    actions[follower] = response.act(observations[follower]!, random) as number;
    const joint = `${labelAt(game.players[position]!.action, actions[position])}/${labelAt(game.players[follower]!.action, actions[follower])}`;
    const last = rounds.at(-1);
    if (last?.joint === joint) last.times++;
    else rounds.push({ joint, times: 1 });
    const result = environment.step(actions);
    observations = result.observations;
    over = result.terminated || result.truncated;
  }
  if (rounds.length > 12) return undefined;
  return `${rounds.map(({ joint, times }) => (times > 1 ? `${joint} ×${times}` : joint)).join(', then ')} (leader/follower)`;
}

function count(steps: number): string {
  return steps.toLocaleString('en-GB');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
