import type { Game, Policy, TablePolicy } from '@firstmover/core';
import { createEnvironment, finiteModel, labelAt, policyRows, randomStream, soleLeader } from '@firstmover/core';
import { iteratedGame } from '@firstmover/matrix-games';
import { FREE, bestDeterministicCommitment } from '@firstmover/solvers/markov';
import { validateBimatrix } from '@firstmover/solvers/matrix';
import type { Problem, ProblemKind } from '../problem/problem.ts';
import { defineProblem } from '../problem/problem.ts';
import { optimalReplies } from './optimal-replies.ts';
import { stochasticAnswer } from './stochastic.ts';
import type { IteratedAnswer } from './words.ts';
import { iteratedLines } from './words.ts';

/** Games of several rounds: the leader commits to a table on what it remembers. */
export const iteratedKind: ProblemKind = defineProblem({
  name: 'iterated',
  about: 'A game of several rounds: the leader commits to a table on what it remembers.',
  source: 'Gerstgrasser & Parkes, Oracles & Followers, ICML 2023',
  document: {
    fields: {
      leaderPayoff: 'what the leader gets in a round, rows of numbers',
      followerPayoff: 'what the follower gets, of the same shape',
      steps: 'rounds, from 1 to 1000 (default 10)',
      rewardOffset: 'what is added to every payoff (default 0)',
      memory: 'what both remember of the last round: `joint`, both actions (default), or `other`, what the other did',
    },
    example:
      '{"kind":"iterated","leaderPayoff":[[3,1],[4,2]],"followerPayoff":[[3,4],[1,2]],"steps":10,"rewardOffset":-2.5,"memory":"joint"}',
    read(field) {
      const payoffs = validateBimatrix({ leaderPayoff: field('leaderPayoff'), followerPayoff: field('followerPayoff') });
      // The definition of the game knows what its parameters may be.
      const game = iteratedGame({ id: 'document/Iterated-v1', stage: 'A bimatrix game', payoffs, source: 'a document' }).create({
        steps: field('steps'),
        memory: field('memory'),
        rewardOffset: field('rewardOffset'),
      });
      const problem = iteratedProblem(game);
      return {
        ...problem,
        params: null,
        commitments: [...problem.commitments, 'mixed'],
        answer: (question) => (question.commitment === 'mixed' ? stochasticAnswer(game, question) : problem.answer(question)),
      };
    },
  },
  game: iteratedProblem,
});

/** The best deterministic table of a game that is played for a number of rounds. */
function iteratedProblem(game: Game): Problem {
  const memory = Number(game.parameters['memoryLength'] ?? 1);
  const rounds = game.parameters['steps'] === undefined ? 'the whole game' : `all ${game.parameters['steps']} rounds`;
  return {
    kind: 'iterated',
    description: memory === 1 ? 'an iterated game' : `an iterated game with memoryLength=${memory}`,
    params: game.parameters,
    commitments: ['pure'],
    ties: ['strong', 'weak'],
    followers: ['stationary', 'rational'],
    answer({ ties, follower }) {
      const followerClass = follower ?? 'stationary';
      const model = finiteModel(game);
      const {
        commitment,
        reply,
        optimalCommitments,
        optimalTables,
        followerValues: _values,
        evaluated: _count,
        ...found
      } = bestDeterministicCommitment(model, { followerClass, ties });
      const leader = soleLeader(game);
      const players = { leader: game.players[leader]!, follower: game.players[1 - leader]! };
      const labels = (space: (typeof players)['leader']['action'], count: number): string[] =>
        Array.from({ length: count }, (_label, index) => labelAt(space, index));
      const followerActions = model.actionCounts[1 - leader]!;
      const play = playOut(game, leader, commitment, reply);
      const isRational = followerClass === 'rational';
      const answer: IteratedAnswer = {
        ...found,
        commitment: policyRows(commitment),
        reply: isRational
          ? play.map(([, action]) => Array.from({ length: followerActions }, (_entry, other) => (other === action ? 1 : 0)))
          : policyRows(reply as TablePolicy),
        optimalReplies: optimalReplies(
          model,
          leader,
          optimalCommitments[0]!.map((action) => Math.max(action, 0)),
          { followerClass, ties },
        ),
        optimalCommitments: optimalCommitments.map((table) => table.map((action) => (action === FREE ? null : action))),
        optimalTables: Number.isSafeInteger(optimalTables) ? optimalTables : null,
        memory,
        observations: labels(players.leader.observation, model.observationCounts[leader]!),
        replyObservations: isRational
          ? play.map((_actions, round) => `round ${round + 1}`)
          : labels(players.follower.observation, model.observationCounts[1 - leader]!),
        leaderActions: labels(players.leader.action, model.actionCounts[leader]!),
        followerActions: labels(players.follower.action, followerActions),
        play,
      };
      return {
        answer,
        leaderMeaning: `the most that a deterministic table on its memory earns, over ${rounds}`,
        followerMeaning: 'what the follower gets then',
        lines: iteratedLines(answer),
      };
    },
  };
}

/** What happens round by round, when neither the policies nor the game leave anything to chance. */
function playOut(game: Game, leader: number, commitment: Policy, response: Policy): [number, number][] {
  const environment = createEnvironment(game);
  const policies = leader === 0 ? [commitment, response] : [response, commitment];
  const random = randomStream(0, 'play');
  const played: [number, number][] = [];
  response.reset?.();
  let { observations } = environment.reset();
  for (let over = false; !over;) {
    const actions = policies.map((policy, player) => policy.act(observations[player]!, random));
    played.push([actions[leader] as number, actions[1 - leader] as number]);
    const result = environment.step(actions);
    observations = result.observations;
    over = result.terminated || result.truncated;
  }
  return played;
}
