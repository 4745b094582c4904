import { describe, expect, it } from 'vitest';
import { createGames, parseParams } from './games.ts';

it('registers the games of all packages', () => {
  expect(createGames().names('game')).toContain('matrix/IteratedPrisonersDilemma-v1');
  expect(
    new Set(
      createGames()
        .names('game')
        .map((id) => id.split('/')[0]),
    ),
  ).toEqual(new Set(['benchmark', 'matrix', 'mechanism', 'security']));
});

describe('parseParams', () => {
  it('splits at the first equals sign', () => {
    expect(parseParams(['memory=other', 'note=a=b', 'empty='])).toEqual({ memory: 'other', note: 'a=b', empty: '' });
  });

  it('refuses texts without a name or an equals sign, and names given twice', () => {
    expect(() => parseParams(['memory'])).toThrow('--param "memory": expected name=value, for example memory=other');
    expect(() => parseParams(['=other'])).toThrow('--param "=other": expected name=value');
    expect(() => parseParams(['a=1', 'a=2'])).toThrow('--param "a" is given twice');
  });

  it('keeps names that objects have of their own', () => {
    expect(Object.keys(parseParams(['__proto__=1', 'constructor=2']))).toEqual(['__proto__', 'constructor']);
  });
});
