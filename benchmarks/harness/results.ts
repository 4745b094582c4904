import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Effort, Run, Study } from './study.ts';

/** What is kept of a study, in a file with its name. */
export interface Results {
  /** The study. */
  readonly study: string;
  /** How much was spent; 1 as on the page. */
  readonly effort: Effort;
  /** All runs. */
  readonly runs: readonly Run[];
}

/** What is kept of a study in a folder, if anything is. */
export function keptResults({ name }: Study, folder: string): Results | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : undefined;
}

/** Writes results, a line for each run, and what is made of them. */
export function writeResults({ study, effort, runs }: Results, files: { readonly [file: string]: string }, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const lines = runs.map((run) => JSON.stringify(run)).join(',\n');
  writeFileSync(join(folder, `${study}.json`), `{"study":${JSON.stringify(study)},"effort":${effort},"runs":[\n${lines}\n]}\n`);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
}
