// Two independent methods for every class of problem, on 100,000 random games. Writes docs/benchmarks/exact-agreement.{json,md}; classes that are
// left out keep their last result. Run: npm run agreement -- [--only bimatrix,bayesian] [--games 100000] [--continue] [--dry]; --continue takes up a result
// that was cut off where it ended, --dry writes nothing. Classes can be measured at the same time by several processes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Random } from '@firstmover/core';
import { InputError, RefusedError, randomStream, show, unknownName } from '@firstmover/core';
import { bayesian } from './bayesian.ts';
import { bimatrix } from './bimatrix.ts';
import { extensiveForm } from './extensive-form.ts';
import { history } from './history.ts';
import { implementation } from './implementation.ts';
import { iterated } from './iterated.ts';
import { menu } from './menu.ts';
import { postedPrices } from './posted-prices.ts';
import { quantalAttacker } from './quantal-attacker.ts';
import { security } from './security.ts';
import { stochasticGame } from './stochastic-game.ts';

/** A class of problems with two methods; one file each in this folder. */
export interface AgreementClass {
  /** Its name, that of documents of `firstmover exact` where there are such. */
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
   * @returns the difference of the values in units of the payoff range; 1 for a value above a certified bound
   * @throws RefusedError where a method refuses the game
   */
  compare(random: Random): number | Promise<number>;
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

const CLASSES: readonly AgreementClass[] = [
  bimatrix,
  bayesian,
  security,
  quantalAttacker,
  extensiveForm,
  iterated,
  history,
  stochasticGame,
  implementation,
  menu,
  postedPrices,
];
const SEED = 20_261_125;

/** After so many games what has been found so far is written down, so that a run that is cut off leaves a result. */
const PART = 2_500;

async function measure(
  { kind, methods, games: gamesLike, tolerance, compare }: AgreementClass,
  games: number,
  note: (result: Result) => void,
  before: Result | undefined,
): Promise<Result> {
  const start = performance.now() - 1000 * (before?.seconds ?? 0);
  let worst = before?.worst ?? 0;
  let refused = before?.refused ?? 0;
  let beyondTolerance = before?.beyondTolerance ?? 0;
  const soFar = (done: number): Result => ({
    kind,
    methods,
    gamesLike,
    tolerance,
    games: done,
    beyondTolerance,
    worst,
    refused,
    seconds: (performance.now() - start) / 1000,
  });
  const first = before?.games ?? 0;
  for (let game = first; game < games; game++) {
    if (game > first && game % PART === 0) note(soFar(game));
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
  return soFar(games);
}

const duration = (seconds: number): string => (seconds < 90 ? `${seconds.toPrecision(2)} s` : `${Math.round(seconds / 60)} min`);

function markdown(results: readonly Result[]): string {
  const row = (result: Result): string =>
    `| ${result.kind} | ${result.methods} | ${result.gamesLike} | ${result.games.toLocaleString('en-GB')} | ${result.worst.toExponential(1)} | ${result.tolerance.toExponential(0)} | ${result.beyondTolerance} | ${result.refused} | ${duration(result.seconds)} |`;
  return `# Two methods for every exact answer

Made by \`npm run agreement\` in \`benchmarks\`; the numbers behind it are in \`exact-agreement.json\`. The same is tested on a thousand games
and more in every run of the tests. Differences are in units of the game's payoff range; *refused* counts games for which a method said that it
cannot certify its answer, which is an error and not an answer. A largest difference of 1 says that the other method's value was above a bound that was
called certified, by however little: a fault to be mended.

| kind | methods | games are | games | largest difference | allowed | beyond it | refused | took |
| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
${results.map(row).join('\n')}
`;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    games: { type: 'string', default: '100000' },
    continue: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
  },
});
const kinds = CLASSES.map(({ kind }) => kind);
const only = values.only?.split(',') ?? kinds;
for (const kind of only) if (!kinds.includes(kind)) throw unknownName('class', kind, kinds);
const count = Number(values.games);
if (!Number.isInteger(count) || count < 1) throw new InputError(`--games is ${show(values.games)}: expected a whole number of at least 1`);
const folder = new URL('../../../docs/benchmarks/', import.meta.url);
const file = new URL('exact-agreement.json', folder);
for (const entry of CLASSES.filter(({ kind }) => only.includes(kind))) {
  const note = values.dry ? () => undefined : keep;
  const result = await measure(entry, count, note, values.continue ? kept().find(({ kind }) => kind === entry.kind) : undefined);
  note(result);
  process.stderr.write(`${JSON.stringify(result)}\n`);
  if (result.beyondTolerance > 0) process.exitCode = 1;
}

/** What was found before. Read late, so that classes measured at the same time keep theirs. */
function kept(): readonly Result[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Result[]) : [];
}

/** Puts a result in the place of the last one of its class. */
function keep(result: Result): void {
  const before = kept();
  const results = kinds.flatMap((kind) => (kind === result.kind ? result : before.filter((other) => other.kind === kind)));
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(new URL('exact-agreement.md', folder), markdown(results));
}
