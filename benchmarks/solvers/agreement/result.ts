import { readAbout } from '../../harness/about.ts';
import type { Run } from '../../harness/study.ts';
import type { AgreementClass } from './agreement-class.ts';

/** What was found of a class, over all its games. */
export interface Result {
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

/** The result of a class from its runs. */
export function resultOf({ kind, methods, games: gamesLike, tolerance }: AgreementClass, runs: readonly Run[]): Result {
  const own = runs.filter(({ arm }) => arm === kind).map(({ values }) => values);
  const sum = (measure: string): number => own.reduce((total, values) => total + values[measure]!, 0);
  return {
    kind,
    methods,
    gamesLike,
    tolerance,
    games: sum('games'),
    beyondTolerance: sum('beyondTolerance'),
    worst: Math.max(0, ...own.map((values) => values['worst']!)),
    refused: sum('refused'),
    seconds: sum('seconds'),
  };
}

const duration = (seconds: number): string => (seconds < 90 ? `${seconds.toPrecision(2)} s` : `${Math.round(seconds / 60)} min`);

/** The page. */
export function page(about: URL, results: readonly Result[]): string {
  const { title, claim } = readAbout(about);
  const row = (result: Result): string =>
    `| ${result.kind} | ${result.methods} | ${result.gamesLike} | ${result.games.toLocaleString('en-GB')} | ${result.worst.toExponential(1)} | ${result.tolerance.toExponential(0)} | ${result.beyondTolerance} | ${result.refused} | ${duration(result.seconds)} |`;
  return `# ${title}

${claim}

| kind | methods | games are | games | largest difference | allowed | beyond it | refused | took |
| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
${results.map(row).join('\n')}
`;
}
