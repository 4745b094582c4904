import type { FiniteModel, TablePolicy } from '@firstmover/core';
import { expectThing, InputError, show } from '@firstmover/core';

/**
 * Refuses a table that is not a policy of a player of the model.
 *
 * @throws InputError when the shape does not fit, or a row is not a probability distribution within 1e-9
 */
export function checkTable(model: FiniteModel, player: number, policy: TablePolicy): void {
  expectThing(model, 'a finite model', 'a solver');
  expectThing(policy, 'a policy', 'a solver');
  const observations = model.observationCounts[player]!;
  const actions = model.actionCounts[player]!;
  const { table, offset } = policy;
  if (policy.observations !== observations || policy.actions !== actions) {
    throw new InputError(
      `the table of ${nameOf(model, player)} is ${policy.observations} x ${policy.actions}: expected ${observations} observations x ${actions} actions`,
    );
  }
  for (let observation = 0; observation < observations; observation++) {
    const row = (offset + observation) * actions;
    let total = 0;
    let valid = true;
    for (let action = 0; action < actions; action++) {
      const entry = table[row + action]!;
      if (!(entry >= 0)) valid = false;
      total += entry;
    }
    if (!valid || !(Math.abs(total - 1) <= 1e-9)) {
      throw new InputError(
        `row ${observation} of the table of ${nameOf(model, player)} is ${show(Array.from(table.subarray(row, row + actions)))}: expected ${actions} probabilities that sum to 1`,
      );
    }
  }
}

function nameOf(model: FiniteModel, player: number): string {
  return `${model.game.players[player]!.name} in ${model.game.id}`;
}
