import { expect, it } from 'vitest';
import { argmax, doubleQTarget, epsilonGreedyValue, qTarget } from './q-targets.ts';

// Rows of three actions, the second of which is looked at.
const NEXT = [9, 9, 9, 1, 5, 3];
const CHOOSER = [9, 9, 9, 2, 1, 4];

it('finds the largest of a row, the first of equals', () => {
  expect(argmax(NEXT, 3, 3)).toBe(1);
  expect(argmax([0, 2, 2], 0, 3)).toBe(1);
  expect(argmax([-3, -1, -2], 0, 3)).toBe(1);
});

it('computes the targets of a hand-worked row', () => {
  expect(qTarget(2, 0.5, NEXT, 3, 3)).toBe(4.5);
  // The other values choose action 2, worth 3 here.
  expect(doubleQTarget(2, 0.5, NEXT, CHOOSER, 3, 3)).toBe(3.5);
  expect(doubleQTarget(2, 0.5, NEXT, NEXT, 3, 3)).toBe(qTarget(2, 0.5, NEXT, 3, 3));
});

it('is the reward alone after the end', () => {
  expect(qTarget(-1, 0, NEXT, 3, 3)).toBe(-1);
  expect(doubleQTarget(-1, 0, NEXT, CHOOSER, 3, 3)).toBe(-1);
});

it('expects of an epsilon-greedy action the best and the mean in proportion', () => {
  expect(epsilonGreedyValue(NEXT, 3, 3, 0)).toBe(5);
  expect(epsilonGreedyValue(NEXT, 3, 3, 1)).toBe(3);
  expect(epsilonGreedyValue(NEXT, 3, 3, 0.25)).toBe(4.5);
});
