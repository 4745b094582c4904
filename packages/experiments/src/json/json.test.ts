import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '@firstmover/core';
import { plainJson } from './plain-json.ts';
import { parseStrictly } from './strict-json.ts';

describe('parseStrictly', () => {
  it('reads what JSON.parse reads', () => {
    const key = fc.string().filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(null, true, false, 1e308, -0, 5e-324, '{', '"', '\\"', 'a:b,[', '\u2028'),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string(),
        fc.array(tie('value')),
        fc.dictionary(key, tie('value')),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1), (given, space) => {
        const text = JSON.stringify(given, null, space);
        expect(parseStrictly(text, 'it')).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['{"a":1,"a":2}', 'it has the key "a" twice'],
    ['{"a":1,"\\u0061":2}', 'it has the key "a" twice'],
    ['[{"b":{}},{"c":[],"c":1}]', 'it has the key "c" twice'],
    ['{"__proto__":{"polluted":1}}', 'it has the key "__proto__"'],
    ['{"a":[{"constructor":1}]}', 'it has the key "constructor"'],
    ['{"\\u005f_proto__":1}', 'it has the key "__proto__"'],
    ['[1e400]', 'it has the number "1e400": expected a finite one'],
    ['{"a":-1e999}', 'it has the number "-1e999"'],
    ['["\\ud800"]', 'half a surrogate pair'],
    ['{"\\udc00":1}', 'half a surrogate pair'],
    ['', 'it is no JSON'],
    ['{a:1}', 'it is no JSON'],
    ['[NaN]', 'it is no JSON'],
    ['{"a":1}}', 'it is no JSON'],
    ['['.repeat(65) + ']'.repeat(65), 'it is nested more than 64 deep'],
    ['['.repeat(1_000_000), 'it is nested more than 64 deep'],
    [`"${'x'.repeat(1 << 20)}"`, 'expected at most 1048576'],
  ])('refuses %.40s', (text, message) => {
    expect(() => parseStrictly(text, 'it')).toThrow(InputError);
    expect(() => parseStrictly(text, 'it')).toThrow(message);
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
  });
});

describe('plainJson', () => {
  it('copies plain data and leaves out what is undefined', () => {
    expect(plainJson({ a: [1, 'x', null, { b: undefined }], c: -0 }, 'it')).toEqual({ a: [1, 'x', null, {}], c: 0 });
  });

  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  it.each<[unknown, string]>([
    [{ a: NaN }, 'it.a is NaN'],
    [{ a: [Infinity] }, 'it.a[0] is Infinity'],
    [{ a: () => 1 }, 'it.a is a function'],
    [{ a: new Date(0) }, 'it.a is'],
    [{ a: new Map() }, 'it.a is'],
    [JSON.parse('{"a":{"__proto__":1}}'), 'it.a has the key "__proto__"'],
    ['\ud800', 'it is'],
    [1n, 'it is 1'],
    [circle, 'nested too deeply'],
  ])('refuses %o', (value, message) => {
    expect(() => plainJson(value, 'it')).toThrow(InputError);
    expect(() => plainJson(value, 'it')).toThrow(message);
  });
});
