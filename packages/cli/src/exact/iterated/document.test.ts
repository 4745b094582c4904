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

const dilemma = { kind: 'iterated', leaderPayoff: [[3, 1], [4, 2]], followerPayoff: [[3, 4], [1, 2]], steps: 10, rewardOffset: -2.5, memory: 'other' }; // prettier-ignore
const repeated = {
  kind: 'stochastic-game',
  leaderReward: [[[2, 4], [1, 3]]], // prettier-ignore
  followerReward: [[[1, 0], [0, 1]]], // prettier-ignore
  transition: [[[[1], [1]], [[1], [1]]]], // prettier-ignore
  discount: 0.9,
  initialDistribution: [1],
};

describe('iterated documents', () => {
  it('are answered as the registered game is, for both followers', async () => {
    const path = file(dilemma);
    const [stationary] = jsonLines(await firstmover('exact', path, '--json'));
    expect(stationary).toMatchObject({
      kind: 'iterated',
      params: null,
      leaderValue: 6,
      commitmentClass: 'pure',
      unique: true,
    });
    const [rational] = jsonLines(await firstmover('exact', path, '--json', '--follower', 'rational'));
    expect(rational).toMatchObject({ leaderValue: 4, followerClass: 'rational' });
  });

  it('are answered with probabilities and a certificate on demand', async () => {
    const path = file(dilemma);
    const [answer] = jsonLines(await firstmover('exact', path, '--json', '--commitment', 'mixed'));
    expect(answer).toMatchObject({ commitmentClass: 'mixed', followerClass: 'stationary', ties: 'strong' });
    expect(answer?.['leaderValue']).toBeCloseTo(9.838304, 5);
    expect(answer?.['upperBound']).toBeLessThan(9.83831);
    const { out } = await firstmover('exact', path, '--commitment', 'mixed', '--follower', 'rational');
    expect(out).toContain('17/2');
    expect(out).toContain('upper bound');
    expect(out).toContain('a step of 0.001 away from ties earns');
    const { err } = await firstmover('exact', path, '--commitment', 'mixed', '--ties', 'weak');
    expect(err).toContain('ties weak does not apply to commitment mixed');
  });

  it.each([
    [{ ...dilemma, steps: 0 }, 'steps of document/Iterated-v1 is 0: expected an integer from 1 to 1000'],
    [{ ...dilemma, memory: 'all' }, 'memory of document/Iterated-v1 is "all": expected'],
    [{ ...dilemma, followerPayoff: [[1]] }, 'followerPayoff is 1x1 but leaderPayoff is 2x2'],
  ])('%j', async (document, message) => {
    const { code, err } = await firstmover('exact', file(document));
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('stochastic-game documents', () => {
  it('are answered with a certificate', async () => {
    const path = file(repeated);
    const [answer] = jsonLines(await firstmover('exact', path, '--json'));
    expect(answer).toMatchObject({
      kind: 'stochastic-game',
      commitmentClass: 'stationary',
      followerClass: 'rational',
      reply: [1],
      optimalReplies: [[1]],
    });
    expect(answer?.['leaderValue']).toBeCloseTo(35, 5);
    expect(answer?.['upperBound']).toBeLessThan(35.0001);
    const { out } = await firstmover('exact', path);
    expect(out).toContain('The leader commits to probabilities per state, and the follower replies:');
    expect(out).toContain('state 0');
  });

  it.each([
    [{ ...repeated, discount: 1 }, 'discount is 1'],
    [{ ...repeated, transition: [[[[0.5], [1]], [[1], [1]]]] }, 'transition[0][0][0] sums to 0.5: expected 1'], // prettier-ignore
    [{ ...repeated, initialDistribution: [0.5, 0.5] }, 'initialDistribution has 2 probabilities'],
  ])('%j', async (document, message) => {
    const { code, err } = await firstmover('exact', file(document));
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
