import type { Metrics, VectorEnvironment } from '@firstmover/core';
import { expectThing, resolveOptions, savedCount } from '@firstmover/core';
import { Rollout, pausingLearner } from '@firstmover/experience';
import { requireFinite } from '@firstmover/networks';
import { rampAt } from '../objectives/exploration.ts';
import { qTarget } from '../objectives/q-targets.ts';
import type { ValueTableLearner, ValueTableOptions } from '../value-table/value-table.ts';
import { VALUE_TABLE_PARAMETERS, replayBackwards, valueTable } from '../value-table/value-table.ts';

/** What {@link tabularQ} is given. */
export type TabularQOptions = ValueTableOptions;

/** A {@link tabularQ} learner, with its table. */
export type TabularQLearner = ValueTableLearner;

/**
 * Tabular Q-learning (Watkins 1989) with epsilon-greedy behaviour: the target of q(s, a) is r + d max_b q(s', b). Values are updated after
 * each round of whole episodes, from the last step to the first (backward replay, Lin 1992), so that one episode carries a reward all the way
 * back. Rows that are executed but masked count as part of the environment: their rewards, discounted, belong to the learned row before them.
 *
 * Metrics: `return` mean undiscounted return of the episodes, `change` largest change of a value in this update.
 *
 * @param environment - any problem with discrete observations and actions
 * @throws InputError for options out of range or spaces that do not fit. `update` throws a NonFiniteError for a reward that is not finite, before
 * any value is changed
 */
export function tabularQ(environment: VectorEnvironment, options: TabularQOptions = {}): TabularQLearner {
  expectThing(environment, 'a problem for a learner', 'tabularQ');
  const settings = resolveOptions(VALUE_TABLE_PARAMETERS, options, 'tabularQ', ['seed']);
  const { rounds, gamma, epsilon, horizon } = settings;
  const table = valueTable('tabularQ', 'tabular-q/actions', environment, settings, options.seed);
  const { values, visits, actions } = table;
  const rollout = new Rollout(environment, horizon);
  let updates = 0;

  function* updating(): Generator<void, Metrics, void> {
    yield* rollout.collectingEpisodes(rounds, table.act(rampAt(epsilon, environment.steps)));
    updates++;
    requireFinite(rollout.rewards, rollout.steps * rollout.copies, 'reward', () => `update ${updates} of tabularQ`);
    let change = 0;
    replayBackwards(rollout, gamma, ({ observation, action, earned, discount, next }) => {
      const target = next < 0 ? earned : qTarget(earned, discount, values, next * actions, actions);
      change = Math.max(change, Math.abs(table.learn(observation, action, target)));
    });
    return { return: rollout.meanReturn(), change };
  }

  return {
    ...pausingLearner('tabular-q', environment, options, updating, {
      table: table.saved,
      rollout: rollout.savable(),
      updates: savedCount(
        () => updates,
        (count) => (updates = count),
      ),
    }),
    values,
    visits,
    greedy: table.greedy,
    policy: table.policy,
  };
}
