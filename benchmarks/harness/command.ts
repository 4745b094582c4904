import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noJournal, openJournal } from './journal.ts';
import { readOptions } from './options.ts';
import { keptResults, writeResults } from './results.ts';
import { runStudy } from './run-study.ts';
import type { Run, Study } from './study.ts';

/** Studies that are run by one command, and what is written of them beside their results. */
export interface Command<One extends Study = Study> {
  /** The studies. */
  readonly studies: readonly One[];
  /** The folder of the results. */
  readonly folder: string;
  /** The folder of the journals (default `benchmarks/.studies`). */
  readonly journals?: string;
  /** What is made of a study's runs, by the name of the file. */
  files(study: One, runs: readonly Run[]): { readonly [file: string]: string };
  /** Writes what stands over all studies, a page for instance. */
  finish?(folder: string): void;
}

const JOURNALS = fileURLToPath(new URL('../.studies/', import.meta.url));

/**
 * Runs studies by their flags: `--only name,...`, `--seeds n`, `--first-seed k`, `--effort x`, `--continue`, `--dry`, `--render`, `--out folder`.
 *
 * @returns the exit code: 1 where something that must hold does not
 */
export async function runCommand<One extends Study>(
  command: Command<One>,
  argv: readonly string[],
  say: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Promise<number> {
  const { studies, journals = JOURNALS } = command;
  const { chosen, seeds, firstSeed, effort, continued, dry, render, out } = readOptions(studies, argv);
  const folder = out === undefined ? command.folder : resolve(out);
  let code = 0;
  for (const { study: any, arms } of chosen) {
    const study = studies.find(({ name }) => name === any.name)!;
    let results = render ? keptResults(study, folder) : undefined;
    if (render && !results) continue;
    if (!results) {
      const journal = dry ? noJournal : openJournal(resolve(journals, `${study.name}.jsonl`), continued ? [] : arms);
      const runs = await runStudy(study, { arms, ...(seeds === undefined ? {} : { seeds }), firstSeed, effort }, journal, say);
      // Read late, so that arms that another process has run at the same time stay.
      const others = arms.length < study.arms.length ? keptResults(study, folder) : undefined;
      results = { study: study.name, effort, runs: others ? replaced(others.runs, runs) : runs };
    }
    if (!dry) writeResults(results, command.files(study, results.runs), folder);
    for (const { what, holds, detail } of study.check(results.runs)) {
      say(`  ${holds ? 'holds' : 'FAILS'}: ${what} (${detail})`);
      if (!holds) code = 1;
    }
  }
  if (!dry) command.finish?.(folder);
  return code;
}

/** Kept rows with those of the same arms replaced, seed by seed. */
function replaced(kept: readonly Run[], runs: readonly Run[]): readonly Run[] {
  const arms = [...new Set([...kept, ...runs].map(({ arm }) => arm))];
  const others = kept.filter((row) => !runs.some(({ arm }) => arm === row.arm));
  return [...others, ...runs].sort((one, other) => one.seed - other.seed || arms.indexOf(one.arm) - arms.indexOf(other.arm));
}
