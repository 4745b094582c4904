import type { StationaryCommitment, StochasticGame, TieValues } from '@firstmover/solvers/markov';
import { bestStationaryCommitment, validateStochasticGame } from '@firstmover/solvers/markov';
import type { Problem, ProblemKind } from '../problem/problem.ts';
import { defineProblem } from '../problem/problem.ts';
import { formatNumber, formatValue } from '../words/number.ts';
import { formatTable, indent } from '../words/table.ts';
import { SHOWN } from '../words/words.ts';

/** Discounted stochastic games in tables, index order state, leader action, follower action, next state. */
export const stochasticGameKind: ProblemKind = defineProblem({
  name: 'stochastic-game',
  about: 'A discounted game on states that both see: the leader commits to probabilities per state.',
  source: 'Letchford et al., Computing optimal strategies to commit to in stochastic games, AAAI 2012',
  document: {
    fields: {
      leaderReward: 'what the leader gets, [state][leader action][follower action]',
      followerReward: 'what the follower gets, likewise',
      transition: 'probabilities of the next state, [state][leader action][follower action][next state]',
      discount: 'what a reward of the next step counts, at least 0 and below 1',
      initialDistribution: 'probabilities of the first state',
    },
    example:
      '{"kind":"stochastic-game","leaderReward":[[[2,4],[1,3]]],"followerReward":[[[1,0],[0,1]]],"transition":[[[[1],[1]],[[1],[1]]]],"discount":0.9,"initialDistribution":[1]}',
    read(field) {
      const game = validateStochasticGame({
        leaderReward: field('leaderReward'),
        followerReward: field('followerReward'),
        transition: field('transition'),
        discount: field('discount'),
        initialDistribution: field('initialDistribution'),
      });
      return stochasticGameProblem(game);
    },
  },
});

function stochasticGameProblem(game: StochasticGame): Problem {
  return {
    kind: 'stochastic-game',
    description: 'a discounted stochastic game',
    params: null,
    commitments: ['stationary'],
    ties: ['strong'],
    followers: ['rational'],
    answer() {
      const answer = bestStationaryCommitment(game);
      return {
        answer,
        leaderMeaning: 'the most found that probabilities per state earn, discounted',
        followerMeaning: 'what the follower gets then, discounted',
        lines: linesOf(answer),
      };
    },
  };
}

function linesOf({ commitment, reply, optimalReplies, weakValue, interior }: StationaryCommitment): string[] {
  const head = ['state', ...commitment[0]!.map((_entry, action) => `action ${action}`), 'reply'];
  const rows = commitment.slice(0, SHOWN).map((row, s) => [`state ${s}`, ...row.map(formatNumber), `action ${reply[s]!}`]);
  const others = optimalReplies.length - 1;
  return [
    'The leader commits to probabilities per state, and the follower replies:',
    '',
    indent(formatTable(head, rows)),
    '',
    ...(others > 0 ? [`${others} other best ${others > 1 ? 'replies give' : 'reply gives'} the leader the same; --json lists them.`] : []),
    ...tieLines(weakValue, interior),
    'Against a leader without memory a rational follower needs none: it knows the state and looks ahead.',
  ];
}

/** What hangs on ties. */
export function tieLines(weakValue: number, { step, leaderValue }: { readonly step: number; readonly leaderValue: TieValues }): string[] {
  return [
    `With ties broken against the leader the commitment earns ${formatValue(weakValue)}; a step of ${step} away from ties earns ${formatValue(leaderValue.weak)} under any ties.`,
  ];
}
