import { choose, dot, fraction, isLess, minus, one, over, plus, solve, toNumber, zero, type Fraction } from './fractions.fixture.ts';
import type { PayoffMatrices } from './game.ts';

/** What listing all vertices says about mixed commitment with strong ties. */
export interface ExactStrong {
  /** The value. */
  readonly value: number;
  /** The columns in whose regions it is reached. */
  readonly replies: readonly number[];
  /** Whether one mixture alone reaches it. */
  readonly unique: boolean;
}

/**
 * The strong value by listing, in rational arithmetic, all vertices of every best-response region: independent of any linear programming,
 * and exact for the payoffs as the doubles they are.
 */
export function exactStrong({ leaderPayoff, followerPayoff }: PayoffMatrices): ExactStrong {
  const rows = leaderPayoff.length;
  const columns = leaderPayoff[0]!.length;
  const ones = new Array<Fraction>(rows).fill(one);
  const found: { readonly reply: number; readonly vertex: readonly Fraction[]; readonly value: Fraction }[] = [];
  for (let reply = 0; reply < columns; reply++) {
    const limits: Fraction[][] = followerPayoff.map((_row, i) => followerPayoff.map((_unused, k) => (i === k ? one : zero)));
    for (let other = 0; other < columns; other++) {
      if (other !== reply) limits.push(followerPayoff.map((row) => minus(fraction(row[reply]!), fraction(row[other]!))));
    }
    const worth = leaderPayoff.map((row) => fraction(row[reply]!));
    for (const tight of choose(limits.length, rows - 1)) {
      const vertex = solve([ones, ...tight.map((k) => limits[k]!)], [one, ...tight.map(() => zero)]);
      if (vertex === null || limits.some((limit) => dot(limit, vertex).n < 0n)) continue;
      found.push({ reply, vertex, value: dot(worth, vertex) });
    }
  }
  const best = found.reduce((a, b) => (isLess(a.value, b.value) ? b : a));
  const optimal = found.filter(({ value }) => !isLess(value, best.value));
  return {
    value: toNumber(best.value),
    replies: [...new Set(optimal.map(({ reply }) => reply))],
    unique: optimal.every(({ vertex }) => vertex.every((probability, i) => minus(probability, best.vertex[i]!).n === 0n)),
  };
}

/**
 * The weak supremum of a game with two rows and whether it is attained, from the definition: the leader's worst payoff over the best replies is
 * evaluated at every point where two of the players' payoff lines cross, and in the limit from both sides of every interval between them.
 */
export function exactWeakValue({ leaderPayoff, followerPayoff }: PayoffMatrices): { readonly value: number; readonly attained: boolean } {
  const lines = (matrix: PayoffMatrices['leaderPayoff']): Fraction[][] =>
    matrix[0]!.map((_unused, j) => [fraction(matrix[0]![j]!), fraction(matrix[1]![j]!)]);
  const leader = lines(leaderPayoff);
  const follower = lines(followerPayoff);
  const at = (line: readonly Fraction[], p: Fraction): Fraction => dot(line, [p, minus(one, p)]);
  const points = [zero, one];
  for (const set of [leader, follower]) {
    for (const [a, b] of choose(set.length, 2)) {
      const gap = [minus(set[a!]![0]!, set[b!]![0]!), minus(set[a!]![1]!, set[b!]![1]!)];
      const slope = minus(gap[1]!, gap[0]!);
      if (slope.n === 0n) continue;
      const p = over(gap[1]!, slope);
      if (isLess(zero, p) && isLess(p, one)) points.push(p);
    }
  }
  points.sort((a, b) => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0));
  const worstReply = (p: Fraction): Fraction[] => {
    const best = follower.map((line) => at(line, p)).reduce((a, b) => (isLess(a, b) ? b : a));
    const replies = leader.filter((_unused, j) => !isLess(at(follower[j]!, p), best));
    return replies.reduce((a, b) => (isLess(at(b, p), at(a, p)) ? b : a));
  };
  const limits: { readonly value: Fraction; readonly reached: boolean }[] = [];
  points.forEach((p, k) => {
    limits.push({ value: at(worstReply(p), p), reached: true });
    const next = points[k + 1];
    if (next === undefined || !isLess(p, next)) return;
    const line = worstReply(over(plus(p, next), fraction(2)));
    const reached = minus(at(line, p), at(line, next)).n === 0n;
    limits.push({ value: at(line, p), reached }, { value: at(line, next), reached });
  });
  const best = limits.reduce((a, b) => (isLess(a.value, b.value) ? b : a)).value;
  return { value: toNumber(best), attained: limits.some(({ value, reached }) => reached && !isLess(value, best)) };
}

/**
 * The row player's payoff in every Nash equilibrium with supports of equal size (all equilibria of a nondegenerate game), by support enumeration.
 */
export function nashValues({ leaderPayoff, followerPayoff }: PayoffMatrices): number[] {
  const own = leaderPayoff.map((row) => row.map(fraction));
  const others = leaderPayoff[0]!.map((_unused, j) => followerPayoff.map((row) => fraction(row[j]!)));
  const values: number[] = [];
  for (let size = 1; size <= Math.min(own.length, others.length); size++) {
    for (const rows of choose(own.length, size)) {
      for (const columns of choose(others.length, size)) {
        const y = indifference(own, rows, columns);
        const x = indifference(others, columns, rows);
        if (y !== null && x !== null) values.push(toNumber(dot(own[rows[0]!]!, y)));
      }
    }
  }
  return values;
}

/** The mixture over `support` that makes all of `rows` best, or null. */
function indifference(matrix: readonly (readonly Fraction[])[], rows: readonly number[], support: readonly number[]): Fraction[] | null {
  const first = matrix[rows[0]!]!;
  const equations = rows.slice(1).map((row) => support.map((j) => minus(matrix[row]![j]!, first[j]!)));
  const weights = solve([support.map(() => one), ...equations], [one, ...equations.map(() => zero)]);
  if (weights === null || weights.some((weight) => weight.n < 0n)) return null;
  const mixture = first.map((_unused, j) => (support.includes(j) ? weights[support.indexOf(j)]! : zero));
  const value = dot(first, mixture);
  return matrix.some((row) => isLess(value, dot(row, mixture))) ? null : mixture;
}
