import { RefusedError, randomStream } from '@firstmover/core';
import { table } from '../../harness/fill-page.ts';
import type { PageStudy } from '../../harness/page-study.ts';
import { column } from '../../harness/rows.ts';
import { named } from '../../harness/run-study.ts';
import type { Run } from '../../harness/study.ts';
import type { AgreementClass } from './agreement-class.ts';
import { classes } from './classes.ts';

const SEED = 20_261_125;

/** So many games are one run: after each of them what was found is written down. */
const PART = 2_500;

/** Two independent methods for every class of problem on random games: 40 parts of 2,500; `effort` is the share of a part that is drawn. */
export const agreement: PageStudy = {
  name: 'exact-agreement',
  about: new URL('./agreement.md', import.meta.url),
  arms: classes.map(({ name }) => name),
  seeds: 40,
  run: async (arm, seed, effort) => [await compareGames(named(classes, arm), seed, effort)],
  check: (runs) =>
    ran(runs).map(({ name }) => {
      const { games, worst, beyondTolerance, refused } = found(runs, name);
      return {
        what: `${name}: the methods agree`,
        holds: beyondTolerance === 0,
        detail: `at most ${worst.toExponential(1)} apart in ${games} games, ${beyondTolerance} beyond what is allowed, ${refused} refused`,
      };
    }),
  figures: () => [],
  places: (runs) => ({
    classes: table(
      'kind | methods | games are | games: | largest difference: | allowed: | beyond it: | refused: | took:',
      ran(runs).map(({ name, methods, games, tolerance }) => {
        const all = found(runs, name);
        const differences = [all.worst.toExponential(1), tolerance.toExponential(0), all.beyondTolerance];
        return [name, methods, games, all.games.toLocaleString('en-GB'), ...differences, all.refused, duration(all.seconds)];
      }),
    ),
  }),
};

/** The classes that have runs. */
function ran(runs: readonly Run[]): readonly AgreementClass[] {
  return classes.filter(({ name }) => runs.some(({ arm }) => arm === name));
}

type Measure = 'games' | 'beyondTolerance' | 'worst' | 'refused' | 'seconds';

/** What was found of a class, over all its games. */
function found(runs: readonly Run[], name: string): { readonly [measure in Measure]: number } {
  const sum = (measure: Measure): number => column(runs, name, measure).reduce((total, value) => total + value, 0);
  const [games, beyondTolerance, refused, seconds] = [sum('games'), sum('beyondTolerance'), sum('refused'), sum('seconds')];
  return { games, beyondTolerance, refused, seconds, worst: Math.max(0, ...column(runs, name, 'worst')) };
}

const duration = (seconds: number): string => (seconds < 90 ? `${seconds.toPrecision(2)} s` : `${Math.round(seconds / 60)} min`);

/** Draws the games of one part and compares the methods on each. */
async function compareGames({ name, tolerance, compare }: AgreementClass, part: number, effort: number): Promise<Run> {
  const start = performance.now();
  const games = Math.max(1, Math.round(effort * PART));
  let [worst, refused, beyondTolerance] = [0, 0, 0];
  for (let game = part * PART; game < part * PART + games; game++) {
    try {
      const difference = await compare(randomStream(SEED, `agreement/${name}/${game}`));
      worst = Math.max(worst, difference);
      if (difference <= tolerance) continue;
      beyondTolerance++;
      process.stderr.write(`${name} game ${game}: the methods differ by ${difference} of the range\n`);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      refused++;
      process.stderr.write(`${name} game ${game}: ${error.message}\n`);
    }
  }
  const seconds = (performance.now() - start) / 1000;
  return { arm: name, seed: part, values: { games, beyondTolerance, worst, refused, seconds } };
}
