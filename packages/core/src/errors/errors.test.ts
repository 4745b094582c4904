import { describe, expect, it } from 'vitest';
import { InputError, RefusedError, nearMatches, show, unknownName } from './errors.ts';

describe('show', () => {
  it.each([
    ['steps', '"steps"'],
    ['two\nlines', '"two\\nlines"'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [undefined, 'undefined'],
    [null, 'null'],
    [12n, '12'],
    [true, 'true'],
    [Symbol('x'), 'Symbol(x)'],
    [[1, Infinity], '[1,"Infinity"]'],
    [{ a: 3n }, '{"a":"3n"}'],
    [() => 0, 'a function'],
  ])('writes %o as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });

  it('survives records that contain themselves', () => {
    const record: Record<string, unknown> = {};
    record['self'] = record;
    expect(show(record)).toBe('[object Object]');
  });

  it('survives values nested deeper than the stack', () => {
    let nested: unknown = 1;
    for (let depth = 0; depth < 200_000; depth++) nested = depth % 2 === 0 ? [nested] : { a: nested };
    expect(show(nested)).toBe('a deeply nested value');
  });

  it('cuts long values at 80 characters', () => {
    expect(show('x'.repeat(78))).toHaveLength(80);
    const cut = show('x'.repeat(79));
    expect(cut).toHaveLength(80);
    expect(cut.endsWith('...')).toBe(true);
  });
});

describe('nearMatches', () => {
  const ids = [
    'matrix/Escape-v1',
    'matrix/Maintain-v1',
    'matrix/IteratedHero-v1',
    'matrix/IteratedHarmony-v1',
    'matrix/IteratedMixedHarmony-v1',
  ];

  it('finds a mistyped id, whatever its case', () => {
    expect(nearMatches('matrix/escpae-v1', ids)[0]).toBe('matrix/Escape-v1');
  });

  it('finds part of an id, the closest first', () => {
    expect(nearMatches('Harmony', ids)).toEqual(['matrix/IteratedHarmony-v1', 'matrix/IteratedMixedHarmony-v1']);
  });

  it('orders by edit distance, then by name, and stops at the limit', () => {
    expect(nearMatches('cat', ['cut', 'cart', 'bat', 'cats'], 3)).toEqual(['bat', 'cart', 'cats']);
    expect(nearMatches('cat', ['cot', 'cast', 'coat', 'cat'], 1)).toEqual(['cat']);
  });

  it('finds nothing for what looks like nothing', () => {
    expect(nearMatches('zzzzzzzzzzzz', ids)).toEqual([]);
  });
});

describe('unknownName', () => {
  it('names the value and what was probably meant', () => {
    const error = unknownName('game id', 'Escape-v1', ['a/Escape-v1', 'a/Hero-v1']);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe('unknown game id "Escape-v1": did you mean a/Escape-v1?');
  });

  it('lists what exists when nothing is near, or says that nothing does', () => {
    expect(unknownName('parameter', 'zzzzzz', ['steps', 'memory']).message).toBe('unknown parameter "zzzzzz": what exists: steps, memory');
    expect(unknownName('parameter', 'zzzzzz', []).message).toBe('unknown parameter "zzzzzz": what exists: nothing');
    const many = Array.from({ length: 30 }, (_unused, i) => `game-number-${i}`);
    expect(unknownName('game', 'zzzzzz', many).message).toMatch(/game-number-23, \.\.\.$/);
  });

  it('takes an empty name for unknown and lists what exists instead of guessing', () => {
    expect(unknownName('game id', '', ['ab', 'matrix/Escape-v1']).message).toBe('unknown game id "": what exists: ab, matrix/Escape-v1');
  });
});

it('keeps the kinds of error apart by class and name', () => {
  const refused = new RefusedError('too large');
  expect(refused).toBeInstanceOf(InputError);
  expect(refused.name).toBe('RefusedError');
  expect(new InputError('bad').name).toBe('InputError');
  expect(new InputError('bad')).not.toBeInstanceOf(RefusedError);
});
