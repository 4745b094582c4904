import type { Game, Player, Policy, TablePolicy } from '@firstmover/core';
import { leadersOf } from '@firstmover/core';

/** The most probabilities of a policy that metrics hold. */
const LARGEST = 64;

/**
 * The name of a metric: how probable an action of the leader is at an observation, both by index; `game.json` has their names.
 *
 * @param observation - from 0
 * @param action - from 0
 */
export function policyMetric(observation: number, action: number): string {
  return `policy/${observation}/${action}`;
}

/** The leader's policy as metrics, where it is a table of at most 64 probabilities; nothing otherwise. */
export function policyMetrics(game: Game, policy: Policy): { readonly [metric: string]: number } {
  const leaders = leadersOf(game);
  if (leaders.length !== 1) return {};
  const { observation, action } = game.players[leaders[0]!] as Player;
  if (!('table' in policy) || observation.kind !== 'discrete' || action.kind !== 'discrete' || observation.n * action.n > LARGEST)
    return {};
  const table = policy as TablePolicy;
  const names: { [metric: string]: number } = {};
  for (let row = 0; row < observation.n; row++)
    for (let column = 0; column < action.n; column++) names[policyMetric(row, column)] = table.probability(row, column);
  return names;
}
