import { describe, expect, expectTypeOf, it } from 'vitest';
import { refusal } from '../testing/refusal.ts';
import type { Matrix, ParametersOf } from './schema.ts';
import { readMatrix, resolveParameters } from './parameters.ts';
import { parametersFromText } from './text.ts';

const schema = {
  steps: { kind: 'integer', min: 1, max: 1000, default: 10, about: 'rounds' },
  rate: { kind: 'number', min: 0, max: Infinity, default: 0.5, about: 'learning rate' },
  offset: { kind: 'number', min: -Infinity, max: Infinity, default: -2.5, about: 'added to rewards' },
  cap: { kind: 'integer', min: -Infinity, max: 3, default: 0, about: 'at most' },
  memory: { kind: 'choice', options: ['joint', 'other'], default: 'joint', about: 'what is seen' },
  payoffs: { kind: 'matrix', default: [[1, 2]], about: 'rows' },
} as const;

const resolve = (given: { readonly [name: string]: unknown }): ParametersOf<typeof schema> =>
  resolveParameters(schema, given, 'toy/Weather-v1');

describe('resolveParameters', () => {
  it('fills in defaults, also for values that are undefined', () => {
    const defaults = { steps: 10, rate: 0.5, offset: -2.5, cap: 0, memory: 'joint', payoffs: [[1, 2]] };
    expect(resolve({})).toEqual(defaults);
    expect(resolve({ steps: undefined, memory: undefined })).toEqual(defaults);
  });

  it('reads values, and text forms where a command line gave them', () => {
    const expected = { steps: 3, rate: 0.25, offset: -1, cap: -7, memory: 'other', payoffs: [[1], [2]] };
    expect(resolve({ steps: 3, rate: 0.25, offset: -1, cap: -7, memory: 'other', payoffs: [[1], [2]] })).toEqual(expected);
    const texts = { steps: '3', rate: '.25', offset: '-1', cap: '-7', memory: 'other', payoffs: '[[1],[2]]' };
    expect(resolve(parametersFromText(schema, texts))).toEqual(expected);
    expect(refusal(() => resolve(parametersFromText(schema, { steps: 'ten' })))).toContain('is "ten": expected an integer');
    expect(refusal(() => resolve(parametersFromText(schema, { payoffs: '[[1,' })))).toContain('is "[[1,": expected a list of rows');
    expect(refusal(() => resolve(parametersFromText(schema, { step: '3' })))).toContain('did you mean steps?');
  });

  it('gives each parameter its type', () => {
    expectTypeOf<ParametersOf<typeof schema>['memory']>().toEqualTypeOf<'joint' | 'other'>();
    expectTypeOf<ParametersOf<typeof schema>['steps']>().toEqualTypeOf<number>();
    expectTypeOf<ParametersOf<typeof schema>['payoffs']>().toEqualTypeOf<Matrix>();
  });

  it.each([
    [{ step: 3 }, 'unknown parameter of toy/Weather-v1 "step": did you mean steps?'],
    [{ constructor: 3 }, 'unknown parameter of toy/Weather-v1 "constructor": what exists: steps, rate, offset, cap, memory, payoffs'],
    [{ steps: 0 }, 'parameter steps of toy/Weather-v1 is 0: expected an integer from 1 to 1000'],
    [{ steps: 1001 }, 'is 1001: expected an integer from 1 to 1000'],
    [{ steps: 2.5 }, 'is 2.5: expected an integer'],
    [{ steps: 'ten' }, 'parameter steps of toy/Weather-v1 is "ten": expected an integer'],
    [{ steps: '' }, 'is "": expected an integer'],
    [{ steps: ' ' }, 'is " ": expected an integer'],
    [{ steps: null }, 'is null: expected an integer'],
    [{ steps: true }, 'is true: expected an integer'],
    [{ steps: [3] }, 'is [3]: expected an integer'],
    [{ rate: '' }, 'parameter rate of toy/Weather-v1 is "": expected a finite number of at least 0'],
    [{ rate: NaN }, 'parameter rate of toy/Weather-v1 is NaN: expected a finite number of at least 0'],
    [{ rate: 'NaN' }, 'is "NaN": expected a finite number of at least 0'],
    [{ rate: Infinity }, 'is Infinity: expected a finite number of at least 0'],
    [{ rate: 'Infinity' }, 'is "Infinity": expected a finite number'],
    [{ rate: -1 }, 'is -1: expected a finite number of at least 0'],
    [{ offset: -Infinity }, 'is -Infinity: expected a finite number'],
    [{ cap: 4 }, 'is 4: expected an integer of at most 3'],
    [{ memory: 'none' }, 'parameter memory of toy/Weather-v1 is "none": expected joint or other'],
    [{ memory: 0 }, 'is 0: expected joint or other'],
    [{ payoffs: [[1], [1, 2]] }, 'row 1 of parameter payoffs of toy/Weather-v1 has 2 entries: expected 1 as in row 0'],
  ])('refuses %o in one line', (given, message) => {
    expect(refusal(() => resolve(given))).toContain(message);
  });
});

describe('readMatrix', () => {
  it.each([
    ['[[1,', 'the payoffs is "[[1,": expected a list of rows'],
    [7, 'the payoffs is 7: expected a list of rows'],
    ['7', 'the payoffs is "7": expected a list of rows'],
    [[], 'is []: expected at least one row and one column; a game needs actions'],
    [[[]], 'is [[]]: expected at least one row and one column; a game needs actions'],
    [[1, 2], 'row 0 of the payoffs is 1: expected a list of numbers'],
    [[[1], 2], 'row 1 of the payoffs is 2: expected a list of numbers'],
    [[[1], , [1]], 'row 1 of the payoffs is undefined'],
    [
      [
        [1, 2],
        [, 2],
      ],
      'entry [1][0] of the payoffs is undefined',
    ],
    [[[1, NaN]], 'entry [0][1] of the payoffs is NaN: expected a finite number'],
    [[[1, '2']], 'entry [0][1] of the payoffs is "2"'],
    [[[1, 1e999]], 'entry [0][1] of the payoffs is Infinity'],
    [[[1, null]], 'entry [0][1] of the payoffs is null'],
  ])('refuses %j, naming the row or the cell', (value, message) => {
    expect(refusal(() => readMatrix(value, 'the payoffs'))).toContain(message);
  });

  it('copies, so that later changes of the input do not reach a game', () => {
    const rows = [
      [1, 2],
      [3, 4],
    ];
    const matrix = readMatrix(rows, 'the payoffs');
    (rows[0] as number[])[0] = 99;
    expect(matrix).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});
