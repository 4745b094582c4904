import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/errors.ts';
import { randomStream } from '../random/random.ts';
import { spaceFromJson, spaceToJson } from './json.ts';
import type { Space, Value } from './spaces.ts';
import {
  box,
  cardinality,
  contains,
  dict,
  discrete,
  flatten,
  indexOf,
  labelAt,
  multiDiscrete,
  sample,
  simplex,
  tuple,
  unflatten,
  valueAt,
  width,
} from './spaces.ts';

const spaces: readonly Space[] = [
  discrete(3),
  discrete(2, ['cooperate', 'defect']),
  multiDiscrete([2, 3, 4]),
  box(-1, 2, [2, 3]),
  box(0, Infinity, [1]),
  box(-Infinity, 0, [2]),
  box(-Infinity, Infinity, [2]),
  simplex(4),
  dict({ where: discrete(4), mixture: simplex(2) }),
  tuple([discrete(2), dict({ a: multiDiscrete([2, 2]), b: box(0, 1, [2]) })]),
];

describe.each(spaces.map((space) => [spaceToJson(space), space] as const))('%s', (_text, space) => {
  it('contains its samples, and samples survive flattening', () => {
    const random = randomStream(5, 'spaces').at(0, 0);
    for (let i = 0; i < 50; i++) {
      const value = sample(space, random);
      expect(contains(space, value)).toBe(true);
      const flat = new Float64Array(width(space));
      expect(flatten(space, value, flat)).toBe(width(space));
      expect(unflatten(space, flat)).toEqual(value);
    }
  });

  it('survives JSON', () => {
    expect(spaceFromJson(spaceToJson(space))).toEqual(space);
  });

  it('enumerates exactly its values where it is finite', () => {
    const count = cardinality(space);
    if (count === Infinity) {
      expect(() => valueAt(space, 0)).toThrow(InputError);
      return;
    }
    const seen = new Set<string>();
    for (let index = 0; index < count; index++) {
      const value = valueAt(space, index);
      expect(contains(space, value)).toBe(true);
      expect(indexOf(space, value)).toBe(index);
      seen.add(JSON.stringify(value));
    }
    expect(seen.size).toBe(count);
  });
});

it('rejects values outside', () => {
  const outside: readonly (readonly [Space, unknown])[] = [
    [discrete(3), 3],
    [discrete(3), 1.5],
    [discrete(3), '1'],
    [multiDiscrete([2]), [2]],
    [multiDiscrete([2]), [0, 0]],
    [box(0, 1, [1]), [NaN]],
    [box(0, 1, [1]), [1.1]],
    [box(0, Infinity, [1]), [Infinity]],
    [simplex(2), [0.5, 0.6]],
    [simplex(2), [-0.5, 1.5]],
    [dict({ a: discrete(2) }), { a: 0, b: 0 }],
    [dict({ a: discrete(2) }), [0]],
    [tuple([discrete(2)]), [0, 0]],
  ];
  for (const [space, value] of outside) expect(contains(space, value as Value)).toBe(false);
});

it('refuses impossible sizes, bounds, labels and documents with an error that names the field', () => {
  expect(() => discrete(0)).toThrow('is 0: expected an integer of at least 1');
  expect(() => discrete(2, ['a'])).toThrow('1 labels for a discrete space of 2');
  expect(() => box(1, 0, [1])).toThrow('expected low <= high');
  expect(() => box(0, NaN, [1])).toThrow(InputError);
  expect(() => spaceFromJson('{"kind":"tuple","items":[{"kind":"disk"}]}')).toThrow('space.items[0].kind is "disk"');
  expect(() => spaceFromJson('{')).toThrow('not valid JSON');
});

it('labels values for people', () => {
  expect(labelAt(discrete(2, ['cooperate', 'defect']), 1)).toBe('defect');
  expect(labelAt(multiDiscrete([2, 2]), 2)).toBe('[1,0]');
});
