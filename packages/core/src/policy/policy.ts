import { InputError, show } from '../errors/errors.ts';
import type { Random } from '../random/random.ts';
import type { Value } from '../spaces/spaces.ts';

/** How a player acts. */
export interface Policy {
  /** An action for an observation; randomness comes from the argument only. */
  act(observation: Value, random: Random): Value;
  /** Forgets what was observed; only policies with memory have it, and it is called at the start of every episode. */
  reset?(): void;
}

/** A policy on indexed observations and actions: row `offset + observation` of a table of probabilities. */
export interface TablePolicy extends Policy {
  /** Marks a table. */
  readonly kind: 'table';
  /** The number of observations. */
  readonly observations: number;
  /** The number of actions. */
  readonly actions: number;
  /** Probabilities, rows of `actions`; possibly a table shared by many policies. */
  readonly table: Float64Array;
  /** The first row that belongs to this policy. */
  readonly offset: number;
  /** The probability of an action at an observation. */
  probability(observation: number, action: number): number;
}

/**
 * A policy that reads its probabilities from a table, possibly one shared by many policies (a contextual follower binds a context
 * by its offset).
 *
 * @param table - rows of `actions` probabilities
 * @param shape - `observations` and `actions` of the policy, and `offset`, its first row (default 0)
 */
export function tablePolicy(
  table: Float64Array,
  shape: { readonly observations: number; readonly actions: number; readonly offset?: number },
): TablePolicy {
  const { observations, actions, offset = 0 } = shape;
  if ((offset + observations) * actions > table.length) {
    throw new InputError(
      `a table of ${table.length} entries: expected at least ${(offset + observations) * actions} for ${observations} x ${actions} at row ${offset}`,
    );
  }
  return {
    kind: 'table',
    observations,
    actions,
    table,
    offset,
    probability: (observation, action) => table[(offset + observation) * actions + action] as number,
    act(observation, random) {
      const start = (offset + (observation as number)) * actions;
      // A deterministic row needs no random number; rounding must never select an action of probability zero.
      let last = 0;
      for (let action = 0; action < actions; action++) {
        const probability = table[start + action] as number;
        if (probability === 1) return action;
        if (probability > 0) last = action;
      }
      let rest = random.uniform();
      for (let action = 0; action < last; action++) {
        rest -= table[start + action] as number;
        if (rest < 0) return action;
      }
      return last;
    },
  };
}

/**
 * A table policy from rows of probabilities, checked.
 *
 * @param rows - one row per observation, each summing to one within 1e-9
 * @throws InputError naming the row
 */
export function policyFromRows(rows: readonly (readonly number[])[]): TablePolicy {
  if (rows.length === 0) throw new InputError('a policy without rows: expected one row of probabilities per observation');
  const actions = rows[0]?.length ?? 0;
  rows.forEach((row, observation) => {
    const sum = row.reduce((total, entry) => total + entry, 0);
    if (row.length !== actions || actions === 0 || !row.every((entry) => entry >= 0) || !(Math.abs(sum - 1) <= 1e-9)) {
      throw new InputError(`policy row ${observation} is ${show(row)}: expected ${actions} probabilities that sum to 1`);
    }
  });
  return tablePolicy(Float64Array.from(rows.flat()), { observations: rows.length, actions });
}

/**
 * The deterministic table policy that takes `choices[observation]`.
 *
 * @throws InputError for a choice that is not an action
 */
export function deterministicPolicy(choices: ArrayLike<number>, actions: number): TablePolicy {
  if (!Number.isSafeInteger(Object(choices).length))
    throw new InputError(`the choices of a deterministic policy are ${show(choices)}: expected a list, one action per observation`);
  if (!Number.isSafeInteger(actions) || actions < 1)
    throw new InputError(`the number of actions of a deterministic policy is ${show(actions)}: expected an integer of at least 1`);
  const table = new Float64Array(choices.length * actions);
  for (let observation = 0; observation < choices.length; observation++) {
    const choice = choices[observation] as number;
    if (!Number.isInteger(choice) || choice < 0 || choice >= actions) {
      throw new InputError(`choice ${show(choice)} at observation ${observation}: expected an action from 0 to ${actions - 1}`);
    }
    table[observation * actions + choice] = 1;
  }
  return tablePolicy(table, { observations: choices.length, actions });
}

/** The rows of a table policy, one list of probabilities per observation. */
export function policyRows(policy: TablePolicy): number[][] {
  return Array.from({ length: policy.observations }, (_row, observation) =>
    Array.from({ length: policy.actions }, (_entry, action) => policy.probability(observation, action)),
  );
}

/** Per observation, the most probable action (the lowest of equals). */
export function greedyChoices(policy: TablePolicy): number[] {
  return policyRows(policy).map((row) => row.indexOf(Math.max(...row)));
}
