// The same game by several oracles, and two leaders: any of them fits any other.
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { solve } from '@firstmover/pipeline';

const game = iteratedPrisonersDilemma.create();
for (const oracle of ['exact', 'tabular-q', 'contextual']) {
  for (const leader of ['ppo', 'exhaustive']) {
    const { leaderValue, optimum, followerClass } = await solve(game, { oracle, leader, seed: 3, budget: { leaderSteps: 30_000 } });
    console.log(oracle, leader, leaderValue <= optimum!.leaderValue, followerClass);
  }
}
// => exact ppo true stationary
// => exact exhaustive true stationary
// => tabular-q ppo true stationary
// => tabular-q exhaustive true stationary
// => contextual ppo true stationary
// => contextual exhaustive true stationary
