import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '@firstmover/core/testing';
import { expect, it } from 'vitest';
import { firstmover, jsonLines } from '../io/fake-io.fixture.ts';

it('says of every rule what became of it', async () => {
  const { code, out, err } = await firstmover('check', 'matrix/IteratedPrisonersDilemma', '--steps', '300', '--json');
  expect([code, err]).toEqual([0, '']);
  const findings = jsonLines({ code, out, err });
  expect(findings.map(({ rule }) => rule)).toEqual(Object.keys(RULES));
  expect(findings.find(({ rule }) => rule === 'optimum')).toMatchObject({ outcome: 'kept', game: 'matrix/IteratedPrisonersDilemma-v1' });
  expect(findings.find(({ rule }) => rule === 'isolation')).toMatchObject({ outcome: 'skipped' });
});

it('exits with 2 for a game that breaks one', async () => {
  const folder = mkdtempSync(join(import.meta.dirname, '.broken-'));
  try {
    const file = join(folder, 'broken.ts');
    writeFileSync(
      file,
      `import { defineGame, discrete } from '@firstmover/core';
export const broken = defineGame({
  id: 'my/Broken-v1',
  rules: () => ({
    players: [{ name: 'a', role: 'leader', observation: discrete(1), action: discrete(2) }],
    initial: () => ({}),
    step: (state) => ({ state, rewards: [Math.random()], terminated: true }),
    observe: () => 0,
  }),
});`,
    );
    const { code, out, err } = await firstmover('check', file, '--steps', '100');
    expect(code).toBe(2);
    expect(out).toMatch(/broken +hidden randomness +step uses Math.random/);
    expect(err).toMatch(/^firstmover: my\/Broken-v1 breaks \d of the rules of a game: .*hidden randomness\n$/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it.each([
  [['matrix/Escpe'], /did you mean matrix\/Escape-v1/],
  [['matrix/Escape', '--steps', '0'], /steps 0: expected an integer of at least 1/],
])('refuses %j', async (argv, message) => {
  const { code, err } = await firstmover('check', ...argv);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});
