import { RefusedError, randomStream } from '@firstmover/core';
import type { Run, Study } from '../../harness/study.ts';
import type { AgreementClass } from './agreement-class.ts';
import { classes } from './classes.ts';
import { resultOf } from './result.ts';

const SEED = 20_261_125;

/** So many games are one run: after each of them what was found is written down. */
const PART = 2_500;

/** Two independent methods for every class of problem on random games: 40 parts of 2,500; `effort` is the share of a part that is drawn. */
export const agreement: Study = {
  name: 'exact-agreement',
  about: new URL('./about.md', import.meta.url),
  arms: classes.map(({ kind }) => kind),
  seeds: 40,
  run: async (arm, seed, effort) => [
    await compareGames(
      classes.find(({ kind }) => kind === arm)!,
      seed,
      effort,
    ),
  ],
  compare: (runs) =>
    ran(runs).map((entry) => {
      const { worst, games } = resultOf(entry, runs);
      return { what: `${entry.kind}: ${entry.methods}`, published: '-', ours: `${worst.toExponential(1)} in ${games} games` };
    }),
  check: (runs) =>
    ran(runs).map((entry) => {
      const { games, worst, beyondTolerance, refused } = resultOf(entry, runs);
      return {
        what: `${entry.kind}: the methods agree`,
        holds: beyondTolerance === 0,
        detail: `at most ${worst.toExponential(1)} apart in ${games} games, ${beyondTolerance} beyond what is allowed, ${refused} refused`,
      };
    }),
  figures: () => [],
};

/** The classes that have runs. */
export function ran(runs: readonly Run[]): readonly AgreementClass[] {
  return classes.filter(({ kind }) => runs.some(({ arm }) => arm === kind));
}

/** Draws the games of one part and compares the methods on each. */
async function compareGames({ kind, tolerance, compare }: AgreementClass, part: number, effort: number): Promise<Run> {
  const start = performance.now();
  const games = Math.max(1, Math.round(effort * PART));
  let [worst, refused, beyondTolerance] = [0, 0, 0];
  for (let game = part * PART; game < part * PART + games; game++) {
    try {
      const difference = await compare(randomStream(SEED, `agreement/${kind}/${game}`));
      worst = Math.max(worst, difference);
      if (difference <= tolerance) continue;
      beyondTolerance++;
      process.stderr.write(`${kind} game ${game}: the methods differ by ${difference} of the range\n`);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      refused++;
      process.stderr.write(`${kind} game ${game}: ${error.message}\n`);
    }
  }
  const seconds = (performance.now() - start) / 1000;
  return { arm: kind, seed: part, values: { games, beyondTolerance, worst, refused, seconds } };
}
