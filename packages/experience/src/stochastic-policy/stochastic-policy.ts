import type { Column, Policy, Savable, VectorEnvironment } from '@firstmover/core';
import type { Head, Network } from '@firstmover/networks';
import type { Rollout } from '../rollout/rollout.ts';
import type { PolicyMode } from '../learner/learner.ts';
import type { EvaluatedRows } from '../row-evaluator/row-evaluator.ts';

/**
 * A policy that samples actions from a network's outputs and can say how likely they were: what policy-gradient learners learn. The numbers
 * of a row lie at a slot; rows with the same indexed observation share one, so that a table is evaluated once per observation.
 */
export interface StochasticPolicy {
  /** How often it acted: all that it remembers beside its network. */
  readonly acted: Savable;
  /** The network; a head reads the first of its outputs. */
  readonly network: Network;
  /** The family of its action distributions. */
  readonly head: Head;
  /** Samples an action for each copy: `actions` for the environment, `latents` what the head drew (the actions themselves if discrete). */
  act(environment: VectorEnvironment, time: number, actions: Column, latents: Column): void;
  /** Writes log p of the latents of rows of a rollout, with the present parameters, each at the row's own place. */
  writeLogProbabilities(rollout: Rollout, rows: Int32Array, count: number, out: Float32Array): void;
  /** Evaluates rows of a rollout with the present parameters; the functions below then speak of these rows, by position. */
  evaluate(rollout: Rollout, rows: Int32Array, count: number): EvaluatedRows;
  /** log p of the latent of row i. */
  logProbability(i: number): number;
  /** The entropy of the policy at row i, in nats; an estimate where the head has no closed form. */
  entropy(i: number): number;
  /** Adds `weight` times the gradient of log p with respect to the outputs, at the slot of row i. */
  addLogProbabilityGradient(gradient: Float32Array, i: number, weight: number): void;
  /** Adds `weight` times the gradient of the entropy with respect to the outputs, at the slot of row i. */
  addEntropyGradient(gradient: Float32Array, i: number, weight: number): void;
  /** A frozen copy of the present policy, sampling or greedy: a table for indexed observations and discrete actions. */
  freeze(mode: PolicyMode): Policy;
}
