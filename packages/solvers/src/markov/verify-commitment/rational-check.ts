import type { FiniteModel, TablePolicy } from '@firstmover/core';
import { RefusedError } from '@firstmover/core';
import { finiteHorizon, leaderAndFollower } from '../policy-values/finite-horizon.ts';
import type { Check } from './check.ts';
import { CHECK_LIMIT } from './check.ts';

/** The most rounds that are followed. */
const ROUND_LIMIT = 500;

/** How likely each state is together with a history of the follower. */
type Weights = Map<number, number>;

/** What follows a history, weighted with how likely it is. */
interface Prospect {
  readonly follower: number;
  readonly strong: number;
  readonly weak: number;
  readonly replies: number;
}

/**
 * Values the tree of everything that the follower can observe and do, history by history: no merging, no bounds.
 */
export function checkRational(model: FiniteModel, leader: TablePolicy): Check {
  const pair = leaderAndFollower(model);
  const { gamma, horizon, tolerance } = finiteHorizon(model);
  const actions = model.actionCounts[pair.follower]!;
  let examined = 0;
  const name = `${model.game.players[pair.follower]!.name} in ${model.game.id}`;
  // The recursion is as deep as the game is long and must not exhaust the stack.
  if (horizon > ROUND_LIMIT) {
    throw new RefusedError(
      `${name} plays up to ${horizon} rounds: verification of a rational follower by all histories ends at ${ROUND_LIMIT}; use fewer`,
    );
  }

  const after = (weights: Weights, action: number): Prospect => {
    let follower = 0;
    let earned = 0;
    const branches = new Map<number, Weights>();
    for (const [state, weight] of weights) {
      for (let move = 0; move < leader.actions; move++) {
        const share = weight * leader.probability(model.observations[pair.leader]![state]!, move);
        if (share === 0) continue;
        const slot = state * model.jointActions + move * pair.leaderStride + action * pair.followerStride;
        for (let outcome = model.first[slot]!; outcome < model.first[slot + 1]!; outcome++) {
          const flow = share * model.probability[outcome]!;
          follower += flow * model.rewards[pair.follower]![outcome]!;
          earned += flow * model.rewards[pair.leader]![outcome]!;
          if (model.ended[outcome] === 0) add(branches, model.observations[pair.follower]!, model.next[outcome]!, flow);
        }
      }
    }
    return join({ follower, strong: earned, weak: earned, replies: 1 }, branches, gamma);
  };

  const join = (now: Prospect, branches: Map<number, Weights>, discount: number): Prospect => {
    let { follower, strong, weak, replies } = now;
    for (const weights of branches.values()) {
      const later = value(weights);
      follower += discount * later.follower;
      strong += discount * later.strong;
      weak += discount * later.weak;
      replies *= later.replies;
    }
    return { follower, strong, weak, replies };
  };

  const value = (weights: Weights): Prospect => {
    if (++examined > CHECK_LIMIT) {
      throw new RefusedError(
        `${name} has more than ${CHECK_LIMIT} histories: too many to verify a rational follower by all of them; use fewer rounds`,
      );
    }
    let likelihood = 0;
    for (const weight of weights.values()) likelihood += weight;
    const prospects: Prospect[] = [];
    for (let action = 0; action < actions; action++) prospects.push(after(weights, action));
    const follower = Math.max(...prospects.map((prospect) => prospect.follower));
    const best = prospects.filter((prospect) => prospect.follower >= follower - likelihood * tolerance[pair.follower]!);
    return {
      follower,
      strong: Math.max(...best.map((prospect) => prospect.strong)),
      weak: Math.min(...best.map((prospect) => prospect.weak)),
      replies: best.reduce((sum, prospect) => sum + prospect.replies, 0),
    };
  };

  const start = new Map<number, Weights>();
  for (const { state, probability } of model.initial) add(start, model.observations[pair.follower]!, state, probability);
  const { follower, strong, weak, replies } = join({ follower: 0, strong: 0, weak: 0, replies: 1 }, start, 1);
  return { leaderValue: { strong, weak }, followerValue: follower, optimalReplies: replies, examined };
}

function add(branches: Map<number, Weights>, observations: Int32Array, state: number, weight: number): void {
  const observation = observations[state]!;
  let weights = branches.get(observation);
  if (!weights) branches.set(observation, (weights = new Map()));
  weights.set(state, (weights.get(state) ?? 0) + weight);
}
