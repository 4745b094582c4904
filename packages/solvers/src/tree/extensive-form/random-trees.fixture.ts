import type { ExtensiveForm, GameNode } from '@firstmover/core';
import { randomStream } from '@firstmover/core';

/** What random trees are like. */
export interface RandomTreeOptions {
  /** The most moves on a way. */
  readonly depth: number;
  /** The most actions of a node. */
  readonly actions?: number;
  /** How likely a node is a leaf before the last level (default 0.15). */
  readonly stop?: number;
  /** How likely a node is one of chance (default 0.2). */
  readonly chance?: number;
  /** How likely a node joins an information set that exists, where it may (default 0.4). */
  readonly join?: number;
  /** Payoffs are integers from 0 to this (default 6, so that ties occur). */
  readonly payoffs?: number;
}

/** A random tree of perfect recall. */
export function randomTree(seed: number, options: RandomTreeOptions): ExtensiveForm {
  const { depth, actions = 3, stop = 0.15, chance = 0.2, join = 0.4, payoffs = 6 } = options;
  const random = randomStream(seed, 'random-tree');
  const known = new Map<string, { readonly name: string; readonly count: number }[]>();
  let sets = 0;
  const payoff = (): number => random.integer(payoffs + 1);
  const grow = (level: number, own: { readonly leader: string; readonly follower: string }): GameNode => {
    if (level === depth || (level > 1 && random.uniform() < stop)) return { kind: 'leaf', payoffs: [payoff(), payoff()] };
    const paid = random.uniform() < 0.1 ? { payoffs: [payoff(), payoff()] as const } : {};
    const names = (count: number): string[] => Array.from({ length: count }, (_name, a) => String.fromCharCode(97 + a));
    if (random.uniform() < chance) {
      const count = 2 + random.integer(actions - 1);
      const weights = names(count).map(() => 1 + random.integer(3));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return {
        kind: 'chance',
        actions: names(count),
        probabilities: weights.map((weight) => weight / total),
        children: names(count).map(() => grow(level + 1, own)),
        ...paid,
      };
    }
    const player = random.integer(2) === 0 ? 'leader' : 'follower';
    const key = `${player} ${own[player]}`;
    const candidates = known.get(key) ?? [];
    let set = random.uniform() < join ? candidates[random.integer(Math.max(1, candidates.length))] : undefined;
    if (!set) {
      set = { name: `set ${++sets}`, count: 2 + random.integer(actions - 1) };
      known.set(key, [...candidates, set]);
    }
    const { name, count } = set;
    const children = names(count).map((action) => grow(level + 1, { ...own, [player]: `${own[player]}/${name}:${action}` }));
    return { kind: 'decision', player, informationSet: name, actions: names(count), children, ...paid };
  };
  return { root: grow(0, { leader: '', follower: '' }) };
}
