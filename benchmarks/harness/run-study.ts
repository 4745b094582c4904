import type { Finished, Journal } from './journal.ts';
import type { Effort, Run, Study } from './study.ts';

/** What of a study is run. */
export interface Extent {
  /** Its arms. */
  readonly arms: readonly string[];
  /** How many seeds (default those of the study). */
  readonly seeds?: number;
  /** The first of them. */
  readonly firstSeed: number;
  /** How much to spend. */
  readonly effort: Effort;
}

const SEEDS = 10;

/** How many seeds a study gives to an arm. */
function seedsOf({ seeds = SEEDS }: Study, arm: string): number {
  return typeof seeds === 'number' ? seeds : (seeds[arm] ?? SEEDS);
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
  const count = (arm: string): number => seeds ?? seedsOf(study, arm);
  try {
    for (let seed = firstSeed; arms.some((arm) => seed < firstSeed + count(arm)); seed++)
      for (const arm of arms) {
        if (seed >= firstSeed + count(arm)) continue;
        const before = journal.finished.find((done) => done.arm === arm && done.seed === seed && done.effort === effort);
        if (before) {
          rows.push(...before.runs);
          continue;
        }
        const finished: Finished = { arm, seed, effort, runs: await study.run(arm, seed, effort) };
        journal.add(finished);
        // As they will be read, so that what was taken up and what was not are the same.
        const { runs } = JSON.parse(JSON.stringify(finished)) as Finished;
        rows.push(...runs);
        say(`${study.name}: ${arm}, seed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s${shown(runs)}`);
      }
  } finally {
    study.end?.();
  }
  return rows;
}

/** The first numbers of a single row, for who watches. */
function shown(runs: readonly Run[]): string {
  if (runs.length !== 1) return '';
  const numbers = Object.entries(runs[0]!.values).slice(0, 4);
  return `: ${numbers.map(([name, value]) => `${name} ${value === null ? '-' : Number(value.toPrecision(4))}`).join(', ')}`;
}

/** The entry of a list by its name. */
export function named<Entry extends { readonly name: string }>(entries: readonly Entry[], name: string): Entry {
  const found = entries.find((entry) => entry.name === name);
  if (!found) throw new Error(`'${name}': expected one of ${entries.map((entry) => entry.name).join(', ')}`);
  return found;
}
