import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstmover, jsonLines } from '../../io/fake-io.fixture.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(content: unknown): string {
  const path = join(folder, 'game.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const first = { probability: 0.5, leaderPayoff: [[2, 4], [1, 3]], followerPayoff: [[1, 0], [0, 1]] }; // prettier-ignore
const second = { probability: 0.5, leaderPayoff: [[0, 4], [0, 2]], followerPayoff: [[3, 0], [0, 1]] }; // prettier-ignore
const game = { kind: 'bayesian', title: 'Two types', types: [first, second] };

describe('bayesian documents', () => {
  it('are answered with one reply per type', async () => {
    const path = file(game);
    const outcome = await firstmover('exact', path, '--json');
    expect(outcome).toMatchObject({ code: 0, err: '' });
    const [answer] = jsonLines(outcome);
    expect(answer).toMatchObject({
      input: path,
      kind: 'bayesian',
      params: null,
      commitmentClass: 'mixed',
      commitment: [0.25, 0.75],
      reply: [1, 1],
      ties: 'strong',
      followerClass: null,
      attained: true,
      optimalReplies: [[1, 1]],
      unique: true,
      bestResponses: [[1], [0, 1]],
      method: 'profiles',
    });
    expect(answer?.['leaderValue']).toBeCloseTo(23 / 8, 12);
    expect(answer?.['followerValue']).toBeCloseTo(3 / 4, 12);
    const [pure] = jsonLines(await firstmover('exact', path, '--json', '--commitment', 'pure', '--ties', 'weak'));
    expect(pure).toMatchObject({ leaderValue: 2.5, commitment: [0, 1], method: 'scan', ties: 'weak' });
  });

  it('read for people', async () => {
    const { out } = await firstmover('exact', file({ ...game, leaderActions: ['north', 'south'] }));
    expect(out).toContain(
      'game.json: Two types\n\n  leader value    23/8 (2.875)  the most that a mixture of rows earns on average over the types\n',
    );
    expect(out).toContain('  action  probability\n  north           1/4\n  south           3/4\n');
    expect(out).toContain('  type    probability  reply     its payoff\n  type 0          1/2  column 1         3/4\n  type 1          1/2  column 1         3/4\n'); // prettier-ignore
    const { out: weak } = await firstmover('exact', file(game), '--ties', 'weak');
    expect(weak).toContain('a supremum: mixtures of rows come as close as you like, none reaches it');
    expect(weak).toContain('Each type replies with, on the way to the limit:');
  });

  it.each([
    [{ ...game, types: [] }, 'types is []: expected a list of types, at least one'],
    [{ ...game, types: [first, { ...second, followerPayoff: [[3, 0], [0, 'one']] }] }, 'types[1].followerPayoff[1][1] is "one": expected a number or a fraction'], // prettier-ignore
    [{ ...game, types: [first, { ...second, probability: 2 }] }, 'types[1].probability is 2: expected a number above 0 and at most 1'],
    [{ ...game, types: [first] }, 'the probabilities of types add up to 0.5: expected 1'],
    [{ ...game, types: [{ ...first, prior: 1 }] }, 'unknown key of types[0] "prior"'],
    [{ ...game, leaderPayoff: [[1]] }, '"leaderPayoff": what exists: kind, title, types, leaderActions'],
  ])('%j', async (document, message) => {
    const { code, out, err } = await firstmover('exact', file(document));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^firstmover: [^\n]*game\.json[^\n]*\n$/);
    expect(err).toContain(message);
  });
});
