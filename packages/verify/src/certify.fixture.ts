import type { Fraction } from './fraction.ts';
import { MINUS, ONE, ZERO, add, isEqual, isLess, minus, print, times } from './fraction.ts';
import type { Affine, Row } from './programme.ts';
import { affine, plus } from './programme.ts';
import type { Problem, Reply } from './problem.ts';
import { classes, preferences, readProblem, relaxation } from './verify.ts';

type Point = Map<string, Fraction>;

/** An optimum of a programme in exact fractions, with multipliers of its rows. */
interface Optimum {
  readonly value: Fraction;
  readonly point: Point;
  readonly multipliers: Point;
}

const divide = (a: Fraction, b: Fraction): Fraction =>
  times(a, b.over < 0n ? { over: -b.under, under: -b.over } : { over: b.under, under: b.over });

/** The plainest simplex method there is, by Bland's rule on a tableau of fractions; null where nothing satisfies the rows. */
export function maximise(objective: Affine, rows: readonly Row[], free: readonly string[] = []): Optimum | null {
  const names = [...new Set([objective, ...rows.map(({ side }) => side)].flatMap(({ slopes }) => [...slopes.keys()]))];
  // A free variable is a difference of two; every row side >= 0 gets a slack, and an artificial variable.
  const columns = [...names, ...free.map((name) => `-${name}`)];
  const n = columns.length;
  const m = rows.length;
  const slopeOf = (side: Affine, name: string): Fraction =>
    name.startsWith('-') && free.includes(name.slice(1))
      ? times(MINUS, side.slopes.get(name.slice(1)) ?? ZERO)
      : (side.slopes.get(name) ?? ZERO);
  // Row i: sum of slopes x - slack + sign artificial = -constant, its right side made at least 0.
  const flips = rows.map(({ side }) => isLess(ZERO, side.constant));
  const cells = rows.map(({ side, equal }, i) => {
    const signed = (value: Fraction): Fraction => (flips[i] ? times(MINUS, value) : value);
    const own = (on: boolean, value: Fraction): Fraction[] => rows.map((_row, k) => (on && k === i ? value : ZERO));
    return [
      ...columns.map((name) => signed(slopeOf(side, name))),
      ...own(!equal, signed(MINUS)),
      ...own(true, ONE),
      signed(times(MINUS, side.constant)),
    ];
  });
  const width = n + 2 * m;
  const basis = rows.map((_row, i) => n + m + i);
  const run = (costs: readonly Fraction[], allowed: number): Fraction[] => {
    for (;;) {
      const reduced = costs.map((cost, j) =>
        cells.reduce((rest, row, i) => (isEqual(row[j]!, ZERO) ? rest : minus(rest, times(costs[basis[i]!]!, row[j]!))), cost),
      );
      const entering = reduced.findIndex((cost, j) => j < allowed && isLess(ZERO, cost));
      if (entering < 0) return reduced;
      let leaving = -1;
      for (let i = 0; i < m; i++) {
        if (!isLess(ZERO, cells[i]![entering]!)) continue;
        const ratio = divide(cells[i]![width]!, cells[i]![entering]!);
        const best = leaving < 0 ? ratio : divide(cells[leaving]![width]!, cells[leaving]![entering]!);
        if (leaving < 0 || isLess(ratio, best) || (isEqual(ratio, best) && basis[i]! < basis[leaving]!)) leaving = i;
      }
      if (leaving < 0) throw new Error('unbounded');
      const pivot = cells[leaving]![entering]!;
      cells[leaving] = cells[leaving]!.map((cell) => divide(cell, pivot));
      for (let i = 0; i < m; i++) {
        const factor = cells[i]![entering]!;
        if (i !== leaving && !isEqual(factor, ZERO))
          cells[i] = cells[i]!.map((cell, j) =>
            isEqual(cells[leaving]![j]!, ZERO) ? cell : minus(cell, times(factor, cells[leaving]![j]!)),
          );
      }
      basis[leaving] = entering;
    }
  };
  const artificial = Array.from({ length: width }, (_unused, j) => (j >= n + m ? MINUS : ZERO));
  run(artificial, width);
  if (basis.some((j, i) => j >= n + m && !isEqual(cells[i]![width]!, ZERO))) return null;
  const costs = [...columns.map((name) => slopeOf(objective, name)), ...rows.map(() => ZERO), ...rows.map(() => ZERO)];
  // Artificial variables that are left in the basis are 0, and are driven out where they can be.
  basis.forEach((j, i) => {
    if (j < n + m) return;
    const entering = cells[i]!.findIndex((cell, k) => k < n + m && !isEqual(cell, ZERO));
    if (entering < 0) return;
    const pivot = cells[i]![entering]!;
    cells[i] = cells[i]!.map((cell) => divide(cell, pivot));
    cells.forEach((row, k) => {
      const factor = row[entering]!;
      if (k !== i && !isEqual(factor, ZERO)) cells[k] = row.map((cell, l) => minus(cell, times(factor, cells[i]![l]!)));
    });
    basis[i] = entering;
  });
  const reduced = run(costs, n + m);
  const point: Point = new Map();
  basis.forEach((j, i) => {
    const name = columns[j];
    if (name === undefined) return;
    const isNegative = name.startsWith('-') && free.includes(name.slice(1));
    const plain = isNegative ? name.slice(1) : name;
    point.set(plain, add(point.get(plain) ?? ZERO, isNegative ? times(MINUS, cells[i]![width]!) : cells[i]![width]!));
  });
  // The reduced cost of artificial variable i is minus the dual of row i as it stands in the tableau; of side >= 0 it is minus that.
  const multipliers: Point = new Map();
  rows.forEach(({ name }, i) => {
    const dual = reduced[n + m + i]!;
    if (!isEqual(dual, ZERO)) multipliers.set(name, flips[i] ? times(MINUS, dual) : dual);
  });
  const value = [...point].reduce((sum, [name, x]) => add(sum, times(slopeOf(objective, name), x)), objective.constant);
  return { value, point, multipliers };
}

