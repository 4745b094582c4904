import { expect, it } from 'vitest';
import { box, dict, discrete, InputError, multiDiscrete, simplex, tuple, width } from '@firstmover/core';
import { gaussianHead } from './gaussian.ts';
import { headFor } from './head-for.ts';
import { squashedGaussianHead } from './squashed-gaussian.ts';

it.each([
  [discrete(3), 'categorical', 3],
  [multiDiscrete([3, 2]), 'multi-categorical', 5],
  [box(-1, 1, [2, 2]), 'squashed-gaussian', 8],
  [box(-Infinity, Infinity, [3]), 'gaussian', 6],
  [simplex(3), 'softmax-normal', 6],
  [
    dict({ a: discrete(2), b: tuple([simplex(2), box(0, 1, [1])]) }),
    'product of categorical, product of softmax-normal, squashed-gaussian',
    8,
  ],
] as const)('gives %j the head %s', (space, name, parameters) => {
  const head = headFor(space);
  expect(head.name).toBe(name);
  expect(head.parameters).toBe(parameters);
  expect(head.actionWidth).toBe(width(space));
  expect(head.space).toBe(space);
});

it('takes the families that were asked for, inside dicts and tuples too', () => {
  const head = headFor(tuple([box(0, 1, [1]), simplex(3)]), { box: 'beta', simplex: 'dirichlet' });
  expect(head.name).toBe('product of beta, dirichlet');
  expect(head.parameters).toBe(2 + 4);
});

it('refuses what no head serves, and unknown families', () => {
  expect(() => headFor(box(0, Infinity, [1]))).toThrow('a box from 0 to Infinity: expected bounds on both sides or on neither');
  expect(() => headFor(box(1, 1, [1]))).toThrow('the lower one below the upper one');
  expect(() => headFor(simplex(2), { simplex: 'dirichle' as 'dirichlet' })).toThrow('expected softmax-normal or dirichlet');
  expect(() => headFor(box(0, 1, [1]), { box: 'toString' as 'beta' })).toThrow(InputError);
  expect(() => gaussianHead(box(0, 1, [1]))).toThrow('would leave it');
  expect(() => squashedGaussianHead(box(-Infinity, Infinity, [1]))).toThrow('expected finite bounds');
});
