import type { Matrix } from '@firstmover/core';

/** What is asked of {@link taxOptimum}. */
export interface TaxProblem {
  /** Per worker: skill, and what a unit of its utility is worth to the government, in units of revenue. */
  readonly workers: Matrix;
  /** One over the elasticity of income. */
  readonly curvature: number;
  /** The income above which the tax applies. */
  readonly threshold: number;
}

/** A worker's labour, income and utility. */
export interface TaxReply {
  /** Labour, from 0 to 1. */
  readonly labour: number;
  /** Skill times labour. */
  readonly income: number;
  /** Income less the tax and the cost of labour. */
  readonly utility: number;
}

/**
 * What a worker does best: `labour^curvature = (1 - rate) skill` where it pays the tax, `= skill` where its income stays below the threshold, and
 * just the threshold in between.
 *
 * @param rate - the tax rate, 0 to 1
 * @param skill - income per unit of labour, 0 to 1
 */
export function taxReply(rate: number, skill: number, { curvature, threshold }: Omit<TaxProblem, 'workers'>): TaxReply {
  const taxed = root((1 - rate) * skill, curvature);
  const free = root(skill, curvature);
  const labour = skill * taxed > threshold ? taxed : skill * free < threshold ? free : threshold / (skill || 1);
  const income = skill * labour;
  return { labour, income, utility: income - rate * Math.max(0, income - threshold) - labourCost(labour, curvature) };
}

/** The cost of labour, `labour^(1 + curvature) / (1 + curvature)`, by products alone, so that it is the same on every machine. */
export function labourCost(labour: number, curvature: number): number {
  let power = labour;
  for (let i = 0; i < curvature; i++) power *= labour;
  return power / (1 + curvature);
}

/** What the government has at a rate: revenue plus the weighted utilities, per worker. */
export function taxWelfare(rate: number, problem: TaxProblem): number {
  const { workers, threshold } = problem;
  let sum = 0;
  for (const [skill, weight] of workers as readonly (readonly [number, number])[]) {
    const { income, utility } = taxReply(rate, skill, problem);
    sum += rate * Math.max(0, income - threshold) + weight * utility;
  }
  return sum / workers.length;
}

/**
 * The optimal rate. Between two rates at which a worker begins to earn just the threshold, welfare has one peak (for elasticities and weights of at
 * most 1): where `(1 - g) (z - threshold) = z e rate / (1 - rate)`, summed over the workers who pay, which is Saez's `rate = (1 - g) / (1 - g + a e)` with
 * `a = z / (z - threshold)` and g the average weight of income taxed. It is found by bisection of the derivative.
 *
 * @param problem - workers, curvature and threshold
 */
export function taxOptimum(problem: TaxProblem): { readonly rate: number; readonly welfare: number } {
  const { workers, curvature, threshold } = problem;
  // Worker i pays as long as skill^(1 + curvature) (1 - rate) > threshold^curvature.
  const edges = (workers as readonly (readonly [number, number])[]).map(([skill]) => {
    const most = labourCost(skill, curvature) * (1 + curvature);
    const least = threshold === 0 ? 0 : (labourCost(threshold, curvature) * (1 + curvature)) / threshold;
    return most > least ? 1 - least / most : 0;
  });
  const cuts = [...new Set([0, 1, ...edges])].sort((a, b) => a - b);
  const slope = (rate: number): number =>
    (workers as readonly (readonly [number, number])[]).reduce((sum, [skill, weight], i) => {
      if (rate >= edges[i]!) return sum;
      const income = skill * root((1 - rate) * skill, curvature);
      return sum + (1 - weight) * (income - threshold) - (income * rate) / (1 - rate) / curvature;
    }, 0);
  const candidates = cuts.slice(1).map((high, i) => {
    let [from, to] = [cuts[i]!, high];
    for (let halving = 0; halving < 60; halving++) {
      const middle = (from + to) / 2;
      if (slope(middle) > 0) from = middle;
      else to = middle;
    }
    return from;
  });
  const best = [...cuts, ...candidates].reduce((a, b) => (taxWelfare(b, problem) > taxWelfare(a, problem) + 1e-12 ? b : a));
  return { rate: tidy(best), welfare: tidy(taxWelfare(best, problem)) };
}

/** The optimum where rates and labour are multiples of 1 / levels, by trying all of them. */
export function taxOptimumOfLevels(
  problem: TaxProblem,
  levels: number,
): { readonly strong: number; readonly weak: number; readonly rate: number } {
  const { workers, curvature, threshold } = problem;
  let [strong, weak, best] = [-Infinity, -Infinity, 0];
  for (let level = 0; level <= levels; level++) {
    const rate = level / levels;
    let [high, low] = [0, 0];
    for (const [skill, weight] of workers as readonly (readonly [number, number])[]) {
      const options = Array.from({ length: levels + 1 }, (_unused, l) => {
        const income = (skill * l) / levels;
        const tax = rate * Math.max(0, income - threshold);
        const utility = income - tax - labourCost(l / levels, curvature);
        return { utility, welfare: tax + weight * utility };
      });
      const most = Math.max(...options.map(({ utility }) => utility));
      const tied = options.filter(({ utility }) => utility >= most - 1e-9).map(({ welfare }) => welfare);
      high += Math.max(...tied) / workers.length;
      low += Math.min(...tied) / workers.length;
    }
    if (high > strong + 1e-12) [strong, best] = [high, rate];
    weak = Math.max(weak, low);
  }
  return { strong: tidy(strong), weak: tidy(weak), rate: best };
}

/** The n-th root of a number in [0, 1] by bisection on products: Math.pow differs between machines. */
function root(x: number, n: number): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    let power = middle;
    for (let i = 1; i < n; i++) power *= middle;
    if (power < x) low = middle;
    else high = middle;
  }
  return high;
}

function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
