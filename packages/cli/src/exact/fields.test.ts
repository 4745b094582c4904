import { InputError } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { readInteger, readList, readMatrix, readNames, readNumber, readNumbers, readObject } from './fields.ts';

describe('fields of documents', () => {
  it('come back as they are', () => {
    expect(readNumber(-2.5, 'x')).toBe(-2.5);
    expect(readInteger(3, 'x', { min: 1, max: 3 })).toBe(3);
    expect(readNumbers([1, 2], 'x', 2)).toEqual([1, 2]);
    expect(readMatrix([[1, 2]], 'x')).toEqual([[1, 2]]);
    expect(readNames(['a', 'b'], 'x', 2)).toEqual(['a', 'b']);
    expect(readList(['a'], 'x', 'letters', (entry, path, index) => `${String(entry)} ${path} ${index}`)).toEqual(['a x[0] 0']);
    const field = readObject({ a: 1 }, 'x', ['a', 'b']);
    expect([field('a'), field('b'), field('toString')]).toEqual([1, undefined, undefined]);
  });

  it.each([
    [() => readNumber(NaN, 'discount'), 'discount is NaN: expected a finite number'],
    [() => readNumber('1', 'p', { min: 0, max: 1 }), 'p is "1": expected a finite number from 0 to 1'],
    [() => readNumber(-1, 'p', { min: 0 }), 'p is -1: expected a finite number of at least 0'],
    [() => readInteger(1.5, 'steps', { min: 1, max: 9 }), 'steps is 1.5: expected a whole number from 1 to 9'],
    [() => readNumbers([1, null], 'x'), 'x[1] is null: expected a finite number'],
    [() => readNumbers({ 0: 1 }, 'x'), 'x is {"0":1}: expected a list of numbers'],
    [() => readMatrix([[1, 2], [3]], 'x'), 'x[1] has 1 entries: expected a list of 2 numbers'],
    [() => readMatrix([[1, 2], [3, '4']], 'types[1].x'), 'types[1].x[1][1] is "4": expected a finite number'], // prettier-ignore
    [() => readMatrix([1, 2], 'x'), 'x[0] is 1: expected a list of numbers'],
    [() => readMatrix([[]], 'x'), 'x[0] is []: expected a list of numbers, at least one'],
    [() => readMatrix([[1]], 'x', { rows: 2, columns: 1 }), 'x has 1 entries: expected a list of 2 rows of numbers'],
    [() => readNames(['a', 'a'], 'x', 2), 'x[1] is "a" for the second time: expected different names'],
    [() => readNames(['a\nb'], 'x', 1), 'x[0] is "a\\nb": expected a name of one line'],
    [() => readObject([], 'types[0]', ['a', 'b']), 'types[0] is []: expected an object with the keys a, b'],
    [() => readObject({ aa: 1 }, 'types[0]', ['a', 'b']), 'unknown key of types[0] "aa": did you mean a'],
    [() => readObject(JSON.parse('{"__proto__":1}'), 'x', ['a']), 'unknown key of x "__proto__"'],
  ])('%#: %s', (read, message) => {
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });
});
