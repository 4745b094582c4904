import type { Game, Policy, TablePolicy } from '@firstmover/core';
import { createEnvironment, finiteModel, labelAt, policyRows, randomStream, soleLeader } from '@firstmover/core';
import { FREE, bestDeterministicCommitment } from '@firstmover/solvers';
import type { ExactProblem, GameKind } from '../problem.ts';
import { optimalReplies } from './optimal-replies.ts';
import type { IteratedFields } from './report.ts';
import { iteratedLines } from './report.ts';

/** All other registered games: the leader commits to a deterministic table on what it remembers. */
export const iteratedGame: GameKind = (game) => iteratedProblem(game);

/** The best deterministic commitment of a game that is played for a number of rounds. */
export function iteratedProblem(game: Game): ExactProblem {
  const memory = Number(game.parameters['memoryLength'] ?? 1);
  const rounds = game.parameters['steps'] === undefined ? 'the whole game' : `all ${game.parameters['steps']} rounds`;
  return {
    kind: 'iterated',
    description: memory === 1 ? 'an iterated game' : `an iterated game with memoryLength=${memory}`,
    params: game.parameters,
    commitments: [`memory-${memory}`],
    ties: ['strong', 'weak'],
    followers: ['stationary', 'rational'],
    answer({ ties, follower }) {
      const followerClass = follower ?? 'stationary';
      const model = finiteModel(game);
      const found = bestDeterministicCommitment(model, { followerClass, ties });
      const leader = soleLeader(game);
      const players = { leader: game.players[leader]!, follower: game.players[1 - leader]! };
      const labels = (space: (typeof players)['leader']['action'], count: number): string[] =>
        Array.from({ length: count }, (_label, index) => labelAt(space, index));
      const followerActions = model.actionCounts[1 - leader]!;
      const play = playOut(game, leader, found.policy, found.response);
      const isRational = followerClass === 'rational';
      const fields: IteratedFields = {
        leaderValue: found.leaderValue,
        followerValue: found.followerValue,
        commitmentClass: `memory-${memory}`,
        commitment: policyRows(found.policy),
        response: isRational
          ? play.map(([, action]) => Array.from({ length: followerActions }, (_entry, other) => (other === action ? 1 : 0)))
          : policyRows(found.response as TablePolicy),
        ties,
        followerClass,
        attained: true,
        allOptimalReplies: optimalReplies(
          model,
          leader,
          found.commitments[0]!.map((action) => Math.max(action, 0)),
          { followerClass, ties },
        ),
        leaderStrategyUnique: found.optimalTables === 1,
        optimalCommitments: found.commitments.map((table) => table.map((action) => (action === FREE ? null : action))),
        optimalTables: Number.isSafeInteger(found.optimalTables) ? found.optimalTables : null,
        observations: labels(players.leader.observation, model.observationCounts[leader]!),
        responseObservations: isRational
          ? play.map((_actions, round) => `round ${round + 1}`)
          : labels(players.follower.observation, model.observationCounts[1 - leader]!),
        leaderActions: labels(players.leader.action, model.actionCounts[leader]!),
        followerActions: labels(players.follower.action, followerActions),
        play,
      };
      return {
        fields,
        leaderMeaning: `the most that a deterministic table on its memory earns, over ${rounds}`,
        followerMeaning: 'what the follower gets then',
        lines: iteratedLines(fields),
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
