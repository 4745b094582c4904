import type { FiniteModel, OptionsOf, TablePolicy } from '@firstmover/core';
import { exp64, RefusedError, resolveOptions, tablePolicy } from '@firstmover/core';
import { fixLeader } from '../fixed-players/fix-leader.ts';
import { actionValues } from './action-values.ts';

/** The options of {@link quantalResponse}. */
export const QUANTAL_RESPONSE_PARAMETERS = {
  lambda: {
    kind: 'number',
    min: 0,
    about: 'the precision, per unit of return: 0 is uniform play, towards infinity it becomes a best response',
  },
} as const;

/** How sharply followers respond. */
export type QuantalOptions = OptionsOf<typeof QUANTAL_RESPONSE_PARAMETERS>;

/** A logit response of the followers to a leader. */
export interface QuantalResponse {
  /** One table per follower. */
  readonly policies: readonly TablePolicy[];
  /** The largest difference between a probability and what the logit rule makes of the values: at most {@link QUANTAL_TOLERANCE}. */
  readonly residual: number;
  /** How many iterations it took. */
  readonly iterations: number;
}

/** How far from a fixed point a quantal response may be, in probability. */
export const QUANTAL_TOLERANCE = 1e-9;
const ITERATIONS = 50_000;
/** After so many iterations that came no closer, steps are halved. */
const PATIENCE = 50;

/**
 * The agent logit equilibrium of the followers (McKelvey & Palfrey, Experimental Economics 1998). At every observation a follower takes
 * action a with probability in proportion to exp(lambda Q(a)), where Q(a) is its expected return from then on if it takes a now and plays
 * by these very probabilities later, over the states that this play makes it face there. A follower that acts once: the closed form
 * softmax(lambda Q). Otherwise a fixed point, found from uniform play by damped iteration; where several exist, the one that this leads
 * to.
 *
 * At observations that the response reaches with a probability below the smallest number, action probabilities are left as they were.
 *
 * @param model - a game that surely ends, with one leader and any number of followers
 * @param leader - the leader's table
 * @param options - the precision
 * @throws InputError for a precision that is not a finite number of at least 0
 * @throws RefusedError where the iteration does not settle: never a policy that is not a fixed point
 */
export function quantalResponse(model: FiniteModel, leader: TablePolicy, options: QuantalOptions): QuantalResponse {
  const { lambda } = resolveOptions(QUANTAL_RESPONSE_PARAMETERS, options, 'quantalResponse');
  const game = fixLeader(model, leader);
  const values = actionValues(game);
  const tables = game.followers.map((place, i) => {
    const actions = game.actionCounts[i]!;
    return new Float64Array(game.model.observationCounts[place]! * actions).fill(1 / actions);
  });
  const targets = tables.map((table) => table.slice());
  let damping = 1;
  let closest = Infinity;
  let stalled = 0;
  for (let iteration = 1; iteration <= ITERATIONS; iteration++) {
    values.update(tables);
    let residual = 0;
    for (let i = 0; i < tables.length; i++) {
      const actions = game.actionCounts[i]!;
      const target = targets[i]!;
      target.set(tables[i]!);
      for (const seen of game.reached[i]!)
        if (values.weights[i]![seen]! > 0) softmaxRow(values.values[i]!, seen * actions, actions, lambda, target);
      for (let k = 0; k < target.length; k++) residual = Math.max(residual, Math.abs(target[k]! - tables[i]![k]!));
    }
    if (residual <= QUANTAL_TOLERANCE) {
      const policies = tables.map((table, i) =>
        tablePolicy(table, { observations: table.length / game.actionCounts[i]!, actions: game.actionCounts[i]! }),
      );
      return { policies, residual, iterations: iteration };
    }
    stalled = residual < 0.9 * closest ? 0 : stalled + 1;
    closest = Math.min(closest, residual);
    if (stalled > PATIENCE) {
      damping /= 2;
      stalled = 0;
      closest = residual;
    }
    tables.forEach((table, i) => {
      for (let k = 0; k < table.length; k++) table[k]! += damping * (targets[i]![k]! - table[k]!);
    });
  }
  throw new RefusedError(
    `the logit response in ${model.game.id} did not settle at lambda ${lambda} (still ${closest.toPrecision(2)} from a fixed point): use a smaller lambda, or an exact follower`,
  );
}

/** Writes softmax(lambda * values) of one row. */
function softmaxRow(values: Float64Array, at: number, actions: number, lambda: number, target: Float64Array): void {
  let most = -Infinity;
  for (let k = at; k < at + actions; k++) most = Math.max(most, values[k]!);
  let total = 0;
  for (let k = at; k < at + actions; k++) total += target[k] = exp64(lambda * (values[k]! - most));
  for (let k = at; k < at + actions; k++) target[k]! /= total;
}
