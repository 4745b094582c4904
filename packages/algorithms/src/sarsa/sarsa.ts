import type { Metrics, OptionsOf, VectorEnvironment } from '@firstmover/core';
import { expectThing, resolveOptions, savedCount } from '@firstmover/core';
import { Rollout, pausingLearner } from '@firstmover/experience';
import { requireFinite } from '@firstmover/networks';
import { rampAt } from '../objectives/exploration.ts';
import { epsilonGreedyValue } from '../objectives/q-targets.ts';
import type { ValueTableLearner } from '../value-table/value-table.ts';
import { VALUE_TABLE_PARAMETERS, replayBackwards, valueTable } from '../value-table/value-table.ts';

const OWN = {
  expected: {
    kind: 'boolean',
    default: false,
    about: 'whether targets take the expectation over the next action instead of the one taken (van Seijen et al. 2009)',
  },
} as const;

/** The settings of {@link sarsa}. */
export const SARSA_PARAMETERS: typeof VALUE_TABLE_PARAMETERS & typeof OWN = { ...VALUE_TABLE_PARAMETERS, ...OWN };

/** What {@link sarsa} is given. */
export interface SarsaOptions extends OptionsOf<typeof SARSA_PARAMETERS> {
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/** A {@link sarsa} learner, with its table. */
export type SarsaLearner = ValueTableLearner;

/**
 * Tabular SARSA (Rummery & Niranjan 1994; Sutton & Barto 2018, section 6.4) with epsilon-greedy behaviour: the target of q(s, a) is
 * r + d q(s', a'), with the action a' that was taken next. So the values are those of the policy that explores, which keeps away from where
 * exploring is dangerous. Values are updated after each round of whole episodes, from the last step to the first, with the epsilon of that
 * round. Rows that are executed but masked count as part of the environment: their rewards, discounted, belong to the learned row before
 * them. After a truncated end no next action was taken: its expectation stands in.
 *
 * Metrics: `return` mean undiscounted return of the episodes, `change` largest change of a value in this update, `epsilon` the probability of
 * a random action during it.
 *
 * @param environment - any problem with discrete observations and actions
 * @throws InputError for options out of range or spaces that do not fit. `update` throws a NonFiniteError for a reward that is not finite, before
 * any value is changed
 */
export function sarsa(environment: VectorEnvironment, options: SarsaOptions = {}): SarsaLearner {
  expectThing(environment, 'a problem for a learner', 'sarsa');
  const settings = resolveOptions(SARSA_PARAMETERS, options, 'sarsa', ['seed']);
  const { rounds, gamma, epsilon, horizon, expected } = settings;
  const table = valueTable('sarsa', 'sarsa/actions', environment, settings, options.seed);
  const { values, visits, actions } = table;
  const rollout = new Rollout(environment, horizon);
  let updates = 0;

  function* updating(): Generator<void, Metrics, void> {
    const exploring = rampAt(epsilon, environment.steps);
    yield* rollout.collectingEpisodes(rounds, table.act(exploring));
    updates++;
    requireFinite(rollout.rewards, rollout.steps * rollout.copies, 'reward', () => `update ${updates} of sarsa`);

    const valueOf = (next: number, nextAction: number): number => {
      if (next < 0) return 0;
      if (nextAction >= 0 && !expected) return values[next * actions + nextAction]!;
      return epsilonGreedyValue(values, next * actions, actions, exploring);
    };
    let change = 0;
    replayBackwards(rollout, gamma, ({ observation, action, earned, discount, next, nextAction }) => {
      change = Math.max(change, Math.abs(table.learn(observation, action, earned + discount * valueOf(next, nextAction))));
    });
    return { return: rollout.meanReturn(), change, epsilon: exploring };
  }

  return {
    ...pausingLearner('sarsa', environment, options, updating, {
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