const texts = (point: Point): { readonly [name: string]: string } =>
  Object.fromEntries([...point].filter(([, value]) => !isEqual(value, ZERO)).map(([name, value]) => [name, print(value)]));

/** The certificate of an optimal commitment, by one programme for each way in which all types can reply. */
export function certify(document: object, ties: 'strong' | 'weak', commitmentClass: 'mixed' | 'correlated' = 'mixed'): object {
  const problem = readProblem(document as never, commitmentClass === 'correlated');
  const own = new Set(problem.rows.flatMap(({ side }) => [...side.slopes.keys()]));
  let best: { value: Fraction; point: Point; chosen: ReadonlyMap<number, readonly Reply[]>; interior: Point | null } | null = null;
  const leaves: (() => void)[] = [];
  const proof = (chosen: ReadonlyMap<number, readonly Reply[]>): object => {
    const t = problem.types.findIndex((_type, k) => !chosen.has(k));
    if (t >= 0) {
      const branches = classes(problem.types[t]!.replies, ties).map((members) => [
        members[0]!.name,
        proof(new Map([...chosen, [t, members]])),
      ]);
      return { type: t, replies: Object.fromEntries(branches) };
    }
    const lead = affine(ZERO, [['lead', ONE]]);
    const preferred = [...chosen].flatMap(([type, members]) => preferences(type, members, problem.types[type]!.replies));
    const inside = maximise(
      lead,
      [
        ...problem.rows,
        ...preferred.map((row) => ({ ...row, side: plus(row.side, MINUS, lead) })),
        { name: 'cap', side: affine(ONE, [['lead', MINUS]]) },
      ],
      ['lead'],
    );
    if (ties === 'weak' && inside && !isLess(ZERO, inside.value)) return { thin: texts(inside.multipliers) };
    const { objective, rows, free } = relaxation(problem, chosen);
    const found = maximise(objective, rows, free);
    const leaf: { dual?: object } = {};
    if (found) {
      leaf.dual = texts(found.multipliers);
      if (best === null || isLess(best.value, found.value))
        best = {
          value: found.value,
          point: new Map([...found.point].filter(([name]) => own.has(name))),
          chosen,
          interior: inside?.point ?? null,
        };
    } else leaves.push(() => (leaf.dual = texts(boundedBelow(problem, chosen, best!.value))));
    return leaf;
  };
  const tree = proof(new Map());
  for (const leaf of leaves) leaf();
  const { value, point, chosen, interior } = best!;
  const attained = isAttained(problem, ties, point, value);
  return {
    format: 1,
    problem: document,
    ...{ commitmentClass, ties, value: print(value), bound: print(value), attained, commitment: texts(point) },
    ...(attained
      ? {}
      : {
          interior: texts(new Map([...interior!].filter(([name]) => own.has(name)))),
          replies: [...chosen.values()].map(([first]) => first!.name),
        }),
    proof: tree,
  };
}

/** Multipliers that bound a programme without solution by a value: those of the programme with a variable that pays for every broken preference. */
function boundedBelow(problem: Problem, chosen: ReadonlyMap<number, readonly Reply[]>, value: Fraction): Point {
  const { objective, rows, free } = relaxation(problem, chosen);
  const broken = affine(ZERO, [['broken', ONE]]);
  for (let price = 1n; ; price *= 1000n) {
    const found = maximise(
      plus(objective, { over: -price, under: 1n }, broken),
      rows.map((row) => (/ prefers /.test(row.name) ? { ...row, side: plus(row.side, ONE, broken) } : row)),
      free,
    )!;
    if (!isLess(value, found.value)) return found.multipliers;
  }
}

function isAttained({ objective, types }: Problem, ties: 'strong' | 'weak', point: Point, value: Fraction): boolean {
  const at = ({ constant, slopes }: Affine): Fraction =>
    [...slopes].reduce((sum, [name, slope]) => add(sum, times(slope, point.get(name) ?? ZERO)), constant);
  const worth = types.reduce((sum, { probability, replies }) => {
    const top = replies.map(({ follower }) => at(follower)).reduce((a, b) => (isLess(a, b) ? b : a));
    const paid = replies.filter(({ follower }) => isEqual(at(follower), top)).map(({ leader }) => at(leader));
    return add(sum, times(probability, paid.reduce((a, b) => (isLess(a, b) === (ties === 'strong') ? b : a)))); // prettier-ignore
  }, at(objective));
  return isEqual(worth, value);
}
