import type { Policy } from '@firstmover/core';
import { randomStream } from '@firstmover/core';
import type { Machine } from '@firstmover/experience/testing';

/**
 * A corridor with a junction at its end (after the T-maze of Bakker, NIPS 2001): at the entrance a sign, 0 or 1, says which way pays 1; then comes
 * `length` times the same view, 2, then the junction, 3. All actions but the last lead on. Worth 1 with a memory and 1/2 without.
 */
export function corridor(length: number): Machine {
  return {
    observations: 4,
    actions: 2,
    start: (copy, episode) => (copy + episode) % 2,
    see: (state) => (state < 2 ? state : state < 2 * (length + 1) ? 2 : 3),
    move(state, action) {
      if (state < 2 * (length + 1)) return { state: state + 2, reward: 0 };
      return { state, reward: Number(action === state % 2), end: 'terminated' };
    },
  };
}

/**
 * A bandit with two arms, one of which pays 1 with probability 4/5 and the other with 1/5; which is which is drawn for each episode of so many pulls. What
 * is seen is the last arm and what it paid: 1 + 2 arm + payment, 0 before the first.
 */
export function hiddenBandit(pulls: number): Machine {
  const luck = randomStream(7, 'hidden bandit');
  const rounds = pulls + 1;
  return {
    observations: 5,
    actions: 2,
    start: (copy, episode) => (copy * 4096 + episode) * rounds * 5,
    see: (state) => state % 5,
    move(state, action) {
      const round = Math.floor(state / 5) % rounds;
      const draw = Math.floor(state / (5 * rounds));
      const good = luck.at(draw, 0).integer(2);
      const pays = Number(luck.at(draw, 1 + 2 * round + action).uniform() < (action === good ? 0.8 : 0.2));
      const next = (draw * rounds + round + 1) * 5 + 1 + 2 * action + pays;
      return { state: next, reward: pays, ...(round === pulls - 1 ? { end: 'terminated' as const } : {}) };
    },
  };
}

/** What a player with perfect memory earns in the hidden bandit: dynamic programming on the posterior odds, powers of 4 (win and loss by 4/5). */
export function hiddenBanditOptimum(pulls: number): number {
  const value = (left: number, lead: number): number => {
    if (left === 0) return 0;
    const odds = 4 ** lead;
    const believed = odds / (1 + odds); // that arm 0 is the good one
    return Math.max(
      ...[0, 1].map((arm) => {
        const good = arm === 0 ? believed : 1 - believed;
        const pays = 0.8 * good + 0.2 * (1 - good);
        const step = arm === 0 ? 1 : -1;
        return pays * (1 + value(left - 1, lead + step)) + (1 - pays) * value(left - 1, lead - step);
      }),
    );
  };
  return value(pulls, 0);
}

/** The mean return of a policy over episodes of a machine. */
export function meanReturn(machine: Machine, policy: Policy, episodes: number): number {
  const random = randomStream(1, 'evaluation').at(0, 0);
  let total = 0;
  for (let episode = 0; episode < episodes; episode++) {
    let state = machine.start!(1000, episode);
    policy.reset?.();
    for (let over = false; !over;) {
      const move = machine.move(state, policy.act(machine.see!(state), random) as number);
      total += move.reward;
      state = move.state;
      over = move.end !== undefined;
    }
  }
  return total / episodes;
}
