import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { problems } from '@firstmover/problems';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import answerSchema from '@firstmover/core/schema/answer.json' with { type: 'json' };
import { createGames } from '../games/games.ts';
import { firstmover, jsonLines } from '../io/fake-io.fixture.ts';
import { readInput } from './read-input.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-'));
  for (const { name, content } of INPUTS) if (!name.startsWith('matrix/')) writeFileSync(join(folder, name), content);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const security = problems.find(({ name }) => name === 'security')!.document!.example;
interface Input {
  /** A game id, or the name of a file. */
  readonly name: string;
  /** What the file holds. */
  readonly content: string;
  /** The commitment whose value is not exact; null where all are. */
  readonly bounded: string | null;
}
const BOUNDED: { readonly [kind: string]: string } = { 'stochastic-game': 'stationary', iterated: 'mixed' };

/** Every kind of document and file format, the variants of a kind, and registered games. */
const INPUTS: readonly Input[] = [
  ...problems.flatMap(({ name, document }) =>
    document ? [{ name: `${name}.json`, content: document.example, bounded: BOUNDED[name] ?? null }] : [],
  ),
  { name: 'quantal.json', content: security.replace(/}$/, ',"attackerModel":{"kind":"qr","lambda":0.76}}'), bounded: 'mixed' },
  { name: 'schedules.json', content: security.replace('"resources":1', '"resources":[[[0],[1]]]'), bounded: null },
  ...problems.flatMap(({ file }) => (file ? [{ name: `file${file.extension}`, content: file.example, bounded: null }] : [])),
  { name: 'matrix/Conitzer-v1', content: '', bounded: null },
  { name: 'matrix/IteratedStagHunt-v1', content: '', bounded: null },
];
const isAnswer = new Ajv2020({ allErrors: true }).compile(answerSchema);

describe.each(INPUTS)('$name', ({ name, bounded }) => {
  it('answers every question it takes with the fields that all answers have, and a report without holes', async () => {
    const input = name.startsWith('matrix/') ? name : join(folder, name);
    const { kind, commitments, ties, followers } = readInput(input, {}, createGames(), problems);
    const choices = (flag: string, values: readonly string[]): string[][] =>
      values.length === 0 ? [[]] : values.map((value) => [flag, value]);
    let answered = 0;
    for (const commitment of choices('--commitment', commitments)) {
      for (const tie of choices('--ties', ties)) {
        for (const follower of choices('--follower', followers)) {
          const flags = [...commitment, ...tie, ...follower];
          const outcome = await firstmover('exact', input, '--json', ...flags);
          // The one combination that is refused.
          if (kind === 'iterated' && flags.includes('mixed') && flags.includes('weak')) {
            expect(outcome).toMatchObject({ code: 2, out: '' });
            continue;
          }
          expect(outcome, flags.join(' ')).toMatchObject({ code: 0, err: '' });
          const [answer] = jsonLines(outcome);
          expect(isAnswer(answer) || isAnswer.errors).toBe(true);
          expect(answer).toMatchObject({ format: 1, input, kind, ties: tie[1] ?? null, followerClass: follower[1] ?? null });
          const { optimalReplies: replies, reply } = answer as { optimalReplies: unknown[] | null; reply: unknown };
          // Where replies are of the form of the reply it is one of them.
          if (replies !== null && kind !== 'iterated') expect(replies).toContainEqual(reply);
          const isExact = commitment[1] !== bounded;
          expect((answer!['evidence'] as { kind: string }).kind, flags.join(' ')).toBe(isExact ? 'optimal' : 'bounded');
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
