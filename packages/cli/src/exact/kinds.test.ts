import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGames } from '../games/games.ts';
import { firstmover, jsonLines } from '../io/fake-io.fixture.ts';
import { DOCUMENT_KINDS, FILE_FORMATS } from './kinds.ts';
import { readProblem } from './read-problem.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-'));
  for (const { name, content } of INPUTS) if (!name.startsWith('matrix/')) writeFileSync(join(folder, name), content);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const security = DOCUMENT_KINDS.find(({ kind }) => kind === 'security')!.example;
const FILES: { readonly [extension: string]: string } = {
  '.nfg': 'NFG 1 R "" { "A" "B" } { 2 2 } 1 1 0 0 3 0 2 1',
  '.efg':
    'EFG 2 R "" { "A" "B" }\np "" 1 1 "" { "l" "r" } 0\np "" 2 1 "" { "x" "y" } 0\nt "" 1 "" { 2 1 }\nt "" 2 "" { 0 0 }\np "" 2 1 "" { "x" "y" } 0\nt "" 3 "" { 4 0 }\nt "" 4 "" { 1 1 }\n',
};
interface Input {
  /** A game id, or the name of a file. */
  readonly name: string;
  /** What the file holds. */
  readonly content: string;
  /** The commitment whose value is not exact; null where all are. */
  readonly bounded: string | null;
}
const BOUNDED: { readonly [kind: string]: string } = { 'stochastic-game': 'stationary', iterated: 'stochastic' };

/** Every kind of document and file format, the variants of a kind, and registered games. */
const INPUTS: readonly Input[] = [
  ...DOCUMENT_KINDS.map(({ kind, example }) => ({ name: `${kind}.json`, content: example, bounded: BOUNDED[kind] ?? null })),
  { name: 'quantal.json', content: security.replace(/}$/, ',"attackerModel":{"kind":"qr","lambda":0.76}}'), bounded: 'mixed' },
  { name: 'schedules.json', content: security.replace('"resources":1', '"resources":[[[0],[1]]]'), bounded: null },
  ...FILE_FORMATS.map(({ extension }) => ({ name: `file${extension}`, content: FILES[extension]!, bounded: null })),
  { name: 'matrix/Conitzer-v1', content: '', bounded: null },
  { name: 'matrix/IteratedStagHunt-v1', content: '', bounded: null },
];

describe.each(INPUTS)('$name', ({ name, bounded }) => {
  it('answers every question it takes with the fields that all answers have, and a report without holes', async () => {
    const input = name.startsWith('matrix/') ? name : join(folder, name);
    const { kind, commitments, ties, followers } = readProblem(input, {}, createGames());
    const choices = (flag: string, values: readonly string[]): string[][] =>
      values.length === 0 ? [[]] : values.map((value) => [flag, value]);
    let answered = 0;
    for (const commitment of choices('--commitment', commitments)) {
      for (const tie of choices('--ties', ties)) {
        for (const follower of choices('--follower', followers)) {
          const flags = [...commitment, ...tie, ...follower];
          const outcome = await firstmover('exact', input, '--json', ...flags);
          // The one combination that is refused.
          if (flags.includes('stochastic') && flags.includes('weak')) {
            expect(outcome).toMatchObject({ code: 2, out: '' });
            continue;
          }
          expect(outcome, flags.join(' ')).toMatchObject({ code: 0, err: '' });
          const [answer] = jsonLines(outcome);
          checkFields(answer!, { input, kind, ties: tie[1] ?? null, followerClass: follower[1] ?? null });
          const isExact = commitment[1] !== bounded;
          expect(Object.hasOwn(answer!, 'certifiedUpperBound'), flags.join(' ')).toBe(!isExact);
          const { out } = await firstmover('exact', input, ...flags);
          expect(out).toMatch(/^ {2}leader value {4,}\S/m);
          expect(out.includes('upper bound')).toBe(!isExact);
          expect(out.includes('Ties are')).toBe(ties.length > 0);
          expect(out).not.toMatch(/NaN|undefined|null|Infinity|\[object|0\.(3333|6666)/);
          answered++;
        }
      }
    }
    expect(answered).toBeGreaterThan(0);
  });
});

/** What the README says of every object. */
function checkFields(answer: { readonly [field: string]: unknown }, expected: { readonly [field: string]: unknown }): void {
  expect(answer).toMatchObject({
    ...expected,
    leaderValue: expect.any(Number),
    followerValue: expect.any(Number),
    commitmentClass: expect.any(String),
    attained: expect.any(Boolean),
  });
  for (const field of ['params', 'commitment', 'response', 'allOptimalReplies', 'leaderStrategyUnique'])
    expect(answer).toHaveProperty(field);
  expect([true, false, null]).toContain(answer['leaderStrategyUnique']);
  expect(answer['commitment']).not.toBeNull();
  const { allOptimalReplies: replies, response, certifiedUpperBound: bound } = answer;
  expect(replies === null || (Array.isArray(replies) && replies.length > 0)).toBe(true);
  // Where replies are of the form of the response it is one of them.
  if (replies !== null && answer['kind'] !== 'iterated') expect(replies).toContainEqual(response);
  if (bound !== undefined) expect(bound).toBeGreaterThanOrEqual(answer['leaderValue'] as number);
}
