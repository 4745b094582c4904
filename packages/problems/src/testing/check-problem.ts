import type { Answer } from '@firstmover/core';
import { EVIDENCE, InputError, RefusedError, show } from '@firstmover/core';
import type { Finding, PartRule, Rules } from '@firstmover/core/testing';
import { PART_RULES, checkPartRules, deepFreeze, examination, expectThat, refusalOf, requireKept } from '@firstmover/core/testing';
import { ask } from '../problem/ask.ts';
import type { Problem, ProblemKind, Question, Told } from '../problem/problem.ts';
import { readProblem } from '../problem/read.ts';

const OWN = {
  example: 'the examples of its documents and files are read',
  fields: 'a field of a document that is missing, or is no number, list or text that fits, is refused in one line',
  questions: 'every question that its problems list is answered, or refused in one line',
  answers: 'every answer names its classes, tie rule, bound and evidence, and they are those that were asked for',
  bound: 'no value is above its upper bound',
  again: 'the same question has the same answer',
  words: 'what is said to people has no holes and no line breaks inside a line',
} as const;

/** The name of one of {@link PROBLEM_RULES}. */
export type ProblemRule = PartRule | keyof typeof OWN;

/** What a kind of problem is checked for, in the order in which it is reported. */
export const PROBLEM_RULES: { readonly [rule in ProblemRule]: string } = { ...PART_RULES, ...OWN };

/**
 * Checks that a kind of problem keeps the rules that the command relies on, and throws if it does not.
 *
 * @throws InputError that lists every rule broken, each with its first violation
 */
export async function checkProblem(kind: ProblemKind): Promise<void> {
  requireKept(`problem ${kind.name}`, await examineProblem(kind));
}

/** Checks a kind of problem as {@link checkProblem} does, by its examples, and says what became of every rule. */
export async function examineProblem(kind: ProblemKind): Promise<Finding<ProblemRule>[]> {
  const rules = examination(PROBLEM_RULES);
  checkPartRules(kind, {}, rules as Rules<PartRule>);
  const { document, file } = kind;
  const examples = [
    ...(document ? [{ name: 'example.json', text: document.example }] : []),
    ...(file ? [{ name: `example${file.extension}`, text: file.example }] : []),
  ];
  const problems: Problem[] = [];
  for (const { name, text } of examples) {
    rules.check('example', () => {
      const problem = readProblem(text, name, [kind]);
      expectThat(problem.kind === kind.name, () => `${name} is read as a problem of kind ${show(problem.kind)}: expected ${kind.name}`);
      problems.push(deepFreeze(problem));
    });
  }
  if (document) checkFields(kind, document.example, rules);
  else rules.skip('fields', 'it has no documents');
  for (const problem of problems) {
    for (const question of questionsOf(problem)) await checkAnswer(problem, question, rules);
  }
  if (examples.length > 0) return rules.findings();
  for (const rule of Object.keys(OWN) as (keyof typeof OWN)[]) rules.skip(rule, 'it has neither documents nor files, which have examples');
  return rules.findings();
}

function checkFields(kind: ProblemKind, example: string, rules: Rules<ProblemRule>): void {
  rules.check('fields', () => {
    const fields = JSON.parse(example) as { readonly [field: string]: unknown };
    for (const field of Object.keys(fields)) {
      if (field === 'kind') continue;
      // Anything that is not JSON's own is no value of a document; a field may be optional.
      for (const wrong of [null, { none: 1 }, 'x']) {
        const text = JSON.stringify({ ...fields, [field]: wrong });
        const refusal = refusalOf(() => readProblem(text, 'wrong.json', [kind]));
        expectThat(refusal === undefined || !refusal.includes('\n'), () => `${field}: ${show(wrong)} is refused in several lines`);
        expectThat(refusal !== undefined || wrong === null, () => `${field}: ${show(wrong)} is read without a word`);
      }
      const left = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field));
      refusalOf(() => readProblem(JSON.stringify(left), 'short.json', [kind]));
    }
  });
}

/** Every combination of what can be asked of a problem. */
function questionsOf({ commitments, ties, followers }: Problem): Question[] {
  return commitments.flatMap((commitment) =>
    (ties.length > 0 ? ties : (['strong'] as const)).flatMap((tie) =>
      (followers.length > 0 ? followers : [null]).map((follower) => ({ commitment, ties: tie, follower })),
    ),
  );
}

async function checkAnswer(problem: Problem, question: Question, rules: Rules<ProblemRule>): Promise<void> {
  const asked = JSON.stringify(question);
  const given = {
    commitment: question.commitment,
    ...(problem.ties.length > 0 ? { ties: question.ties } : {}),
    ...(question.follower ? { follower: question.follower } : {}),
  };
  let told: Told;
  let again: Told;
  try {
    told = await ask('the example', problem, given);
    again = await ask('the example', problem, given);
  } catch (error) {
    const isRefusal = error instanceof InputError || error instanceof RefusedError;
    if (!isRefusal || error.message.includes('\n')) rules.report('questions', `${asked} threw ${String(error)}`);
    return;
  }
  const { answer, lines, leaderMeaning, followerMeaning } = told;
  rules.check('answers', () => {
    const fault = faultOf(answer, problem, question);
    expectThat(fault === undefined, () => `${asked}: ${fault!}`);
  });
  rules.check('bound', () => {
    const { leaderValue, upperBound } = answer;
    const slack = 1e-9 * Math.max(1, Math.abs(leaderValue));
    expectThat(upperBound === null || leaderValue <= upperBound + slack, () => `${asked}: ${leaderValue} is above ${String(upperBound)}`);
  });
  rules.check('again', () => {
    expectThat(JSON.stringify(again.answer) === JSON.stringify(answer), () => `${asked} has another answer the second time`);
  });
  rules.check('words', () => {
    for (const line of [...lines, leaderMeaning, followerMeaning])
      expectThat(!/NaN|undefined|null|Infinity|\[object/.test(line), () => `${asked}: ${show(line)}`);
    expectThat(lines.length > 0 && leaderMeaning !== '' && followerMeaning !== '', () => `${asked}: nothing is said`);
  });
}

const FIELDS: readonly (keyof Answer)[] = [
  'commitmentClass',
  'followerClass',
  'ties',
  'leaderValue',
  'upperBound',
  'followerValue',
  'commitment',
  'reply',
  'optimalReplies',
  'attained',
  'unique',
  'evidence',
];

function faultOf(answer: Answer, problem: Problem, question: Question): string | undefined {
  const missing = FIELDS.find((field) => answer[field] === undefined);
  if (missing) return `${missing} is missing`;
  const ties = problem.ties.length > 0 ? question.ties : null;
  if (answer.commitmentClass !== question.commitment) return `commitmentClass is ${show(answer.commitmentClass)}: expected what was asked`;
  if (answer.ties !== ties) return `ties is ${show(answer.ties)}: expected ${show(ties)}`;
  if (answer.followerClass !== question.follower)
    return `followerClass is ${show(answer.followerClass)}: expected ${show(question.follower)}`;
  if (!Number.isFinite(answer.leaderValue)) return `leaderValue is ${show(answer.leaderValue)}: expected a finite number`;
  if (!EVIDENCE.includes(answer.evidence.kind)) return `evidence is ${show(answer.evidence)}: expected one of ${EVIDENCE.join(', ')}`;
  if (answer.optimalReplies?.length === 0) return 'optimalReplies is empty: expected null where they are not listed';
  return undefined;
}
