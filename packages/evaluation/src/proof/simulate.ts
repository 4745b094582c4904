import type { FollowerOracle, Policy } from '@firstmover/core';
import { flatten, leaderProblem, randomStream, soleLeader, unflatten, width } from '@firstmover/core';
import type { Game, Player } from '@firstmover/core';

/** Episodes of a simulated evaluation. */
export const EPISODES = 32;

/** Steps after which a simulated episode counts as it stands. */
const STEP_LIMIT = 1_000_000;

/**
 * The mean undiscounted return of a leader's policy against what an oracle answers it, over 32 episodes: where nothing can be computed.
 *
 * @param seed - episodes and actions are drawn from it alone
 */
export function simulateLeader(game: Game, oracle: FollowerOracle, policy: Policy, seed: number): number {
  const problem = leaderProblem(oracle, { copies: EPISODES, seed });
  const { observation, action } = game.players[soleLeader(game)] as Player;
  const [observationWidth, actionWidth] = [width(observation), width(action)];
  const actions = problem.executed.slice();
  const stream = randomStream(seed, 'simulated leader');
  const over = (copy: number): boolean => problem.terminated[copy] === 1 || problem.truncated[copy] === 1;
  let total = 0;
  problem.reset();
  for (let step = 0; step < STEP_LIMIT; step++) {
    let running = 0;
    for (let copy = 0; copy < EPISODES; copy++) {
      if (over(copy)) continue;
      running++;
      const seen =
        observation.kind === 'discrete'
          ? problem.observations[copy]!
          : unflatten(observation, problem.observations, copy * observationWidth);
      flatten(action, policy.act(seen, stream.at(copy, step)), actions, copy * actionWidth);
    }
    if (running === 0) break;
    problem.step(actions);
    for (let copy = 0; copy < EPISODES; copy++) total += problem.rewards[copy]!;
  }
  return total / EPISODES;
}
