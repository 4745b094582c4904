import type { FiniteModel, FollowerOracle, Game, Metrics, OptionsOf, Savable, TablePolicy, TieRule } from '@firstmover/core';
import { InputError, resolveOptions, savable, savedCount, savedValue, show, tablePolicy } from '@firstmover/core';
import { PRETRAINING_PARAMETERS, TRAINING_OPTIONS } from '../pretraining/options.ts';
import type { ContextEncoding, Pair } from './follower-problem.ts';
import { contextEncoding, encodeContext, followerProblem } from './follower-problem.ts';
import { improveContexts } from './improvement.ts';
import { rehearsal } from './rehearsal.ts';
import { sharedValues } from './shared-values.ts';

const PHASES = ['learning', 'changing one', 'changing two', 'done'] as const;

/** The settings of {@link contextualFollower}. */
export const CONTEXTUAL_PARAMETERS = {
  copies: {
    kind: 'integer',
    min: 1,
    max: 1e6,
    unset: '8 where neither game nor leaders randomise, else 32',
    about: 'episodes side by side',
  },
  gamma: { kind: 'number', min: 0, max: 1, default: 0.9, about: 'the discount of value learning' },
  patience: {
    kind: 'integer',
    min: 1,
    unset: '3 where neither game nor leaders randomise, else 12',
    about: 'value learning stops when the greedy policy has not changed for so many updates',
  },
  ties: {
    kind: 'choice',
    options: ['weak', 'strong'],
    default: 'weak',
    about: 'how equal returns are broken: against the leader or for it',
  },
  rollouts: {
    kind: 'integer',
    min: 1,
    unset: '1 where neither game nor leaders randomise, else 32',
    about: 'rollouts per candidate of policy improvement',
  },
} as const;

/** How a contextual follower is pre-trained. */
export interface ContextualOptions extends OptionsOf<typeof CONTEXTUAL_PARAMETERS> {
  /** The most environment steps to spend, queries included (default 50,000); one round of episodes in all copies is always played. */
  readonly budget?: number;
  /** The seed (default 0). */
  readonly seed?: number;
  /**
   * The finite model of the game, where it has one: faster, and it tells whether anything is random. Where nothing is, one sample replaces
   * a value and one rollout compares two policies; without a model, samples are averaged and rollouts repeated.
   */
  readonly model?: FiniteModel;
}

/** A contextual follower during and after pre-training; saved between two updates. */
export interface ContextualFollower extends Savable {
  /** What it is trained for, and the shape of its table. */
  readonly encoding: ContextEncoding & Pair;
  /** The environment steps spent so far, queries included. */
  readonly steps: number;
  /** Whether pre-training is over. */
  readonly done: boolean;
  /** Trains on (does nothing when done); the metrics name the phase by what they hold: `change` while learning values, `changed` while improving. */
  update(): Metrics;
  /** The action by context * observations + observation, as it stands: a copy. */
  choices(): Int32Array;
  /** The follower as an oracle, frozen as it stands. */
  oracle(): FollowerOracle;
}

/**
 * A follower that is trained once against random leaders and then answers any leader at once. It queries the leader at all its
 * observations and conditions its policy on the answers (the contextual policy of Gerstgrasser & Parkes 2023, Section 5). Pre-training is
 * discounted tabular Q-learning with the horizon treated as truncation, then two passes of policy improvement on counted rollouts. What
 * was experienced with one leader counts for every leader that would have given the same answers: in Q-learning by shared values, in
 * improvement by rehearsal.
 *
 * @param game - one leader and one follower with discrete spaces, few enough leader tables for a table of contexts
 * @throws InputError for options out of range or spaces that do not fit; RefusedError where the table would be too large
 */
export function contextualFollower(game: Game, options: ContextualOptions = {}): ContextualFollower {
  const { gamma, ties, ...given } = resolveOptions(CONTEXTUAL_PARAMETERS, options, 'the contextual follower', TRAINING_OPTIONS);
  const { budget } = resolveOptions(PRETRAINING_PARAMETERS, { budget: options.budget ?? 50_000 }, 'the contextual follower');
  const { seed = 0, model } = options;
  const settings = { ...options, model: undefined, game: game.id, parameters: game.parameters };
  const encoding = contextEncoding(game);
  const certain = model !== undefined && isDeterministic(model);
  const { copies = certain ? 8 : 32, patience = certain ? 3 : 12, rollouts = certain ? 1 : 32 } = given;
  const problem = followerProblem(game, model ? { copies, seed, model } : { copies, seed });
  const learner = sharedValues(problem, { gamma, decay: certain ? 0 : 0.6, seed });
  const rollout = rehearsal(game, encoding, { rollouts, seed, ...(model ? { model } : {}) });
  const choices = learner.greedy();
  let improvementSteps = 0;
  let unchanged = 0;
  let phase: (typeof PHASES)[number] = 'learning';

  return {
    ...savable('contextual follower', settings, {
      problem,
      learner,
      rollout,
      choices,
      improvementSteps: savedCount(
        () => improvementSteps,
        (count) => (improvementSteps = count),
      ),
      unchanged: savedCount(
        () => unchanged,
        (count) => (unchanged = count),
      ),
      phase: savedValue(
        () => phase,
        (saved) => {
          const found = PHASES.find((known) => known === saved);
          if (found === undefined) throw new InputError(`found ${show(saved)}: expected ${PHASES.join(', ')}`);
          phase = found;
        },
      ),
    }),
    encoding,
    get steps() {
      return problem.steps + improvementSteps;
    },
    get done() {
      return phase === 'done';
    },
    update() {
      if (phase === 'learning') {
        const metrics = learner.update();
        const greedy = learner.greedy();
        unchanged = greedy.every((choice, i) => choice === choices[i]) ? unchanged + 1 : 0;
        choices.set(greedy);
        // Half of the budget is kept for improvement.
        if (unchanged >= patience || problem.steps >= budget / 2) phase = 'changing one';
        return metrics;
      }
      if (phase === 'done') return { changed: 0 };
      const result = improveContexts(rollout, choices, {
        ties,
        changes: phase === 'changing one' ? 1 : 2,
        budget: budget - problem.steps - improvementSteps,
      });
      improvementSteps += result.steps;
      phase = phase === 'changing one' ? 'changing two' : 'done';
      return { changed: result.changed };
    },
    choices: () => choices.slice(),
    oracle: () => contextualOracle(game, encoding, choices.slice(), ties),
  };
}

/** Whether a game has no chance at all. */
export function isDeterministic(model: FiniteModel): boolean {
  return model.initial.length === 1 && model.trees.every((tree) => typeof tree !== 'object');
}

/** A contextual table as an oracle: one yield with all queries, then a policy bound by its row offset. */
function contextualOracle(game: Game, encoding: ContextEncoding & Pair, choices: Int32Array, ties: TieRule): FollowerOracle {
  const { queries, observations, actions } = encoding;
  const table = new Float64Array(choices.length * actions);
  choices.forEach((choice, row) => (table[row * actions + choice] = 1));
  const policies: (readonly [TablePolicy] | undefined)[] = [];
  const query = { observations: queries };
  return {
    name: 'contextual',
    game,
    followerClass: 'stationary',
    ties,
    equilibrium: 'learned best response',
    queries: queries.length,
    earnsRewards: false,
    carriesOver: false,
    *respond() {
      const context = encodeContext(encoding, yield query);
      policies[context] ??= [tablePolicy(table, { observations, actions, offset: context * observations })];
      return { policies: policies[context] };
    },
  };
}
