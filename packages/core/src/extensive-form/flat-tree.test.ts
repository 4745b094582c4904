import { describe, expect, it } from 'vitest';
import type { GameNode } from './extensive-form.ts';
import { flattenTree } from './flat-tree.ts';

describe('flattenTree', () => {
  const leaf: GameNode = { kind: 'leaf', payoffs: [0, 0] };
  const node = { kind: 'decision', player: 'leader', informationSet: 'x', actions: ['a', 'b'], children: [leaf, leaf] } as const;
  it.each([
    [{ kind: 'end' }, 'the root of the game tree is "end": expected an object whose kind is leaf, chance or decision'],
    [{ ...node, children: [leaf, null] }, 'the node after branches [1] is null'],
    [{ ...node, children: [leaf] }, 'children of the root of the game tree: expected 2, one per action'],
    [{ ...node, actions: ['a', 'a'] }, 'actions of the root of the game tree are ["a","a"]: expected different names'],
    [{ ...node, player: 'third' }, 'player of the root of the game tree is "third": expected leader or follower'],
    [{ ...node, payoffs: [1, NaN] }, 'payoffs of the root of the game tree are [1,"NaN"]: expected two finite numbers'],
    [
      { ...node, children: [leaf, { ...node, actions: ['a', 'c'] }] },
      'information set "x" of the leader has actions ["a","c"] at the node after branches [1] but ["a","b"]',
    ],
    [{ kind: 'chance', actions: ['a', 'b'], probabilities: [0.5, 0.6], children: [leaf, leaf] }, 'with sum 1.1: expected sum 1'],
    [{ kind: 'chance', actions: ['a', 'b'], probabilities: [1.5, -0.5], children: [leaf, leaf] }, 'expected 2 numbers of at least 0'],
  ])('refuses %j', (root, message) => {
    expect(() => flattenTree({ root: root as never })).toThrow(message);
  });
});
