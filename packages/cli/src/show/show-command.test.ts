import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveExperiment, train } from '@firstmover/experiments';
import { expect, it } from 'vitest';
import { firstmover } from '../io/fake-io.fixture.ts';

it('prints an episode as text: every step, who did, earned and sees what', async () => {
  const { code, out, err } = await firstmover('show', 'matrix/IteratedPrisonersDilemma', '--param', 'steps=3');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^start\n {2}leader; sees start\n {2}follower; sees start\n/);
  expect(out).toMatch(/step 1\n {2}leader: (cooperate|defect), earns -?\d\.5; sees after /);
  expect(out).toContain('step 3, over\n');
  expect((await firstmover('show', 'matrix/IteratedPrisonersDilemma', '--param', 'steps=3', '--text')).out).toBe(out);
  expect((await firstmover('show', 'matrix/IteratedPrisonersDilemma', '--param', 'steps=3', '--seed', '1')).out).not.toBe(out);
});

it('leaves out the middle of long episodes', async () => {
  const { out } = await firstmover('show', 'matrix/IteratedChicken', '--param', 'steps=100');
  expect(out).toContain('step 8\n');
  expect(out).toContain('(89 steps)\nstep 98\n');
  expect(out).toContain('step 100, over\n');
});

it('writes a picture, to a file or to standard output', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'show-'));
  try {
    const file = join(folder, 'episode.svg');
    expect(await firstmover('show', 'matrix/Escape-v1', '--svg', file)).toEqual({ code: 0, out: '', err: `wrote ${file}\n` });
    const written = readFileSync(file, 'utf8');
    expect(written).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox[\s\S]*<title>An episode of matrix\/Escape-v1<\/title>[\s\S]*<\/svg>\n$/,
    );
    expect((await firstmover('show', 'matrix/Escape-v1', '--svg', '-')).out).toBe(written);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('plays what a run learned', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'show-'));
  try {
    const [config] = resolveExperiment({
      game: { id: 'matrix/IteratedBattle-v1', parameters: { steps: 3 } },
      oracle: 'tabular-q',
      leader: { name: 'ppo', learningRate: 0.1 },
      budget: { leaderSteps: 40_000 },
    });
    const { folder: run, result } = await train(config!, { out: folder });
    const { code, out, err } = await firstmover('show', 'matrix/IteratedBattle-v1', '--policy', run);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('step 3, over\n');
    // What is shown is what was verified: the leader's table, and its return against a follower without regret.
    const earned = (player: string): number =>
      [...out.matchAll(new RegExp(`${player}: \\w+, earns (-?[\\d.]+)`, 'g'))].reduce((sum, [, reward]) => sum + Number(reward), 0);
    const { commitment, followerValue, bestResponseGap } = result!;
    const first = commitment!.actions[commitment!.probabilities[0]!.indexOf(1)]!;
    expect(out).toContain(`step 1\n  leader: ${first}, earns`);
    expect(followerValue! - earned('follower')).toBeCloseTo(bestResponseGap!, 9);
    expect((await firstmover('show', 'matrix/IteratedHero-v1', '--policy', run)).err).toMatch(
      /is a run of "matrix\/IteratedBattle-v1": expected one of/,
    );
    expect((await firstmover('show', 'matrix/IteratedBattle-v1', '--policy', run, '--param', 'steps=4')).err).toMatch(
      /--param has no effect beside --policy/,
    );
    expect((await firstmover('show', 'matrix/IteratedBattle-v1', '--policy', folder)).err).toMatch(/config.json/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each([
  [['matrix/Escpe-v1'], /unknown game id "matrix\/Escpe-v1": did you mean matrix\/Escape-v1/],
  [['matrix/Escape-v1', '--seed', 'x'], /--seed is "x": expected an integer/],
  [['matrix/Escape-v1', '--seed', '-1'], /seed -1/],
  [['matrix/Escape-v1', '--param', 'rounds=2'], /unknown parameter of matrix\/Escape-v1 "rounds"/],
  [['matrix/Escape-v1', '--text', '--svg', 'x.svg'], /--svg <file>' cannot be used with option '--text'/],
  [['matrix/Escape-v1', '--svg', '/no/such/folder/x.svg'], /cannot write "\/no\/such\/folder\/x.svg": ENOENT/],
])('refuses %j', async (argv, message) => {
  const { code, out, err } = await firstmover('show', ...argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(message);
});
