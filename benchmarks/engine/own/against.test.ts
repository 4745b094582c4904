import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { measureAgainst, ratiosOf, tableOf } from './against.ts';

const measured = (seconds: number, answer = 1): { seconds: number; answer: number } => ({ seconds, answer });

describe('ratios of rounds', () => {
  it('are old time over new, the median of the rounds, and a geometric mean over the workloads', () => {
    const rounds = new Map([
      ['doubled in speed', [2, 2.2, 1.8].map((seconds) => [measured(seconds), measured(seconds / 2)] as const)],
      ['half as fast', [1, 1.1, 0.9].map((seconds) => [measured(seconds), measured(seconds * 2, 7)] as const)],
    ]);
    const ratios = ratiosOf(rounds, ['other: not here']);
    expect(ratios.workloads[0]).toMatchObject({ ratio: { value: 2, low: 2, high: 2 }, old: 2, new: 1, same: true });
    expect(ratios.workloads[1]).toMatchObject({ ratio: { value: 0.5 }, old: 1, new: 2, same: false });
    expect(ratios.overall.value).toBeCloseTo(1, 12);
    expect(tableOf(ratios)).toMatch(
      /half as fast .*the two did not compute the same\)\nall workloads .*1\.000 .*\nnot compared: other: not here$/s,
    );
  });
});

describe('a checkout', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'firstmover-against-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is refused in one line where it is none, is not installed, or there are too few rounds', async () => {
    const say = (): void => undefined;
    await expect(measureAgainst(folder, 1, say)).rejects.toThrow('--rounds 1: expected an integer of at least 2');
    await expect(measureAgainst(folder, 2, say)).rejects.toThrow('expected a checkout with packages/core/src');
    mkdirSync(join(folder, 'packages/core/src'), { recursive: true });
    writeFileSync(join(folder, 'packages/core/src/index.ts'), '');
    await expect(measureAgainst(folder, 2, say)).rejects.toThrow('expected its dependencies in node_modules; run npm run setup there');
  });

  it('runs its own program on its own packages, and what differs in its work is left', async () => {
    const program = (name: string): string =>
      `console.log(JSON.stringify(process.argv[2] === undefined ? [{ name: '${name}', work: 'other work' }] : { seconds: 1, answer: 1 }));`;
    mkdirSync(join(folder, 'packages/core/src'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    mkdirSync(join(folder, 'benchmarks/engine/own'), { recursive: true });
    writeFileSync(join(folder, 'packages/core/src/index.ts'), '');
    writeFileSync(join(folder, 'benchmarks/engine/own/workloads.ts'), program('DQN, cart-pole'));
    await expect(measureAgainst(folder, 2, () => undefined)).rejects.toThrow('expected a workload in common, found none');
  });
});
