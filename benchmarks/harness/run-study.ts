import type { Finished, Journal } from './journal.ts';
import type { Effort, Run, Study } from './study.ts';

/** What of a study is run. */
export interface Extent {
  /** Its arms. */
  readonly arms: readonly string[];
  /** How many seeds. */
  readonly seeds: number;
  /** The first of them. */
  readonly firstSeed: number;
  /** How much to spend. */
  readonly effort: Effort;
}

/** Runs a study, seed by seed and arm by arm, without those that the journal has; says each that is finished. */
export async function runStudy(
  study: Study,
  { arms, seeds, firstSeed, effort }: Extent,
  journal: Journal,
  say: (line: string) => void,
): Promise<readonly Run[]> {
  const started = performance.now();
  const rows: Run[] = [];
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++)
    for (const arm of arms) {
      const before = journal.finished.find((done) => done.arm === arm && done.seed === seed && done.effort === effort);
      if (before) {
        rows.push(...before.runs);
        continue;
      }
      const finished: Finished = { arm, seed, effort, runs: await study.run(arm, seed, effort) };
      journal.add(finished);
      // As they will be read, so that what was taken up and what was not are the same.
      rows.push(...(JSON.parse(JSON.stringify(finished)) as Finished).runs);
      say(`${study.name}: ${arm}, seed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
    }
  return rows;
}

/** The entry of a list by its name. */
export function named<Entry extends { readonly name: string }>(entries: readonly Entry[], name: string): Entry {
  const found = entries.find((entry) => entry.name === name);
  if (!found) throw new Error(`'${name}': expected one of ${entries.map((entry) => entry.name).join(', ')}`);
  return found;
}
