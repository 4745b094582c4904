import { describe, expect, it } from 'vitest';
import type { Random } from '../random/random.ts';
import { randomStream } from '../random/random.ts';
import { refusal } from '../testing/refusal.ts';
import { deterministicPolicy, greedyChoices, policyFromRows, policyRows, tablePolicy } from './policy.ts';

const silent: Random = {
  uniform: () => {
    throw new Error('a random number was drawn');
  },
  integer: () => 0,
  normal: () => 0,
  pick: () => 0,
};
const fixed = (uniform: number): Random => ({ ...silent, uniform: () => uniform });

describe('tablePolicy', () => {
  it('reads the rows that start at its offset of a shared table', () => {
    const table = Float64Array.from([1, 0, 0, 1, 0.5, 0.5, 0, 1]);
    const policy = tablePolicy(table, { observations: 2, actions: 2, offset: 2 });
    expect(policyRows(policy)).toEqual([
      [0.5, 0.5],
      [0, 1],
    ]);
    expect(policy.probability(0, 1)).toBe(0.5);
    expect(policy.act(1, silent)).toBe(1);
    table.set([0, 1], 4);
    expect(policy.act(0, silent)).toBe(1);
  });

  it('acts with the probabilities of its row', () => {
    const policy = policyFromRows([
      [0.2, 0, 0.8],
      [0.5, 0.5, 0],
    ]);
    const random = randomStream(1, 'policy').at(0, 0);
    const counts = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[policy.act(0, random) as number]!++;
    expect(counts[1]).toBe(0);
    expect((counts[0] as number) / 20_000).toBeCloseTo(0.2, 2);
  });

  it('splits the unit interval in the order of the actions and never takes one of probability zero', () => {
    const policy = policyFromRows([[0.25, 0, 0.75, 0]]);
    expect([0, 0.2499, 0.25, 0.9999999999999999].map((uniform) => policy.act(0, fixed(uniform)))).toEqual([0, 0, 2, 2]);
    // A row that sums to slightly less than one still ends at its last possible action.
    expect(policyFromRows([[0.3, 0.7 - 1e-10, 0]]).act(0, fixed(1 - 1e-16))).toBe(1);
    expect(policyFromRows([[0, 0.5, 0.5]]).act(0, fixed(0))).toBe(1);
  });

  it('draws no random number for a deterministic row', () => {
    expect(deterministicPolicy([2, 0], 3).act(0, silent)).toBe(2);
    expect(() => policyFromRows([[0.5, 0.5]]).act(0, silent)).toThrow('a random number was drawn');
  });

  it('refuses a table that is too short for its shape', () => {
    expect(refusal(() => tablePolicy(new Float64Array(7), { observations: 2, actions: 2, offset: 2 }))).toBe(
      'a table of 7 entries: expected at least 8 for 2 x 2 at row 2',
    );
  });
});

describe('policyFromRows', () => {
  it('returns the rows it was made from and keeps no hold on them', () => {
    const rows = [
      [0.25, 0.75],
      [1, 0],
    ];
    const policy = policyFromRows(rows);
    (rows[0] as number[])[0] = 9;
    expect(policyRows(policy)).toEqual([
      [0.25, 0.75],
      [1, 0],
    ]);
    expect(policy).toMatchObject({ kind: 'table', observations: 2, actions: 2, offset: 0 });
  });

  it.each([
    [[], 'a policy without rows'],
    [[[]], 'policy row 0 is []'],
    [[[1], [0.5, 0.5]], 'policy row 1 is [0.5,0.5]: expected 1 probabilities'],
    [[[1, 0], [1]], 'policy row 1 is [1]: expected 2 probabilities'],
    [[[0.5, 0.6]], 'policy row 0 is [0.5,0.6]: expected 2 probabilities that sum to 1'],
    [[[0.5, 0.5 - 2e-9]], 'policy row 0'],
    [[[1.5, -0.5]], 'policy row 0 is [1.5,-0.5]'],
    [[[NaN, 1]], 'policy row 0 is ["NaN",1]'],
  ])('refuses %j', (rows, message) => {
    expect(refusal(() => policyFromRows(rows))).toContain(message);
  });

  it('accepts rounding of up to 1e-9', () => {
    expect(policyRows(policyFromRows([[0.5, 0.5 - 5e-10]]))).toEqual([[0.5, 0.5 - 5e-10]]);
  });
});

describe('deterministicPolicy', () => {
  it('puts all probability on the choices', () => {
    expect(policyRows(deterministicPolicy(Int32Array.of(1, 0), 2))).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it.each([[[0, 2]], [[-1]], [[0.5]], [[NaN]]])('refuses the choices %j, which are no actions', (choices) => {
    expect(refusal(() => deterministicPolicy(choices, 2))).toContain('expected an action from 0 to 1');
  });
});

it('greedyChoices takes the most probable action, the lowest of equals', () => {
  expect(
    greedyChoices(
      policyFromRows([
        [0.2, 0.5, 0.3],
        [0.4, 0.2, 0.4],
        [0, 0, 1],
      ]),
    ),
  ).toEqual([1, 0, 2]);
});
