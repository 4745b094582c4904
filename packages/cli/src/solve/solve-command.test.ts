import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import answerSchema from '@firstmover/core/schema/answer.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstmover, jsonLines } from '../io/fake-io.fixture.ts';

const isAnswer = new Ajv2020({ allErrors: true }).compile(answerSchema);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const quick = ['--leader-steps', '2000'];

describe('firstmover solve', () => {
  it('prints an answer by the schema, and the same as the result of train', async () => {
    const parts = ['--oracle', 'exact', '--leader', 'reinforce', '--seed', '3'];
    const outcome = await firstmover('solve', 'matrix/IteratedChicken-v1', ...parts, ...quick, '--json');
    expect(outcome.code).toBe(0);
    const [{ seconds, ...solved }] = jsonLines(outcome) as [{ seconds: number }];
    expect(seconds).toBeGreaterThan(0);
    expect(isAnswer(solved) || isAnswer.errors).toBe(true);
    const plan = ['--game', 'matrix/IteratedChicken-v1', ...parts, '--set', 'budget.leaderSteps=2000', '--out', join(folder, 'runs')];
    const [{ folder: run }] = jsonLines(await firstmover('train', ...plan, '--json')) as [{ folder: string }];
    const text = readFileSync(join(run, 'result.json'), 'utf8');
    expect(text).toBe(`${JSON.stringify(solved, null, 2)}\n`);
    expect(isAnswer(JSON.parse(text))).toBe(true);
  });

  it('tells people what was learned, how sure that is, and what happens', async () => {
    const { out, code } = await firstmover('solve', 'matrix/IteratedPrisonersDilemma-v1', '--oracle', 'exact', '--seed', '2');
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}leader value +6 {2}against an exact best response, ties against the leader$/m);
    expect(out).toContain('What happens: defect/cooperate, then cooperate/cooperate ×9 (leader/follower).');
    expect(out).toContain('Proved: against a stationary follower no deterministic policy');
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  it('takes settings of parts, and a follower that counts the rounds', async () => {
    const argv = ['solve', 'matrix/IteratedPrisonersDilemma-v1', '--oracle', 'exact', '--follower', 'rational', ...quick];
    const [answer] = jsonLines(await firstmover(...argv, '--set', 'leader.learningRate=0.2', '--leader', 'ppo', '--json'));
    expect(answer).toMatchObject({ followerClass: 'rational', oracle: 'exact', leader: 'ppo', reply: null });
  });

  it.each([
    [['--follower', 'rational'], '--follower rational needs --oracle exact'],
    [['--method', 'tabular-q', '--follower', 'rational'], 'has no effect with method tabular-q'],
    [['--oracle', 'exct'], 'did you mean exact?'],
    [['--method', 'exact', '--oracle', 'exact'], 'oracle has no effect with method "exact"'],
    [['--oracle', 'exact', '--pretraining-steps', '5'], 'no follower is trained beforehand'],
    [['--oracle', 'exact', '--leader', 'ppo', '--set', 'leader.learningRte=1'], 'did you mean learningRate'],
    [['--leader-steps', '0'], 'budget.leaderSteps is 0'],
    [['--seed', '-1'], 'seed -1'],
  ])('refuses %j in one line', async (flags, message) => {
    const { code, out, err } = await firstmover('solve', 'matrix/Escape-v1', ...flags);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^firstmover: [^\n]*\n$/);
    expect(err).toContain(message);
  });
});
