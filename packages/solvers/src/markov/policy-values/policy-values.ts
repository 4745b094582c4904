import type { FiniteModel, TablePolicy } from '@firstmover/core';
import { InputError } from '@firstmover/core';
import { checkTable } from './check-table.ts';
import { finiteHorizon } from './finite-horizon.ts';

type Evaluator = (policies: readonly TablePolicy[]) => number[];

const evaluators = new WeakMap<FiniteModel, Evaluator>();

/**
 * The exact expected return of every player when all play tables, discounted by the game's gamma. The distribution over states is carried
 * forward through the model, each state once, in an order in which every state comes before those it leads to.
 *
 * @param model - a game that surely ends, with any number of players
 * @param policies - one table per player, in the order of the players
 * @returns one expected return per player, in units of reward
 * @throws InputError when a table does not fit its player, or a row is not a probability distribution
 * @throws RefusedError when the game can return to an earlier state
 */
export function evaluatePolicies(model: FiniteModel, policies: readonly TablePolicy[]): number[] {
  let evaluator = evaluators.get(model);
  if (!evaluator) evaluators.set(model, (evaluator = createEvaluator(model)));
  return evaluator(policies);
}

function createEvaluator(model: FiniteModel): Evaluator {
  const { order, gamma } = finiteHorizon(model);
  const { first, next, probability, rewards, ended, observations, jointActions } = model;
  const players = model.game.players.length;
  // Per state, the discounted expected number of visits still to be carried forward.
  const visits = new Float64Array(model.states.length);
  const returns = new Float64Array(players);
  let tables: readonly TablePolicy[] = [];

  const carry = (state: number, player: number, joint: number, weight: number): void => {
    if (player < players) {
      const { table, offset, actions } = tables[player]!;
      const row = (offset + observations[player]![state]!) * actions;
      for (let action = 0; action < actions; action++) {
        const share = table[row + action]!;
        if (share > 0) carry(state, player + 1, joint * actions + action, weight * share);
      }
      return;
    }
    const slot = state * jointActions + joint;
    for (let outcome = first[slot]!; outcome < first[slot + 1]!; outcome++) {
      const flow = weight * probability[outcome]!;
      for (let i = 0; i < players; i++) returns[i]! += flow * rewards[i]![outcome]!;
      if (ended[outcome] === 0) visits[next[outcome]!]! += gamma * flow;
    }
  };

  return (policies) => {
    if (policies.length !== players)
      throw new InputError(`${policies.length} policies for ${model.game.id}: expected one per player, ${players}`);
    policies.forEach((policy, i) => {
      checkTable(model, i, policy);
    });
    tables = policies;
    visits.fill(0);
    returns.fill(0);
    for (const start of model.initial) visits[start.state]! += start.probability;
    for (let k = 0; k < order.length; k++) {
      const state = order[k]!;
      if (visits[state]! > 0) carry(state, 0, 0, visits[state]!);
    }
    return Array.from(returns);
  };
}
