import type { FiniteModel, TablePolicy } from '@firstmover/core';
import { RefusedError, deterministicPolicy } from '@firstmover/core';
import { evaluatePolicies } from '../policy-values/policy-values.ts';
import { finiteHorizon, leaderAndFollower } from '../policy-values/finite-horizon.ts';
import type { Check } from './check.ts';
import { CHECK_LIMIT } from './check.ts';

/** Evaluates every deterministic function of the follower's observation, over all observations that some follower can reach. */
export function checkStationary(model: FiniteModel, leader: TablePolicy): Check {
  const pair = leaderAndFollower(model);
  const tolerance = finiteHorizon(model).tolerance[pair.follower]!;
  const actions = model.actionCounts[pair.follower]!;
  const everywhere = new Int32Array(model.observationCounts[pair.follower]!);
  const open = reachable(model, leader, null);
  let total = 1;
  for (let k = 0; k < open.length; k++) total *= actions;
  if (total > CHECK_LIMIT) {
    throw new RefusedError(
      `${model.game.players[pair.follower]!.name} in ${model.game.id} has ${total} stationary policies on the observations it can reach: verification by full enumeration ends at ${CHECK_LIMIT}`,
    );
  }

  const policy = deterministicPolicy(everywhere, actions);
  const policies = pair.leader === 0 ? [leader, policy] : [policy, leader];
  const choose = (index: number): void => {
    let rest = index;
    for (const observation of open) {
      policy.table.fill(0, observation * actions, (observation + 1) * actions);
      policy.table[observation * actions + (rest % actions)] = 1;
      rest = Math.floor(rest / actions);
    }
  };
  const followerValues = new Float64Array(total);
  const leaderValues = new Float64Array(total);
  let followerValue = -Infinity;
  for (let index = 0; index < total; index++) {
    choose(index);
    const returns = evaluatePolicies(model, policies);
    followerValues[index] = returns[pair.follower]!;
    leaderValues[index] = returns[pair.leader]!;
    followerValue = Math.max(followerValue, followerValues[index]!);
  }

  let strong = -Infinity;
  let weak = Infinity;
  let optimalReplies = 0;
  for (let index = 0; index < total; index++) {
    if (followerValues[index]! < followerValue - tolerance) continue;
    strong = Math.max(strong, leaderValues[index]!);
    weak = Math.min(weak, leaderValues[index]!);
    choose(index);
    const visited = reachable(model, leader, policy);
    // Of the policies that play alike, the one with action 0 wherever it never comes stands for all.
    if (open.every((observation) => visited.includes(observation) || policy.probability(observation, 0) === 1)) optimalReplies++;
  }
  return { leaderValue: { strong, weak }, followerValue, optimalReplies, examined: total };
}

/** The follower's observations that can occur with a given follower, or with any. */
function reachable(model: FiniteModel, leader: TablePolicy, follower: TablePolicy | null): number[] {
  const pair = leaderAndFollower(model);
  const reached = new Set(model.initial.map(({ state }) => state));
  for (const state of reached) {
    for (let action = 0; action < leader.actions; action++) {
      if (leader.probability(model.observations[pair.leader]![state]!, action) === 0) continue;
      for (let reply = 0; reply < model.actionCounts[pair.follower]!; reply++) {
        if (follower?.probability(model.observations[pair.follower]![state]!, reply) === 0) continue;
        const slot = state * model.jointActions + action * pair.leaderStride + reply * pair.followerStride;
        for (let outcome = model.first[slot]!; outcome < model.first[slot + 1]!; outcome++) {
          if (model.ended[outcome] === 0) reached.add(model.next[outcome]!);
        }
      }
    }
  }
  return [...new Set(Array.from(reached, (state) => model.observations[pair.follower]![state]!))];
}
