import type { Answer } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { problems } from './parts.generated.ts';
import type { Problem, ProblemKind } from './problem/problem.ts';
import { defineProblem } from './problem/problem.ts';
import { checkProblem, examineProblem } from './testing/check-problem.ts';

describe('every kind of problem', () => {
  it.each(problems)('$name keeps the rules of its kit', async (kind) => {
    await checkProblem(kind);
  });
});

const answer: Answer = {
  commitmentClass: 'mixed',
  followerClass: null,
  ties: 'strong',
  leaderValue: 1,
  upperBound: 1,
  followerValue: 0,
  commitment: [1],
  reply: 0,
  optimalReplies: null,
  attained: true,
  unique: null,
  evidence: { kind: 'optimal', by: 'enumeration' },
};
let calls = 0;

function kindWith(change: Partial<Problem>, told: Partial<Answer> = {}, lines: readonly string[] = ['something']): ProblemKind {
  const problem = (stake: unknown): Problem => ({
    kind: 'coin',
    description: 'a coin',
    params: null,
    commitments: ['mixed'],
    ties: ['strong', 'weak'],
    followers: [],
    answer: ({ ties }) => ({
      answer: { ...answer, ties, leaderValue: stake as number, upperBound: stake as number, ...told },
      leaderMeaning: 'the most',
      followerMeaning: 'what is left',
      lines,
    }),
    ...change,
  });
  return defineProblem({
    name: 'coin',
    about: 'A coin that the leader may bend.',
    source: 'our own',
    document: {
      fields: { stake: 'what is won' },
      example: '{"kind":"coin","stake":1}',
      read(field) {
        if (typeof field('stake') !== 'number') throw new Error(`stake is ${String(field('stake'))}: expected a number`);
        return problem(field('stake'));
      },
    },
  });
}

describe('the kit finds', () => {
  it.each<[string, string, ProblemKind]>([
    ['a problem of another kind', 'example', kindWith({ kind: 'other' })],
    ['an answer without a tie rule', 'answers', kindWith({}, { ties: null })],
    ['an answer to another tie rule', 'answers', kindWith({}, { ties: 'strong' })],
    ['another class of commitments', 'answers', kindWith({}, { commitmentClass: 'pure' })],
    ['another class of followers', 'answers', kindWith({}, { followerClass: 'rational' })],
    ['no number', 'answers', kindWith({}, { leaderValue: NaN })],
    ['no evidence that we know', 'answers', kindWith({}, { evidence: { kind: 'believed' } as unknown as Answer['evidence'] })],
    ['a field that is missing', 'answers', kindWith({}, { unique: undefined as unknown as null })],
    ['a value above its bound', 'bound', kindWith({}, { upperBound: 0.5 })],
    ['holes in what is said', 'words', kindWith({}, {}, ['the value is undefined'])],
    ['nothing said', 'words', kindWith({}, {}, [])],
    ['a solver that breaks', 'questions', kindWith({ answer: () => { throw new TypeError('x is not a function'); } })], // prettier-ignore
    [
      'another answer the second time',
      'again',
      kindWith({
        answer: ({ ties }) => ({
          answer: { ...answer, ties, commitment: [calls++] },
          leaderMeaning: 'a',
          followerMeaning: 'b',
          lines: ['c'],
        }),
      }),
    ],
  ])('%s', async (_what, rule, kind) => {
    const broken = (await examineProblem(kind)).filter(({ outcome }) => outcome === 'broken').map((finding) => finding.rule);
    expect(broken).toContain(rule);
  });
});
