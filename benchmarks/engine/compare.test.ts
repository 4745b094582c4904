import { describe, expect, it } from 'vitest';
import type { Run } from '../harness/study.ts';
import type { Workload } from './compare.ts';
import { answers, valueName } from './compare.ts';
import { isMet } from './page.ts';
import type { Command, Peers } from './peers.ts';
import type { System } from './systems.ts';
import { Turns } from './systems.ts';

const peers: Peers = { found: {}, missing: {}, ours: () => ({ missing: 'none' }), python: () => ({ missing: 'none' }) };
const system = (name: string, command: Command, serves = false): System => ({
  name,
  label: name,
  threads: 1,
  command: () => command,
  serves,
});
const program = (text: string): Command => ({ file: process.execPath, args: ['-e', text, '--'], env: process.env });

const workload: Workload = {
  name: 'sums',
  about: new URL('./workloads/dqn.md', import.meta.url),
  figures: [
    { name: 'steps', label: 'steps', unit: 'steps/s' },
    { name: 'solved', label: 'solved', unit: 'seconds' },
  ],
  systems: [],
  comparisons: [
    { about: 'steps', ours: ['us', 'steps'], theirs: ['them', 'steps'], clock: 'cpu', asked: 3 },
    { about: 'time', ours: ['us', 'solved'], theirs: ['them', 'solved'], clock: 'wall', asked: 3 },
    { about: 'alone', ours: ['us', 'solved'], clock: 'wall', asked: 3 },
    { about: 'nobody', ours: ['us', 'steps'], theirs: ['nobody', 'steps'], clock: 'cpu', asked: 3 },
  ],
};

function round(seed: number, us: number, them: number | null): Run {
  const both = (name: string, value: number | null): Record<string, number | null> => ({
    [valueName(name, 'steps', 'cpu')]: value,
    [valueName(name, 'steps', 'wall')]: null,
    [valueName(name, 'solved', 'wall')]: value,
  });
  return { arm: 'sums', seed, values: { ...both('us', us), ...both('them', them) } };
}

describe('comparisons', () => {
  const all = answers(workload, [round(0, 8, 2), round(1, 10, 2), round(2, 100, null), round(3, 12, 2)]);

  it('take ratios within a round, of rates ours over theirs and of seconds theirs over ours', () => {
    expect(all[0]!.measured).toEqual({ median: 5, lowest: 4, highest: 6 });
    expect(all[1]!.measured).toEqual({ median: 1 / 5, lowest: 1 / 6, highest: 1 / 4 });
    expect(all[0]!.otherClock).toBeNull();
  });

  it('hold a bar against the median: at least where more is better, at most for seconds of ours alone', () => {
    expect(all.map((answer) => isMet(workload, answer))).toEqual([true, false, false, undefined]);
    const fast = answers(workload, [round(0, 2, 2)]);
    expect(fast.map((answer) => isMet(workload, answer))).toEqual([false, false, true, undefined]);
  });
});

describe('turns', () => {
  const SERVES = `process.stdin.on('data', () => console.log(JSON.stringify({ figures: {}, pid: process.pid }))); console.log('{"ready":true}')`;

  it('ask a system that stays alive again, and start the others anew', async () => {
    const turns = new Turns(peers);
    const alive = system('alive', program(SERVES), true);
    const anew = system('anew', program('console.log("warning"); console.log(JSON.stringify({ figures: {}, pid: process.pid }))'));
    const [first, second] = [await turns.take(alive), await turns.take(alive)];
    expect(second).toEqual(first);
    expect(first).toMatchObject({ figures: {} });
    expect(await turns.take(anew)).not.toEqual(await turns.take(anew));
    turns.end();
  });

  it('say why there is no sample, and give no other turn to what failed', async () => {
    const turns = new Turns(peers);
    expect(await turns.take(system('missing', { missing: 'not installed' }))).toBe('not installed');
    const failing = system('failing', program('process.stderr.write("no " + process.pid); process.exit(1)'));
    const why = await turns.take(failing);
    expect(why).toMatch(/^it failed: no \d+$/);
    expect(await turns.take(failing)).toBe(why);
  });
});
