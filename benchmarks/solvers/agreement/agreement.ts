// Two independent methods for every class of problem, on 100,000 random games. Writes docs/benchmarks/exact-agreement.{json,md}; classes that are
// left out keep their last result. Run: npm run agreement -- [--only bimatrix,bayesian] [--games 100000]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Random } from '@firstmover/core';
import { RefusedError, randomStream } from '@firstmover/core';
import { bayesian } from './bayesian.ts';
import { bimatrix } from './bimatrix.ts';

/** A class of problems with two methods; one file each in this folder. */
export interface AgreementClass {
  /** As in documents of `firstmover exact`. */
  readonly kind: string;
  /** What is compared, in words. */
  readonly methods: string;
  /** What the games are like. */
  readonly games: string;
  /** How far the values may be apart, in units of the payoff range. */
  readonly tolerance: number;
  /**
   * Draws a game and solves it twice.
   *
   * @returns the difference of the values in units of the payoff range
   * @throws RefusedError where a method refuses the game
   */
  compare(random: Random): number;
}

interface Result {
  readonly kind: string;
  readonly methods: string;
  readonly gamesLike: string;
  readonly tolerance: number;
  readonly games: number;
  readonly beyondTolerance: number;
  readonly worst: number;
  readonly refused: number;
  readonly seconds: number;
}

const CLASSES: readonly AgreementClass[] = [bimatrix, bayesian];
const SEED = 20_261_125;

function measure({ kind, methods, games: gamesLike, tolerance, compare }: AgreementClass, games: number): Result {
  const start = performance.now();
  let worst = 0;
  let refused = 0;
  let beyondTolerance = 0;
  for (let game = 0; game < games; game++) {
    try {
      const difference = compare(randomStream(SEED, `agreement/${kind}/${game}`));
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
  return { kind, methods, gamesLike, tolerance, games, beyondTolerance, worst, refused, seconds: (performance.now() - start) / 1000 };
}

function markdown(results: readonly Result[]): string {
  const row = (result: Result): string =>
    `| ${result.kind} | ${result.methods} | ${result.gamesLike} | ${result.games.toLocaleString('en-GB')} | ${result.worst.toExponential(1)} | ${result.tolerance.toExponential(0)} | ${result.beyondTolerance} | ${result.refused} |`;
  return `# Two methods for every exact answer

Made by \`npm run agreement\` in \`benchmarks\`; the numbers behind it are in \`exact-agreement.json\`. The same is tested on a thousand games
and more in every run of the tests. Differences are in units of the game's payoff range; *refused* counts games for which a method said that it
cannot certify its answer, which is an error and not an answer.

| kind | methods | games are | games | largest difference | allowed | beyond it | refused |
| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |
${results.map(row).join('\n')}
`;
}

const { values } = parseArgs({ options: { only: { type: 'string' }, games: { type: 'string', default: '100000' } } });
const only = values.only?.split(',') ?? CLASSES.map(({ kind }) => kind);
const folder = new URL('../../../docs/benchmarks/', import.meta.url);
const file = new URL('exact-agreement.json', folder);
const measured = new Map(
  CLASSES.filter(({ kind }) => only.includes(kind)).map((entry) => {
    const result = measure(entry, Number(values.games));
    process.stderr.write(`${JSON.stringify(result)}\n`);
    return [entry.kind, result];
  }),
);
// Read last, so that classes measured at the same time keep theirs.
const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Result[]) : [];
const results = CLASSES.flatMap(({ kind }) => measured.get(kind) ?? before.filter((result) => result.kind === kind));
mkdirSync(folder, { recursive: true });
writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
writeFileSync(new URL('exact-agreement.md', folder), markdown(results));
if (results.some(({ beyondTolerance }) => beyondTolerance > 0)) process.exitCode = 1;
