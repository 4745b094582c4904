import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdvantageInput } from './advantages.ts';
import { fastAdvantages } from './advantages-kernels.ts';
import { generalisedAdvantages, meanAdvantage, normaliseAdvantages } from './advantages.ts';

const UNTOUCHED = -99;

interface Columns {
  readonly copies?: number;
  readonly rewards: readonly number[];
  readonly ended: readonly number[];
  readonly values?: readonly number[];
  readonly bootstrap?: readonly number[];
  readonly live?: readonly number[];
  readonly learn?: readonly number[];
}

function run(columns: Columns, gamma: number, lambda: number): { advantages: number[]; targets: number[] } {
  const { copies = 1, rewards, ended } = columns;
  const size = rewards.length;
  const live = columns.live ?? rewards.map(() => 1);
  const input: AdvantageInput = {
    steps: size / copies,
    copies,
    rewards: Float64Array.from(rewards),
    live: Uint8Array.from(live),
    learn: Uint8Array.from(columns.learn ?? live),
    ended: Uint8Array.from(ended),
    plain: new Uint8Array(size / copies),
  };
  const { learn } = input;
  for (let step = 0; step < size / copies; step++) {
    const of = (column: Uint8Array): Uint8Array => column.subarray(step * copies, (step + 1) * copies);
    if (of(input.live).every(Boolean) && of(learn).every(Boolean) && !of(input.ended).some(Boolean)) input.plain[step] = 1;
  }
  const values = Float32Array.from(columns.values ?? rewards.map(() => 0));
  const bootstrap = Float32Array.from(columns.bootstrap ?? values.map(() => NaN));
  const estimate = (given: AdvantageInput, of: Float32Array, slots?: Int32Array): [Float32Array, Float32Array] => {
    const [advantages, targets] = [new Float32Array(size).fill(UNTOUCHED), new Float32Array(size).fill(UNTOUCHED)];
    const options = { gamma, lambda, ...(slots ? { slots } : {}) };
    generalisedAdvantages(given, of, bootstrap, options, advantages, targets);
    // The kernels give the same bits, with targets and without.
    const [fast, alone, fastTargets] = [advantages, advantages, targets].map((column) => new Float32Array(column.length).fill(UNTOUCHED));
    fastAdvantages(given, of, bootstrap, options, fast!, fastTargets);
    fastAdvantages(given, of, bootstrap, options, alone!);
    expect([fast, alone, fastTargets]).toEqual([advantages, advantages, targets]);
    return [advantages, targets];
  };
  const [advantages, targets] = estimate(input, values);
  // The same whether or not it is known which steps are plain, and with values that lie elsewhere.
  expect(estimate({ ...input, plain: new Uint8Array(size / copies) }, values)).toEqual([advantages, targets]);
  const slots = Int32Array.from({ length: size }, (_unused, row) => size - 1 - row);
  expect(estimate(input, values.toReversed(), slots)).toEqual([advantages, targets]);
  return { advantages: Array.from(advantages), targets: Array.from(targets) };
}

