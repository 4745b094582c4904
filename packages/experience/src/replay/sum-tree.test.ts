import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sumTree } from './sum-tree.ts';

it('finds leaves where their running sum says', () => {
  const tree = sumTree(5);
  [1, 0, 2, 0.5, 0.5].forEach((value, leaf) => tree.set(leaf, value));
  expect(tree.total).toBe(4);
  expect([0, 0.99, 1, 2.99, 3, 3.49, 3.5, 3.99].map(tree.find)).toEqual([0, 0, 2, 2, 3, 3, 4, 4]);
});

it('never finds a leaf that is 0, even beyond the total', () => {
  const tree = sumTree(6);
  tree.set(2, 1);
  expect([0, 0.5, 1, 5].map(tree.find)).toEqual([2, 2, 2, 2]);
});

it('sums and finds like a plain list, after any changes', () => {
  const changes = fc.array(fc.tuple(fc.nat(12), fc.double({ min: 0, max: 1e3, noNaN: true })), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(changes, fc.double({ min: 0, max: 0.999, noNaN: true }), (list, share) => {
      const tree = sumTree(13);
      const plain = new Array<number>(13).fill(0);
      for (const [leaf, value] of list) tree.set(leaf, (plain[leaf] = value));
      const total = plain.reduce((sum, value) => sum + value, 0);
      expect(tree.total).toBeCloseTo(total, 6);
      plain.forEach((value, leaf) => expect(tree.get(leaf)).toBe(value));
      if (total === 0) return;
      const leaf = tree.find(share * tree.total);
      const before = plain.slice(0, leaf).reduce((sum, value) => sum + value, 0);
      expect(plain[leaf]).toBeGreaterThan(0);
      expect(share * total).toBeGreaterThan(before - 1e-6);
      expect(share * total).toBeLessThan(before + plain[leaf]! + 1e-6);
    }),
    { seed: 2 },
  );
});
