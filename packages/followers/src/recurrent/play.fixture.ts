import type { FollowerOracle, Game, Policy, Value } from '@firstmover/core';
import { deterministicPolicy, followersOf, randomStream, respondTo, sampledChance, soleLeader } from '@firstmover/core';

/** The returns of leader and follower in games against the response to a leader, each after a reset; means over so many. */
export function playResponse(oracle: FollowerOracle, leader: Policy, seed = 0, repeats = 1): { leader: number; follower: number } {
  const { game } = oracle;
  const random = randomStream(seed, 'play').at(0, 0);
  const policy = respondTo(oracle, leader, random).policies[0]!;
  const sums = { leader: 0, follower: 0 };
  for (let repeat = 0; repeat < repeats; repeat++) {
    policy.reset?.();
    leader.reset?.();
    const [first, second] = play(game, leader, policy, seed);
    sums.leader += first / repeats;
    sums.follower += second / repeats;
  }
  return sums;
}

function play(game: Game, leader: Policy, follower: Policy, seed: number): [number, number] {
  const random = randomStream(seed, 'play on').at(0, 0);
  const chance = sampledChance(random);
  const positions = [soleLeader(game), followersOf(game)[0]!] as const;
  const totals: [number, number] = [0, 0];
  let state = game.initial(chance);
  for (;;) {
    const actions: Value[] = [];
    actions[positions[0]] = leader.act(game.observe(state, positions[0]), random);
    actions[positions[1]] = follower.act(game.observe(state, positions[1]), random);
    const { state: next, rewards, terminated, truncated } = game.step(state, actions, chance);
    totals[0] += rewards[positions[0]]!;
    totals[1] += rewards[positions[1]]!;
    state = next;
    if (terminated === true || truncated === true) return totals;
  }
}

/**
 * The mean follower and leader payoff per step, over all 32 deterministic leaders of an iterated 2x2 game with rewards of the payoff less 2.5, in the last game of a
 * trial.
 */
export function playAll(oracle: FollowerOracle, steps: number): { leader: number; follower: number } {
  const sums = { leader: 2.5, follower: 2.5 };
  for (let table = 0; table < 32; table++) {
    const leader = deterministicPolicy(
      [16, 8, 4, 2, 1].map((bit) => (table & bit ? 1 : 0)),
      2,
    );
    const found = playResponse(oracle, leader, table);
    sums.leader += found.leader / (32 * steps);
    sums.follower += found.follower / (32 * steps);
  }
  return sums;
}
