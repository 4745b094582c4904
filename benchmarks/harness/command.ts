import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noJournal, openJournal } from './journal.ts';
import { readOptions } from './options.ts';
import { runStudy } from './run-study.ts';
import type { Effort, Run, Study } from './study.ts';

/** Studies that are run by one command, and what is written of them. */
export interface Command<One extends Study = Study> {
  /** The studies. */
  readonly studies: readonly One[];
  /** The folder of the results. */
  readonly folder: string;
  /** The folder of the journals (default `benchmarks/.studies`). */
  readonly journals?: string;
  /** The runs that were written before. */
  kept(study: One, folder: string): readonly Run[] | undefined;
  /** Writes results; `arms` are those that were run, what was kept of others stays. */
  write(study: One, runs: readonly Run[], effort: Effort, folder: string): void;
  /** Writes what stands over all studies, a page for instance. */
  finish(folder: string): void;
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
    let runs = render ? command.kept(study, folder) : undefined;
    if (render && !runs) continue;
    if (!runs) {
      const journal = dry ? noJournal : openJournal(resolve(journals, `${study.name}.jsonl`), continued ? [] : arms);
      runs = await runStudy(study, { arms, seeds: seeds ?? study.seeds ?? 10, firstSeed, effort }, journal, say);
      if (arms.length < study.arms.length) runs = replaced(command.kept(study, folder) ?? [], runs);
    }
    if (!dry) command.write(study, runs, effort, folder);
    for (const { what, holds, detail } of study.check(runs)) {
      say(`  ${holds ? 'holds' : 'FAILS'}: ${what} (${detail})`);
      if (!holds) code = 1;
    }
  }
  if (!dry) command.finish(folder);
  return code;
}

/** Kept rows with those of the same arms replaced, seed by seed. */
function replaced(kept: readonly Run[], runs: readonly Run[]): readonly Run[] {
  const arms = [...new Set([...kept, ...runs].map(({ arm }) => arm))];
  const others = kept.filter((row) => !runs.some(({ arm }) => arm === row.arm));
  return [...others, ...runs].sort((one, other) => one.seed - other.seed || arms.indexOf(one.arm) - arms.indexOf(other.arm));
}
