import type { FiniteModel, OracleContext } from '@firstmover/core';

/** The most environment steps of pre-training. */
export const PRETRAINING_PARAMETERS = {
  budget: { kind: 'integer', min: 1, about: 'the most environment steps to spend, queries included' },
} as const;

/** Options of followers that are trained beforehand which stand in no schema: the budget of an experiment, its seed, and objects. */
export const TRAINING_OPTIONS: readonly string[] = ['budget', 'seed', 'model', 'leaders'];

/** What a follower that is trained beforehand takes from what it is made for. */
export function budgetOf({ model, pretrainingSteps }: OracleContext): { readonly model?: FiniteModel; readonly budget?: number } {
  return { ...(model ? { model } : {}), ...(pretrainingSteps === undefined ? {} : { budget: pretrainingSteps }) };
}
