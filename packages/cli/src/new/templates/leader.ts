import type { Template } from './template.ts';
import { pageOf } from './template.ts';

const SOURCE = `import { definePart, InputError, policyFromRows, randomStream, savable, savedCount } from '@firstmover/core';
import type { LeaderPart } from '@firstmover/algorithms';

/**
 * The cross-entropy method over tables. Every copy plays an outer episode with a table of its own, the best are kept, and the next tables
 * are drawn from their frequencies. Replace \`update\` by your own; everything that it remembers belongs into \`savable\`, so that a run
 * that was killed goes on bit for bit.
 */
export const __CAMEL__: LeaderPart = definePart({
  kind: 'leader',
  name: '__NAME__',
  about: 'The cross-entropy method over tables.',
  source: 'Rubinstein, The cross-entropy method for combinatorial and continuous optimization (1999)',
  needs: ['discrete-observations', 'discrete-actions'],
  parameters: {
    copies: { kind: 'integer', min: 2, max: 100_000, default: 32, about: 'tables of a generation, each played for one outer episode' },
    elite: { kind: 'number', min: 0, above: true, max: 1, default: 0.25, about: 'the share of them that is kept' },
    rate: { kind: 'number', min: 0, above: true, max: 1, default: 0.5, about: 'how far the probabilities move towards those kept' },
  },
  create({ elite, rate }, problem, seed) {
    const { observation, action, size } = problem;
    if (observation.kind !== 'discrete' || action.kind !== 'discrete') throw new InputError('expected finite observations and actions: use ppo');
    const [rows, columns] = [observation.n, action.n];
    const probabilities = new Float64Array(rows * columns).fill(1 / columns);
    const random = randomStream(seed, '__NAME__');
    let generations = 0;

    const update = () => {
      const tables = Array.from({ length: size }, (_unused, copy) => {
        const draw = random.at(copy, generations);
        return Array.from({ length: rows }, (_row, i) => draw.pick(probabilities.subarray(i * columns, (i + 1) * columns)));
      });
      const returns = new Float64Array(size);
      const playing = new Uint8Array(size).fill(1);
      problem.reset();
      for (let left = size; left > 0; ) {
        problem.step(Int32Array.from(tables, (table, copy) => table[problem.observations[copy]!]!));
        for (let copy = 0; copy < size; copy++) {
          if (playing[copy] === 0) continue;
          returns[copy]! += problem.rewards[copy]!;
          if (problem.terminated[copy] === 0 && problem.truncated[copy] === 0) continue;
          playing[copy] = 0;
          left--;
        }
      }
      const best = tables.map((_table, copy) => copy).sort((a, b) => returns[b]! - returns[a]! || a - b);
      const kept = best.slice(0, Math.max(1, Math.floor(elite * size)));
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < columns; k++) {
          const share = kept.filter((copy) => tables[copy]![i] === k).length / kept.length;
          probabilities[i * columns + k]! += rate * (share - probabilities[i * columns + k]!);
        }
      }
      generations++;
      return { return: returns.reduce((sum, earned) => sum + earned, 0) / size };
    };
    const row = (i: number) => Array.from(probabilities.subarray(i * columns, (i + 1) * columns));
    const normal = (shares: readonly number[]) => shares.map((share) => share / shares.reduce((sum, each) => sum + each, 0));
    const greedy = (shares: readonly number[]) => shares.map((_share, k) => (k === shares.indexOf(Math.max(...shares)) ? 1 : 0));

    return {
      name: '__NAME__',
      environment: problem,
      ...savable('__NAME__', { elite, rate, seed }, { problem: problem as Required<typeof problem>, probabilities, generations: savedCount(() => generations, (count) => (generations = count)) }),
      update,
      policy: (mode = 'sampled') => policyFromRows(Array.from({ length: rows }, (_unused, i) => (mode === 'greedy' ? greedy(row(i)) : normal(row(i))))),
    };
  },
});
`;

const TEST = `import { checkLeader } from '@firstmover/algorithms/testing';
import { it } from 'vitest';
import { __CAMEL__ } from './__NAME__.js';

it('keeps the rules of a leader', () => {
  checkLeader(__CAMEL__);
});
`;

/** A leader's algorithm. */
export const leader: Template = {
  source: SOURCE,
  test: TEST,
  page: pageOf(
    "A leader's algorithm: how the leader learns on the problem that game and oracle make.",
    'leader',
    '--oracle exact --leader ./src/__NAME__.ts',
  ),
  packages: ['algorithms'],
};
