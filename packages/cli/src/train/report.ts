import type { RunResult } from '@firstmover/experiments';
import { formatNumber, formatTable, indent } from '@firstmover/problems';
import { FOLLOWER_CLASS_WORDS, policyInWords } from '../solve/report.ts';

/** What a run ended with, for people to read. */
export function trainReport(folder: string, result: RunResult): string {
  const { verified, optimum, leaderRegret, leaderPolicy, evaluation, best, steps } = result;
  const rows = [
    ...(verified
      ? [
          ['leader return', formatNumber(verified.leaderReturn.weak), 'verified against every best response, ties against the leader'],
          ['follower return', formatNumber(verified.followerReturn), 'of a best response'],
          ...(verified.bestResponseGap === null
            ? []
            : [
                ['best-response gap', formatNumber(verified.bestResponseGap), `what the ${result.oracle ?? ''} follower falls short of it`],
              ]),
        ]
      : evaluation
        ? [['leader return', formatNumber(evaluation.leaderReturn), `${evaluation.kind}, not verified: ${result.notVerified ?? ''}`]]
        : []),
    ...(optimum ? [['optimum', formatNumber(optimum.leaderReturn), optimum.source]] : []),
    ...(leaderRegret === null ? [] : [['leader regret', formatNumber(leaderRegret), 'optimum minus leader return']]),
    ...(best ? [['best evaluation', formatNumber(best.leaderReturn), `after update ${best.update}`]] : []),
  ];
  return [
    `${result.game} in ${folder}`,
    '',
    ...(leaderPolicy && leaderPolicy.observations.length <= 64 ? [`The leader commits to: ${policyInWords(leaderPolicy)}.`, ''] : []),
    ...(rows.length > 0 ? [indent(formatTable(undefined, rows)), ''] : []),
    ...(verified ? [`Follower class: ${FOLLOWER_CLASS_WORDS[verified.followerClass]}. Ties: weak.`] : []),
    `Steps: ${steps.pretraining.toLocaleString('en-US')} pre-training + ${steps.leader.toLocaleString('en-US')} leader, in ${result.updates} updates (seed ${result.seed}).`,
  ].join('\n');
}
