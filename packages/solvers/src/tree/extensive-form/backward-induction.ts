import type { ExtensiveForm, TieRule } from '@firstmover/core';
import { RefusedError, show } from '@firstmover/core';
import { TIED } from './tree-best-response.ts';
import { sequenceForm } from './sequences.ts';

/** A subgame-perfect equilibrium, in which the leader cannot commit. */
export interface SubgamePerfectEquilibrium {
  /** What leader and follower expect. */
  readonly values: readonly [number, number];
  /** Per information set of the leader, its action. */
  readonly leader: readonly number[];
  /** Per information set of the follower, its action. */
  readonly follower: readonly number[];
}

/**
 * Backward induction in a game of perfect information. Where a player is indifferent at a node, it chooses for the leader (strong) or against it (weak); where the
 * leader is, for the follower or against. Without indifference there is one equilibrium.
 *
 * @param form - a game tree in which every information set has one node
 * @param ties - how an indifferent player chooses
 * @throws InputError for a tree that does not fit; RefusedError for imperfect information
 */
export function backwardInduction(form: ExtensiveForm, ties: TieRule): SubgamePerfectEquilibrium {
  const { tree, payoffs, leader, follower, scales } = sequenceForm(form);
  const { nodes, informationSets } = tree;
  const hidden = informationSets.find((set) => set.nodes.length > 1);
  if (hidden) {
    throw new RefusedError(
      `information set ${show(hidden.name)} of the ${hidden.player} has ${hidden.nodes.length} nodes: backward induction needs perfect information`,
    );
  }
  const values = nodes.map((): readonly [number, number] => [0, 0]);
  const choices = informationSets.map(() => 0);
  const sign = ties === 'strong' ? 1 : -1;
  for (let node = nodes.length - 1; node >= 0; node--) {
    const { kind, children, probabilities, informationSet } = nodes[node]!;
    if (kind === 'leaf') values[node] = payoffs[node]!;
    else if (kind === 'chance') {
      values[node] = [0, 1].map((player) =>
        children.reduce((sum, child, i) => sum + probabilities[i]! * values[child]![player]!, 0),
      ) as unknown as readonly [number, number];
    } else {
      const own = informationSets[informationSet]!.player === 'leader' ? 0 : 1;
      const most = children.reduce((best, child) => Math.max(best, values[child]![own]!), -Infinity);
      const best = [...children.keys()].filter((a) => values[children[a]!]![own]! >= most - TIED);
      const other = (a: number): number => sign * values[children[a]!]![1 - own]!;
      choices[informationSet] = best.reduce((top, a) => (other(a) > other(top) ? a : top));
      values[node] = values[children[choices[informationSet]!]!]!;
    }
  }
  const of = (sets: readonly { readonly nodes: readonly number[] }[]): number[] =>
    sets.map((set) => choices[nodes[set.nodes[0]!]!.informationSet]!);
  return {
    values: [0, 1].map((player) => scales[player]!.low + scales[player]!.range * values[0]![player]!) as unknown as readonly [
      number,
      number,
    ],
    leader: of(leader.sets),
    follower: of(follower.sets),
  };
}
