import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Effort, Run } from './study.ts';

/** An arm that has been run with one seed. */
export interface Finished {
  /** The arm. */
  readonly arm: string;
  /** The seed. */
  readonly seed: number;
  /** How much was spent. */
  readonly effort: Effort;
  /** Its rows. */
  readonly runs: readonly Run[];
}

/** What is finished of a study, a line of JSON each, so that a run that is cut off can be taken up. */
export interface Journal {
  /** What was there at the beginning. */
  readonly finished: readonly Finished[];
  /** Writes one down. */
  add(finished: Finished): void;
}

/**
 * Opens the journal in a file: where it ended, or without the arms that begin anew. Those of other arms stay, so that arms can be run at the same time by
 * several processes. A last line that was cut off is dropped.
 */
export function openJournal(file: string, anew: readonly string[]): Journal {
  const whole = existsSync(file) ? readFileSync(file, 'utf8').replace(/[^\n]*$/, '') : '';
  mkdirSync(dirname(file), { recursive: true });
  const lines = whole.split('\n').filter((line) => line !== '' && !anew.includes((JSON.parse(line) as Finished).arm));
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return {
    finished: lines.map((line) => JSON.parse(line) as Finished),
    add: (finished) => appendFileSync(file, `${JSON.stringify(finished)}\n`),
  };
}

/** A journal that keeps nothing. */
export const noJournal: Journal = { finished: [], add: () => undefined };
