import { InputError } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { readNames, readObject } from './fields.ts';

describe('fields of documents', () => {
  it('come back as they are', () => {
    expect(readNames(['a', 'b'], 'x', 2)).toEqual(['a', 'b']);
    const read = readObject({ a: 1 }, 'x', ['a', 'b']);
    expect([read('a'), read('b')]).toEqual([1, undefined]);
  });

  it.each([
    [() => readNames('ab', 'x', 2), 'x is "ab": expected a list of 2 names of one line'],
    [() => readNames(['a'], 'x', 2), 'x has 1 entries: expected a list of 2 names'],
    [() => readNames(['a', ''], 'x', 2), 'x[1] is "": expected a name of one line'],
    [() => readNames(['a', 'b\n'], 'x', 2), 'x[1] is'],
    [() => readNames(['a', 1], 'x', 2), 'x[1] is 1: expected a name of one line'],
    [() => readNames(['a', 'a'], 'x', 2), 'x[1] is "a" for the second time: expected different names'],
    [() => readObject([], 'x', ['a', 'b']), 'x is []: expected an object with the keys a, b'],
    [() => readObject(null, 'x', ['a']), 'x is null: expected an object'],
    [() => readObject({ first: 1 }, 'x', ['firsts']), 'unknown key of x "first": did you mean firsts?'],
  ])('%#: one line that names the place', (read, message) => {
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });
});
