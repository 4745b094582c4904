import type { ProvedAnswer } from '@firstmover/core';
import type { AskOptions } from '@firstmover/problems';
import { ask, problems, readProblem } from '@firstmover/problems';

/** What `firstmover exact` answers to a game: written as a document, read and asked as the command does. */
export async function answerTo(kind: string, fields: object, options: AskOptions = {}): Promise<ProvedAnswer> {
  const problem = readProblem(JSON.stringify({ kind, ...fields }), 'drawn.json', problems);
  return (await ask('the game', problem, options)).answer as ProvedAnswer;
}
