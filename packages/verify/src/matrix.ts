import type { Fraction } from './fraction.ts';
import { ONE, ZERO, add, isEqual, isLess, minus, parse } from './fraction.ts';
import type { Affine, Row } from './programme.ts';
import { affine } from './programme.ts';
import type { Fields, Problem } from './problem.ts';
import { list, sumToOne } from './problem.ts';

/** Mixtures of rows, of which variable i is the probability of row i. */
export function matrices(types: readonly Fields[]): Problem {
  const games = types.map((type, t) => {
    const probability = parse(type['probability'], `probability of type ${t}`);
    if (!isLess(ZERO, probability)) throw new Error(`the probability of type ${t} is not above 0`);
    return { probability, payoffs: bothPayoffs(type) };
  });
  const rows = games[0]!.payoffs[0].map((_row, i) => String(i));
  if (games.some(({ payoffs }) => payoffs[0].length !== rows.length)) throw new Error('types have different rows');
  if (!isEqual(games.reduce((sum, { probability }) => add(sum, probability), ZERO), ONE)) throw new Error('types have probabilities that do not sum to 1'); // prettier-ignore
  const column = (payoffs: Fraction[][], j: number): Affine => affine(ZERO, payoffs.map((row, i) => [rows[i]!, row[j]!])); // prettier-ignore
  return {
    rows: [sumToOne(rows)],
    types: games.map(({ probability, payoffs: [leader, follower] }) => ({
      probability,
      replies: leader[0]!.map((_cell, j) => ({ name: String(j), leader: column(leader, j), follower: column(follower, j) })),
    })),
    objective: affine(ZERO),
  };
}

/** Joint distributions over cells `row,column`, of which the follower is told its column, and likes to take it. */
export function recommendations(document: Fields): Problem {
  const [leader, follower] = bothPayoffs(document);
  const columns = [...leader[0]!.keys()];
  const follows = columns.flatMap((j) =>
    columns.map((k): Row => {
      const gains = follower.map((row, i) => [`${i},${j}`, minus(row[j]!, row[k]!)] as const);
      return { name: `follow ${j} over ${k}`, side: affine(ZERO, gains) };
    }),
  );
  const cells = leader.flatMap((row, i) => row.map((payoff, j) => [`${i},${j}`, payoff] as const));
  return { rows: [sumToOne(cells.map(([name]) => name)), ...follows], types: [], objective: affine(ZERO, cells) };
}

/** The matrices of leader and follower, of one shape. */
function bothPayoffs(document: Fields): [Fraction[][], Fraction[][]] {
  const [leader, follower] = ['leaderPayoff', 'followerPayoff'].map((name) =>
    list(document[name], name).map((row) => list(row, `a row of ${name}`).map((cell) => parse(cell, `an entry of ${name}`))),
  ) as [Fraction[][], Fraction[][]];
  const columns = leader[0]?.length ?? 0;
  if (columns === 0 || follower.length !== leader.length || [...leader, ...follower].some(({ length }) => length !== columns))
    throw new Error('leaderPayoff and followerPayoff are not two matrices of one shape');
  return [leader, follower];
}
