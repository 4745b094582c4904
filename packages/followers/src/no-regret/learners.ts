import { exp64, log64 } from '@firstmover/core';

/** The algorithms by name. */
export const ALGORITHMS = ['multiplicative-weights', 'exp3', 'regret-matching'] as const;

/** A no-regret algorithm. */
export type NoRegretAlgorithm = (typeof ALGORITHMS)[number];

/** One follower's no-regret learning: one row per private type, each learned on its own. Utilities are scaled to [0, 1]. */
export interface NoRegretLearner {
  /** How many types there are. */
  readonly types: number;
  /** How many actions. */
  readonly actions: number;
  /** What is learned, types x actions: log-weights or cumulated regrets. */
  readonly scores: number[];
  /** Writes the mixed strategy of a type into `out` from `at`. */
  strategy(type: number, out: { [index: number]: number }, at?: number): void;
  /** Learns from what each action would have earned a type that plays `strategy`, or from unbiased estimates of it. */
  learn(type: number, utilities: ArrayLike<number>, strategy: ArrayLike<number>): void;
  /** Weights or positive regrets, types x actions, each row scaled by its largest (a row without positive regret is zero). */
  weights(): number[];
}

/**
 * Multiplicative weights (Littlestone & Warmuth 1994; Freund & Schapire 1997) as used by Brero et al. 2022: the weight of an action is multiplied by
 * (1 + rate)^utility, starting from 1; strategies are proportional to weights. Log-weights are kept, so that no number of updates overflows.
 */
export function multiplicativeWeights(types: number, actions: number, rate: number, scores: number[]): NoRegretLearner {
  const step = log64(1 + rate);
  return {
    types,
    actions,
    scores,
    strategy: (type, out, at = 0) => {
      softmax(scores, type * actions, actions, out, at);
    },
    learn(type, utilities) {
      for (let action = 0; action < actions; action++) scores[type * actions + action]! += step * utilities[action]!;
    },
    weights: () => exponentials(scores, actions),
  };
}

/**
 * EXP3 (Auer, Cesa-Bianchi, Freund & Schapire 2002, Figure 1): exponential weights, mixed with `rate` (their gamma) of uniform play. It learns from the
 * utility of the action played divided by its probability, an unbiased estimate, and 0 for the others.
 */
export function exp3(types: number, actions: number, rate: number, scores: number[]): NoRegretLearner {
  return {
    types,
    actions,
    scores,
    strategy(type, out, at = 0) {
      softmax(scores, type * actions, actions, out, at);
      for (let action = at; action < at + actions; action++) out[action] = (1 - rate) * out[action]! + rate / actions;
    },
    learn(type, estimates) {
      for (let action = 0; action < actions; action++) scores[type * actions + action]! += (rate * estimates[action]!) / actions;
    },
    weights: () => exponentials(scores, actions),
  };
}

/**
 * Regret matching (Hart & Mas-Colell 2000, the unconditional procedure of their Theorem B): strategies are proportional to the positive part of
 * cumulated regrets, uniform where there is none.
 */
export function regretMatching(types: number, actions: number, scores: number[]): NoRegretLearner {
  return {
    types,
    actions,
    scores,
    strategy(type, out, at = 0) {
      const row = type * actions;
      let total = 0;
      for (let action = 0; action < actions; action++) total += Math.max(0, scores[row + action]!);
      for (let action = 0; action < actions; action++) {
        out[at + action] = total > 0 ? Math.max(0, scores[row + action]!) / total : 1 / actions;
      }
    },
    learn(type, utilities, strategy) {
      let expected = 0;
      for (let action = 0; action < actions; action++) expected += strategy[action]! * utilities[action]!;
      for (let action = 0; action < actions; action++) scores[type * actions + action]! += utilities[action]! - expected;
    },
    weights() {
      return scaledRows(
        scores.map((score) => Math.max(0, score)),
        actions,
      );
    },
  };
}

/** The settings that {@link regretBound} depends on. */
export interface RegretBoundSettings {
  /** How many actions there are. */
  readonly actions: number;
  /** How many updates there were. */
  readonly updates: number;
  /** The rate of multiplicative weights or EXP3. */
  readonly rate: number;
}

/**
 * What theory allows the total regret against any fixed action to be after a number of updates, for utilities in [0, 1].
 *
 * Multiplicative weights: ln n / h + h T / 8 with h = ln(1 + rate), whatever the utilities (Cesa-Bianchi & Lugosi 2006, Theorem 2.2). Regret
 * matching: sqrt((n - 1) T), whatever the utilities (Blackwell 1956; an update's regrets have squares that sum to at most n - 1). EXP3:
 * (e - 1) gamma T + n ln n / gamma in expectation (Auer et al. 2002, Theorem 3.1, with T for the largest gain).
 */
export function regretBound(algorithm: NoRegretAlgorithm, settings: RegretBoundSettings): number {
  const { actions, updates, rate } = settings;
  switch (algorithm) {
    case 'multiplicative-weights': {
      const step = log64(1 + rate);
      return log64(actions) / step + (step * updates) / 8;
    }
    case 'exp3':
      return (Math.E - 1) * rate * updates + (actions * log64(actions)) / rate;
    case 'regret-matching':
      return Math.sqrt((actions - 1) * updates);
  }
}

function softmax(scores: readonly number[], row: number, actions: number, out: { [index: number]: number }, at: number): void {
  let highest = -Infinity;
  for (let action = 0; action < actions; action++) highest = Math.max(highest, scores[row + action]!);
  let total = 0;
  for (let action = 0; action < actions; action++) total += out[at + action] = exp64(scores[row + action]! - highest);
  for (let action = 0; action < actions; action++) out[at + action]! /= total;
}

function exponentials(scores: readonly number[], actions: number): number[] {
  const weights = new Array<number>(scores.length);
  for (let row = 0; row < scores.length; row += actions) {
    let highest = -Infinity;
    for (let i = row; i < row + actions; i++) highest = Math.max(highest, scores[i]!);
    for (let i = row; i < row + actions; i++) weights[i] = exp64(scores[i]! - highest);
  }
  return weights;
}

function scaledRows(values: number[], actions: number): number[] {
  for (let row = 0; row < values.length; row += actions) {
    let highest = 0;
    for (let i = row; i < row + actions; i++) highest = Math.max(highest, values[i]!);
    if (highest > 0) for (let i = row; i < row + actions; i++) values[i]! /= highest;
  }
  return values;
}
