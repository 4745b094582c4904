import { describe, expect, it } from 'vitest';
import { formatTable, indent } from './table.ts';

describe('formatTable', () => {
  it('aligns text to the left and columns of numbers to the right', () => {
    const rows = [
      ['row 0', '1/3', 'yes'],
      ['a longer row', '-12.5', ''],
    ];
    expect(formatTable(['action', 'p', 'used'], rows).split('\n')).toEqual([
      'action            p  used',
      'row 0           1/3  yes',
      'a longer row  -12.5',
    ]);
  });

  it('needs no names of columns, and no equal numbers of cells', () => {
    expect(formatTable(undefined, [['a'], ['bb', 'c']])).toBe('a\nbb  c');
    expect(formatTable(['only', 'names'], [])).toBe('only  names');
  });

  it('counts characters, not code units', () => {
    expect(
      formatTable(undefined, [
        ['𝛼', 'x'],
        ['ab', 'y'],
      ]),
    ).toBe('𝛼   x\nab  y');
  });
});

it('indents lines that hold something', () => {
  expect(indent('a\n\nb')).toBe('  a\n\n  b');
});
