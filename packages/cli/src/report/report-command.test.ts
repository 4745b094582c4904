import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latestRun, resolveExperiment, runFolders, train } from '@firstmover/experiments';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstmover, jsonLines } from '../io/fake-io.fixture.ts';

let out: string;
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'report-'));
  const configs = resolveExperiment({
    game: 'matrix/IteratedBattle-v1',
    oracle: 'exact',
    leader: { name: 'ppo', learningRate: 0.1 },
    budget: { leaderSteps: 1000 },
    seeds: [0, 1],
  });
  for (const config of configs) await train(config, { out: join(out, 'runs') });
  mkdirSync(join(out, 'empty'));
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

describe('firstmover report', () => {
  it('writes a page on the runs of a folder, and says what it says first', async () => {
    const file = join(out, 'page.html');
    const { code, out: text, err } = await firstmover('report', join(out, 'runs'), '--out', file);
    expect([code, err]).toEqual([0, `wrote ${file}\n`]);
    expect(text).toMatch(
      /^exact \+ ppo reaches \d+% of the optimum\nOne method, 2 runs of 1 game; \d of 2 runs stay at the optimum\.\n {2}How good: /,
    );
    expect(readFileSync(file, 'utf8')).toContain('IteratedBattle-v1-exact-ppo-s1');
    expect((await firstmover('report', join(out, 'runs'), '--out', '-')).out).toBe(readFileSync(file, 'utf8'));
  });

  it('finds runs in folders inside, such as those of sweeps, and neither follows links nor looks into runs', async () => {
    const nested = join(out, 'nested');
    cpSync(join(out, 'runs'), join(nested, 'swept/deeper'), { recursive: true });
    cpSync(join(out, 'runs'), join(nested, '.hidden'), { recursive: true });
    symlinkSync(join(out, 'runs'), join(nested, 'link'));
    expect(runFolders(nested).map((folder) => folder.slice(nested.length + 1))).toEqual([
      'swept/deeper/IteratedBattle-v1-exact-ppo-s0',
      'swept/deeper/IteratedBattle-v1-exact-ppo-s1',
    ]);
    expect((await firstmover('report', nested, '--out', '-')).code).toBe(0);
    expect(latestRun(nested)).toMatch(/IteratedBattle-v1-exact-ppo-s[01]$/);
    expect(() => latestRun(join(out, 'empty'))).toThrow('holds no run folders');
  });

  it('prints one object with --json, and counts a run once', async () => {
    const run = join(out, 'runs', 'IteratedBattle-v1-exact-ppo-s0');
    const [found] = jsonLines(await firstmover('report', run, join(out, 'runs'), `${run}/`, '--out', join(out, 'page.html'), '--json'));
    expect(found).toMatchObject({ decided: 'alone', ranking: [{ method: 'exact + ppo', runs: 2, of: 2 }] });
  });

  it.each([
    [['nowhere'], /there is no folder ".*nowhere": expected a run folder/],
    [['empty'], /empty" holds no run folders: expected those of firstmover train/],
    [['page.html'], /cannot read .*page.html": ENOTDIR; expected a folder/],
    [['runs', '--out', 'x/y.html'], /cannot write .*ENOENT; expected a file in a folder that exists/],
    [['runs', '--out', '-', '--json'], /both write to standard output/],
  ])('refuses %j in one line', async ([path, flag, value, ...more], message) => {
    const paths = [join(out, path!), ...(flag ? [flag, value === '-' ? '-' : join(out, value!)] : []), ...more];
    const { code, err } = await firstmover('report', ...paths);
    expect(code).toBe(2);
    expect(err).toMatch(/^firstmover: [^\n]*\n$/);
    expect(err).toMatch(message);
  });
});
