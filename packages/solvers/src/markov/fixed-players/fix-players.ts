import type { ChanceTree, FiniteModel, Game, Player, TablePolicy } from '@firstmover/core';
import { discrete, indexOf, leadersOf, valueAt } from '@firstmover/core';
import { checkTable } from '../policy-values/check-table.ts';

/**
 * What remains of a game when some players' tables are fixed: their actions become moves of chance. A fixed leader stays, with one action
 * that means nothing, since every game has a leader; other fixed players are left out. States keep their numbers; those that can no longer be
 * reached have no outcomes.
 *
 * @param model - the game
 * @param tables - one entry per player, undefined for those who remain free
 * @throws InputError for a table that does not fit its player
 */
export function fixPlayers(model: FiniteModel, tables: readonly (TablePolicy | undefined)[]): FiniteModel {
  tables.forEach((table, i) => {
    if (table) checkTable(model, i, table);
  });
  const leaders = leadersOf(model.game);
  const kept = model.game.players.flatMap((_player, i) => (tables[i] && !leaders.includes(i) ? [] : [i]));
  const actionCounts = kept.map((i) => (tables[i] ? 1 : model.actionCounts[i]!));
  const jointActions = actionCounts.reduce((product, count) => product * count, 1);
  const size = model.states.length;

  const first = new Int32Array(size * jointActions + 1);
  const next: number[] = [];
  const probability: number[] = [];
  const ended: number[] = [];
  const rewards: number[][] = kept.map(() => []);
  const trees: (ChanceTree | undefined)[] = [];

  /** Adds the outcomes of a joint action in a state; players from `player` on have not moved yet. */
  const add = (state: number, free: number, player: number, joint: number, weight: number): void => {
    if (player === model.actionCounts.length) {
      const slot = state * model.jointActions + joint;
      for (let outcome = model.first[slot]!; outcome < model.first[slot + 1]!; outcome++) {
        next.push(model.next[outcome]!);
        probability.push(weight * model.probability[outcome]!);
        ended.push(model.ended[outcome]!);
        kept.forEach((i, k) => rewards[k]!.push(model.rewards[i]![outcome]!));
      }
      return;
    }
    const actions = model.actionCounts[player]!;
    const table = tables[player];
    if (table) {
      const row = (table.offset + model.observations[player]![state]!) * actions;
      for (let action = 0; action < actions; action++) {
        const share = table.table[row + action]!;
        if (share > 0) add(state, free, player + 1, joint * actions + action, weight * share);
      }
    } else {
      let later = 1;
      for (let k = kept.indexOf(player) + 1; k < kept.length; k++) later *= actionCounts[k]!;
      add(state, free % later, player + 1, joint * actions + Math.floor(free / later), weight);
    }
  };

  const reached = reachable(model, tables);
  for (let state = 0; state < size; state++) {
    for (let free = 0; free < jointActions; free++) {
      const start = next.length;
      if (reached[state] === 1) add(state, free, 0, 0, 1);
      first[state * jointActions + free + 1] = next.length;
      trees.push(treeOf(start, probability));
    }
  }
  return {
    game: remainingGame(model.game, tables, kept),
    states: model.states,
    jointActions,
    actionCounts,
    observationCounts: kept.map((i) => model.observationCounts[i]!),
    observations: kept.map((i) => model.observations[i]!),
    first,
    next: Int32Array.from(next),
    probability: Float64Array.from(probability),
    rewards: rewards.map((column) => Float64Array.from(column)),
    ended: Uint8Array.from(ended),
    initial: model.initial,
    initialTree: model.initialTree,
    trees,
  };
}

/** The states that some actions of the free players can lead to. */
function reachable(model: FiniteModel, tables: readonly (TablePolicy | undefined)[]): Uint8Array {
  const { first, next, ended, jointActions, actionCounts, observations } = model;
  const reached = new Uint8Array(model.states.length);
  const queue: number[] = [];
  const visit = (state: number): void => {
    if (reached[state] === 0) queue.push(state);
    reached[state] = 1;
  };
  const follow = (state: number, player: number, joint: number): void => {
    if (player < actionCounts.length) {
      const actions = actionCounts[player]!;
      const table = tables[player];
      const row = table ? (table.offset + observations[player]![state]!) * actions : 0;
      for (let action = 0; action < actions; action++) {
        if (!table || table.table[row + action]! > 0) follow(state, player + 1, joint * actions + action);
      }
      return;
    }
    const slot = state * jointActions + joint;
    for (let outcome = first[slot]!; outcome < first[slot + 1]!; outcome++) if (ended[outcome] === 0) visit(next[outcome]!);
  };
  for (const { state } of model.initial) visit(state);
  for (const state of queue) follow(state, 0, 0);
  return reached;
}

function treeOf(start: number, probability: readonly number[]): ChanceTree | undefined {
  const weights = probability.slice(start);
  if (weights.length <= 1) return weights.length === 0 ? undefined : start;
  return { weights, branches: weights.map((_unused, k) => start + k) };
}

function remainingGame(game: Game, tables: readonly (TablePolicy | undefined)[], kept: readonly number[]): Game {
  return {
    ...game,
    together: undefined, // of the whole game
    players: kept.map((i): Player => {
      const player = game.players[i]!;
      return tables[i] ? { ...player, action: discrete(1) } : player;
    }),
    step(state, actions, chance) {
      const joint = game.players.map((player, i) => {
        const table = tables[i];
        if (!table) return actions[kept.indexOf(i)]!;
        const row = (table.offset + indexOf(player.observation, game.observe(state, i))) * table.actions;
        return valueAt(player.action, chance.pick(Array.from(table.table.subarray(row, row + table.actions))));
      });
      const transition = game.step(state, joint, chance);
      return { ...transition, rewards: kept.map((i) => transition.rewards[i]!) };
    },
    observe: (state, player) => game.observe(state, kept[player]!),
  };
}
