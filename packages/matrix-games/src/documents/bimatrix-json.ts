import { InputError, show, unknownName } from '@firstmover/core';
import { readBimatrix } from '../bimatrix/bimatrix.ts';
import type { BimatrixDocument } from './document.ts';
import { oneLine } from './document.ts';

const KEYS = ['kind', 'title', 'leaderPayoff', 'followerPayoff', 'leaderActions', 'followerActions'];

/**
 * Reads a bimatrix game from JSON: `{"kind": "bimatrix", "leaderPayoff": [[...]], "followerPayoff": [[...]]}`, rows are the leader's
 * actions; `title` and the names `leaderActions` and `followerActions` are optional.
 *
 * @param text - the content of the file
 * @param name - what to call the file in messages
 * @throws InputError naming the file and the key, row or cell that does not fit
 */
export function parseBimatrixJson(text: string, name: string): BimatrixDocument {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(`${name} is not valid JSON: ${oneLine((error as Error).message)}`);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new InputError(`${name} holds ${show(document)}: expected an object with the keys kind, leaderPayoff and followerPayoff`);
  }
  for (const key of Object.keys(document)) if (!KEYS.includes(key)) throw unknownName(`key of ${name}`, key, KEYS);
  const field = (key: string): unknown => (Object.hasOwn(document, key) ? (document as Record<string, unknown>)[key] : undefined);
  if (field('kind') !== 'bimatrix') throw new InputError(`kind of ${name} is ${show(field('kind'))}: expected "bimatrix"`);
  const title = field('title');
  if (title !== undefined && typeof title !== 'string') throw new InputError(`title of ${name} is ${show(title)}: expected a string`);
  const payoffs = readBimatrix(
    {
      leaderPayoff: field('leaderPayoff'),
      followerPayoff: field('followerPayoff'),
      leaderActions: field('leaderActions'),
      followerActions: field('followerActions'),
    },
    name,
  );
  return { kind: 'bimatrix', ...(title ? { title: oneLine(title) } : {}), ...payoffs };
}
