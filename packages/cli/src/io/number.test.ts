import { describe, expect, it } from 'vitest';
import { parseInteger } from './number.ts';

describe('parseInteger', () => {
  it('reads integers in digits', () => {
    expect(parseInteger('--seed', '42')).toBe(42);
    expect(parseInteger('--seed', '-1')).toBe(-1);
  });

  it.each(['', 'x', '1.5', '1e3', '0x10', 'NaN', 'Infinity', '99999999999999999999'])('refuses %o', (text) => {
    expect(() => parseInteger('--seed', text)).toThrow(`--seed is ${JSON.stringify(text)}: expected an integer`);
  });
});
