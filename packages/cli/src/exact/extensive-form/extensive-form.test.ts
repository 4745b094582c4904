import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { finiteModel } from '@firstmover/core';
import { extensiveGame, parseEfg } from '@firstmover/matrix-games';
import { bestDeterministicCommitment } from '@firstmover/solvers';
import { firstmover, jsonLines } from '../../io/fake-io.fixture.ts';

const CENTIPEDE = `EFG 2 R "Centipede" { "One" "Two" }
p "" 1 1 "first" { "take" "pass" } 0
t "" 1 "" { 0.4, 0.1 }
p "" 2 1 "second" { "take" "pass" } 0
t "" 2 "" { 0.2, 0.8 }
p "" 1 2 "third" { "take" "pass" } 0
t "" 3 "" { 1.6, 0.4 }
p "" 2 2 "fourth" { "take" "pass" } 0
t "" 4 "" { 0.8, 3.2 }
t "" 5 "" { 6.4, 1.6 }
`;

let folder = '';
let path = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-'));
  path = join(folder, 'centipede.efg');
  writeFileSync(path, CENTIPEDE);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('answers an .efg file in JSON', async () => {
  const [answer] = jsonLines(await firstmover('exact', path, '--json'));
  expect(answer).toMatchObject({
    kind: 'extensive-form',
    leaderValue: expect.closeTo(52 / 35, 9) as number,
    commitmentClass: 'mixed',
    reply: [1, 0],
    optimalReplies: [[1, 0]],
    unique: true,
    attained: true,
    followerDecisions: [
      { informationSet: 'second', actions: ['take', 'pass'] },
      { informationSet: 'fourth', actions: ['take', 'pass'] },
    ],
  });
});

it('explains it', async () => {
  const { out } = await firstmover('exact', path);
  expect(out).toContain('leader value    52/35 (1.48571)  the most that a mixture of plans for the whole tree earns');
  expect(out).toMatch(/third +take +6\/7\n +pass +1\/7/);
  expect(out).toContain('This commitment is worth 52/35 (1.48571) where an indifferent follower helps, 1/5 (0.2) where it harms.');
});

it('agrees with the search over tables of the same tree as a game, for both tie rules', async () => {
  const game = extensiveGame({ id: 'my/Centipede-v1', form: parseEfg(CENTIPEDE, 'centipede.efg') }).create();
  for (const ties of ['strong', 'weak'] as const) {
    const [answer] = jsonLines(await firstmover('exact', path, '--json', '--commitment', 'pure', '--ties', ties));
    const { leaderValue } = bestDeterministicCommitment(finiteModel(game), { followerClass: 'rational', ties });
    expect(answer?.['leaderValue']).toBeCloseTo(leaderValue, 12);
    expect(leaderValue).toBeCloseTo(0.8, 12);
  }
});

it('a file that does not fit is one line with the place', async () => {
  const bad = join(folder, 'bad.efg');
  writeFileSync(bad, CENTIPEDE.slice(0, 100));
  const { code, err } = await firstmover('exact', bad);
  expect(code).toBe(2);
  expect(err).toMatch(/^firstmover: [^\n]*bad\.efg line \d+ column \d+: expected [^\n]*\n$/);
});
