import { expect, expectTypeOf, it } from 'vitest';
import type { Answer, Evidence } from './answer.ts';
import { EVIDENCE, isAtLeast } from './answer.ts';

const answer: Answer<readonly number[], number> = {
  commitmentClass: 'mixed',
  followerClass: 'stationary',
  ties: 'strong',
  leaderValue: 11 / 3,
  upperBound: 11 / 3,
  followerValue: 1,
  commitment: [1 / 3, 2 / 3],
  reply: 1,
  optimalReplies: [1],
  attained: true,
  unique: true,
  evidence: { kind: 'optimal', by: 'floating' },
};

it('is no answer without class, tie rule or evidence', () => {
  const { commitmentClass, followerClass, ties, evidence, ...value } = answer;
  // @ts-expect-error: a value without its classes, tie rule and evidence
  expectTypeOf(value).toExtend<Answer>();
  // @ts-expect-error: without the class of commitments
  expectTypeOf({ ...value, followerClass, ties, evidence }).toExtend<Answer>();
  // @ts-expect-error: without the class of followers
  expectTypeOf({ ...value, commitmentClass, ties, evidence }).toExtend<Answer>();
  // @ts-expect-error: without the tie rule
  expectTypeOf({ ...value, commitmentClass, followerClass, evidence }).toExtend<Answer>();
  // @ts-expect-error: without evidence
  expectTypeOf({ ...value, commitmentClass, followerClass, ties }).toExtend<Answer>();
  // @ts-expect-error: optimal by nothing
  const proved: Evidence = { kind: 'optimal' };
  expect(proved.kind).toBe('optimal');
  expectTypeOf(answer).toExtend<Answer>();
});

it('compares evidence', () => {
  expect(EVIDENCE).toEqual(['optimal', 'bounded', 'verified', 'probed', 'simulated']);
  expect(isAtLeast({ kind: 'optimal', by: 'rational' }, 'bounded')).toBe(true);
  expect(isAtLeast({ kind: 'verified' }, 'verified')).toBe(true);
  expect(isAtLeast({ kind: 'simulated', episodes: 9 }, 'probed')).toBe(false);
});