describe('generalisedAdvantages', () => {
  const episode = { rewards: [1, 2, 4], values: [1, 2, 3] };

  it('gives the hand-computed estimates of a terminated episode', () => {
    // Errors 4 - 3 = 1, 2 + 3/2 - 2 = 1.5, 1 + 2/2 - 1 = 1, summed with factor 1/4.
    const { advantages, targets } = run({ ...episode, ended: [0, 0, 1] }, 0.5, 0.5);
    expect(advantages).toEqual([1.4375, 1.75, 1]);
    expect(targets).toEqual([2.4375, 3.75, 4]);
  });

  it('bootstraps the end of an episode that was cut', () => {
    const { advantages } = run({ ...episode, ended: [0, 0, 2], bootstrap: [NaN, NaN, 8] }, 0.5, 0.5);
    expect(advantages).toEqual([1.6875, 2.75, 5]);
  });

  it('is the temporal difference at lambda 0 and the return minus the value at lambda 1', () => {
    expect(run({ ...episode, ended: [0, 0, 1] }, 0.5, 0).advantages).toEqual([1, 1.5, 1]);
    expect(run({ ...episode, ended: [0, 0, 1] }, 0.5, 1)).toEqual({ advantages: [2, 2, 1], targets: [3, 4, 4] });
    expect(run({ rewards: [1, 2, 4], ended: [0, 0, 1] }, 1, 1).advantages).toEqual([7, 6, 4]);
    expect(run({ rewards: [1, 2, 4], ended: [0, 0, 1] }, 0, 1).advantages).toEqual([1, 2, 4]);
  });

  it('folds masked rows into the learned row before them', () => {
    const masked = { rewards: [1, 2, 4, 8, 16], learn: [1, 0, 0, 1, 0], values: [1, NaN, NaN, 2, NaN] };
    // Row 3: 8 + 16/2 - 2 = 14. Row 0: 1 + 2/2 + 4/4 + 2/8 - 1 + 1/8 * 1/2 * 14 = 3.125.
    const terminal = run({ ...masked, ended: [0, 0, 0, 0, 1] }, 0.5, 0.5);
    expect(terminal.advantages).toEqual([3.125, UNTOUCHED, UNTOUCHED, 14, UNTOUCHED]);
    expect(terminal.targets).toEqual([4.125, UNTOUCHED, UNTOUCHED, 16, UNTOUCHED]);
    // What follows a masked end counts too: 14 + 4/4 = 15, and 1/16 more in row 0.
    const cut = run({ ...masked, ended: [0, 0, 0, 0, 2], bootstrap: [NaN, NaN, NaN, NaN, 4] }, 0.5, 0.5);
    expect(cut.advantages).toEqual([3.1875, UNTOUCHED, UNTOUCHED, 15, UNTOUCHED]);
  });

  it('drops what an episode earned before its first learned row', () => {
    const { advantages } = run({ rewards: [1, 7, 100, 2], learn: [1, 1, 0, 1], ended: [0, 1, 0, 1] }, 1, 1);
    expect(advantages).toEqual([8, 7, UNTOUCHED, 2]);
  });

  it('keeps copies out of phase, and episodes that follow each other, apart', () => {
    // Copy 0 ends at steps 0 and 3, copy 1 at step 2 and is cut at step 3.
    const { advantages } = run(
      { copies: 2, rewards: [1, 10, 2, 20, 4, 40, 8, 80], ended: [1, 0, 0, 0, 0, 1, 1, 2], bootstrap: [0, 0, 0, 0, 0, 0, 0, 100] },
      0.5,
      1,
    );
    expect(advantages).toEqual([1, 30, 6, 40, 8, 40, 8, 130]);
  });

  it('passes over copies that are done while others play', () => {
    const { advantages, targets } = run(
      { copies: 2, rewards: [1, 1, 999, 1, 999, 1], live: [1, 1, 0, 1, 0, 1], ended: [1, 0, 0, 0, 0, 1], values: [3, 3, 9, 2, 9, 1] },
      1,
      1,
    );
    expect(advantages).toEqual([-2, 0, UNTOUCHED, 0, UNTOUCHED, 0]);
    expect(targets).toEqual([1, 3, UNTOUCHED, 2, UNTOUCHED, 1]);
  });

  it('equals the definition on random rollouts: a discounted sum of errors from one learned row to the next', () => {
    const row = fc.record({
      reward: fc.integer({ min: -8, max: 8 }),
      value: fc.integer({ min: -8, max: 8 }),
      learn: fc.boolean(),
      ended: fc.constantFrom(0, 0, 0, 1, 2),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(0, 0.5, 1),
        fc.constantFrom(0, 0.5, 1),
        (rows, gamma, lambda) => {
          const last = rows.length - 1;
          const ended = rows.map((entry, t) => (t === last && entry.ended === 0 ? 1 : entry.ended));
          const columns = {
            rewards: rows.map(({ reward }) => reward),
            values: rows.map(({ value }) => value),
            learn: rows.map(({ learn }) => Number(learn)),
            ended,
          };
          const bootstrap = rows.map(({ value }) => value + 3);
          const advantageAt = (t: number): number => {
            let sum = 0;
            let discount = 1;
            for (let u = t; ; u++) {
              sum += discount * columns.rewards[u]!;
              discount *= gamma;
              if (ended[u] === 1) return sum - columns.values[t]!;
              if (ended[u] === 2) return sum + discount * bootstrap[u]! - columns.values[t]!;
              if (columns.learn[u + 1] === 1) {
                return sum + discount * columns.values[u + 1]! - columns.values[t]! + discount * lambda * advantageAt(u + 1);
              }
            }
          };
          const { advantages } = run({ ...columns, bootstrap }, gamma, lambda);
          rows.forEach(({ learn }, t) => expect(advantages[t]).toBeCloseTo(learn ? advantageAt(t) : UNTOUCHED, 3));
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });
});

describe('meanAdvantage', () => {
  const of = (advantages: readonly number[], learn: readonly number[], copies = 1): number => {
    const input = { steps: learn.length / copies, copies, learn: Uint8Array.from(learn) } as AdvantageInput;
    return meanAdvantage(input, Float32Array.from(advantages));
  };

  it('is that of the rows that are learned from', () => {
    expect(of([NaN, 1, 50, 2, 6, NaN], [0, 1, 0, 1, 1, 0], 2)).toBe(3);
    expect(of([4, 5], [0, 0])).toBe(0);
    expect(of([4, 5, 9], [0, 0])).toBe(0);
  });

  it.each([0.1, -1234.567, 1.7e9, -3e30])('is exact where all are %d', (value) => {
    expect(of(new Array<number>(37).fill(value), new Array<number>(37).fill(1))).toBe(Math.fround(value));
  });
});

describe('normaliseAdvantages', () => {
  it('shifts and scales the chosen rows and leaves the others alone', () => {
    const advantages = Float32Array.of(1, 50, 2, 3, 60);
    normaliseAdvantages(advantages, Int32Array.of(0, 2, 3), 3);
    const expected = [-Math.sqrt(1.5), 50, 0, Math.sqrt(1.5), 60];
    expected.forEach((value, i) => expect(advantages[i]).toBeCloseTo(value, 5));
  });

  it.each([0, 7, 0.1, -1234.567, 1.7e9, -3e30])('turns rows that all are %d into zeros', (value) => {
    const rows = Int32Array.from({ length: 37 }, (_unused, i) => i);
    const advantages = new Float32Array(37).fill(value);
    normaliseAdvantages(advantages, rows, 37);
    expect(advantages.every((entry) => entry === 0)).toBe(true);
  });

  it('does nothing without rows', () => {
    const advantages = Float32Array.of(4);
    normaliseAdvantages(advantages, new Int32Array(0), 0);
    expect(advantages[0]).toBe(4);
  });
});
