import type { ExactProgram, ExactRow, Fractions } from '@firstmover/programmes';
import { valueOfRow } from '@firstmover/programmes';
import { approximateLeaf, rivalsOf, solveLeaf } from './leaf.ts';
import { bestReplies, commitmentOf, worthOf } from './play.ts';
import type { Affine, LinearCommitment } from './problem.ts';
import { difference } from './problem.ts';
import type { LeafOptimum } from './search.ts';

/** A row of a programme with one more variable. */
const widened = ({ slopes, constant, equal }: ExactRow, last = 0n): ExactRow => ({ slopes: [...slopes, last], constant, equal });

/** That a point is as good as the best of its leaf. */
function asGood({ leaf, point }: LeafOptimum): ExactRow {
  const { objective } = leaf.program;
  const worth = objective.reduce((sum, slope, j) => sum + slope * point.numerators[j]!, 0n);
  return { slopes: objective.map((slope) => slope * point.denominator), constant: -worth, equal: false };
}

/** Whether a commitment is the only best one of its leaf: no other as good has more of a variable that is 0, or of a row that holds just so. */
function isOnlyPoint(problem: LinearCommitment, optimum: LeafOptimum): boolean {
  const { leaf, point } = optimum;
  const { program } = leaf;
  const gain: bigint[] = program.objective.map((_slope, j) => (j < problem.variables.length && point.numerators[j] === 0n ? 1n : 0n));
  for (const row of program.rows) {
    if (row.equal || valueOfRow(row, point) !== 0n) continue;
    row.slopes.forEach((slope, j) => (gain[j]! += slope));
  }
  // The gain is 0 at the point, up to constants.
  const rows = [...program.rows, asGood(optimum)];
  const best = solveLeaf({ objective: gain, rows }, optimum.basis);
  if (best.status === 'infeasible') throw new RangeError('an optimum is none');
  const at = ({ numerators }: Fractions): bigint => gain.reduce((sum, slope, j) => sum + slope * numerators[j]!, 0n);
  return at(best.point) * point.denominator === at(point) * best.point.denominator;
}

/** Whether all best commitments of all leaves are one. */
export function isOnlyCommitment(problem: LinearCommitment, optimal: readonly LeafOptimum[]): boolean {
  const [first] = optimal as readonly [LeafOptimum, ...LeafOptimum[]];
  const isFirst = ({ point: { numerators, denominator } }: LeafOptimum): boolean =>
    problem.variables.every((_name, v) => numerators[v]! * first.point.denominator === first.point.numerators[v]! * denominator);
  return optimal.every(isFirst) && optimal.every((optimum) => isOnlyPoint(problem, optimum));
}

/**
 * A commitment as good as the best of a leaf at which no tied reply pays the leader less, or null: with ties against the leader, one that attains the value.
 *
 * Among the best commitments of the leaf, replies that can be made strictly worse for their types are, all together; those that tie at all of them must
 * not hurt, which leaves fewer commitments, at all of which further replies may tie, and so on.
 */
export function attaining(problem: LinearCommitment, optimum: LeafOptimum): Fractions | null {
  const { leaf } = optimum;
  const chosen = [...leaf.chosen.values()];
  const isAttained = (point: Fractions): boolean =>
    worthOf(problem, problem.types.map((_type, t) => bestReplies(problem, t, point)), point) === worthOf(problem, chosen, point); // prettier-ignore
  const first = commitmentOf(problem, optimum.point);
  if (isAttained(first)) return first;
  const rivals = [...leaf.chosen].flatMap(([t, members]) => rivalsOf(problem, t, members).map((j) => [t, j] as const));
  const tied = new Set<number>();
  for (;;) {
    const open = [...rivals.keys()].filter((k) => !tied.has(k));
    const found = avoid(problem, optimum, open.map((k) => rivals[k]!), [...tied].map((k) => rivals[k]!)); // prettier-ignore
    if (found === null) return null;
    if (open.length === 0 || found.lead > 0n) {
      if (!isAttained(found.commitment)) throw new RangeError('a commitment that ties do not hurt is worth less');
      return found.commitment;
    }
    open.forEach((k, place) => {
      if (found.prices[place]! > 0n) tied.add(k);
    });
  }
}

/** A commitment as good as the best of a leaf that makes some replies as bad as possible for their types, where tied ones do not hurt the leader; null where there is none. */
function avoid(
  problem: LinearCommitment,
  optimum: LeafOptimum,
  others: readonly (readonly [type: number, reply: number])[],
  tied: readonly (readonly [type: number, reply: number])[],
): { readonly commitment: Fractions; readonly lead: bigint; readonly prices: readonly bigint[] } | null {
  const { leaf } = optimum;
  const width = leaf.program.objective.length;
  const pad = ({ slopes, constant }: Affine, last: bigint): ExactRow => ({
    slopes: [...slopes, ...new Array<bigint>(width - slopes.length).fill(0n), last],
    constant,
    equal: false,
  });
  const reply = (t: number, j: number): LinearCommitment['types'][number]['replies'][number] => problem.types[t]!.replies[j]!;
  // At least as much as one of the members, and then as the worst of them: the others pay no less where the commitment is as good as the best.
  const harmless = tied.map(([t, k]) => pad(leaf.above(t, reply(t, k).leader), 0n));
  const leads = others.map(([t, k]) => pad(difference(reply(t, leaf.chosen.get(t)![0]!).follower, reply(t, k).follower), -1n));
  const kept = [...leaf.program.rows, asGood(optimum)].map((row) => widened(row));
  const program: ExactProgram = {
    objective: [...new Array<bigint>(width).fill(0n), others.length > 0 ? 1n : 0n],
    rows: [...leads, ...harmless, ...kept],
  };
  const found = solveLeaf(program, approximateLeaf(program)?.basis);
  if (found.status === 'infeasible') return null;
  return {
    commitment: commitmentOf(problem, found.point),
    lead: found.point.numerators[width]!,
    prices: found.multipliers.numerators.slice(0, others.length),
  };
}

/** The commitment with the least sum of variables among those as good as the best of a leaf; where some replies must be the best ones, what they need. */
export function leastTotal(problem: LinearCommitment, optimum: LeafOptimum): Fractions {
  const { program } = optimum.leaf;
  const objective = program.objective.map((_slope, j) => (j < problem.variables.length ? -1n : 0n));
  const found = solveLeaf({ objective, rows: [...program.rows, asGood(optimum)] }, optimum.basis);
  if (found.status === 'infeasible') throw new RangeError('an optimum is none');
  return commitmentOf(problem, found.point);
}

/** Whether some linear functions of the commitment each have one value at all best commitments of all leaves. */
export function areSettled(problem: LinearCommitment, optimal: readonly LeafOptimum[], functions: readonly (readonly bigint[])[]): boolean {
  const [first] = optimal as readonly [LeafOptimum, ...LeafOptimum[]];
  return functions.every((slopes) => {
    const at = ({ numerators }: Fractions): bigint => slopes.reduce((sum, slope, v) => sum + slope * numerators[v]!, 0n);
    return optimal.every((optimum) =>
      [1n, -1n].every((sign) => {
        const { program } = optimum.leaf;
        const objective = program.objective.map((_slope, j) => (j < problem.variables.length ? sign * slopes[j]! : 0n));
        const end = solveLeaf({ objective, rows: [...program.rows, asGood(optimum)] }, optimum.basis);
        if (end.status === 'infeasible') throw new RangeError('an optimum is none');
        return at(end.point) * first.point.denominator === at(first.point) * end.point.denominator;
      }),
    );
  });
}
