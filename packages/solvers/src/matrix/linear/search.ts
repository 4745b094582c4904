// Optimal commitments by best replies. For each way in which the types can reply, a linear programme gives the best commitment at which these replies are
// best (Conitzer & Sandholm, EC 2006); with ties against the leader only those count that have interior (von Stengel & Zamir, GEB 2010). Most are closed by
// the multipliers of the floating-point simplex method, as fractions; what is not below the best so far is solved in fractions.
import type { TieRule } from '@firstmover/core';
import { RefusedError } from '@firstmover/core';
import type { Basis, Fractions } from '@firstmover/programmes';
import type { Cap, Worth } from './bound.ts';
import { boundOf, capOf, isBelow, leastOf, mostOf } from './bound.ts';
import { findInterior } from './interior.ts';
import type { Chosen, Leaf } from './leaf.ts';
import { approximateLeaf, leafOf, solveLeaf } from './leaf.ts';
import type { LinearCommitment } from './problem.ts';
import { isSame } from './problem.ts';

/** Replies that are best somewhere, and the best commitment there. */
export interface LeafOptimum {
  /** Which replies, and the programme. */
  readonly leaf: Leaf;
  /** The best commitment, and then the worst payoffs of types of which several replies are chosen. */
  readonly point: Fractions;
  /** The basis that it comes from. */
  readonly basis: Basis;
  /** What it is worth. */
  readonly value: Worth;
  /** A commitment at which the replies alone are best; with ties for the leader, null. */
  readonly interior: Fractions | null;
}

/** How some ways of replying were shown to pay no more. */
export type Proof =
  /** By multipliers of the leaf's rows; with `others`, the types that are not chosen get the most that they can, whatever is committed to. */
  | { readonly kind: 'dual'; readonly chosen: Chosen; readonly multipliers: Fractions | null }
  /** Nowhere are they best: by Farkas. */
  | { readonly kind: 'empty'; readonly chosen: Chosen; readonly multipliers: Fractions }
  /** Nowhere are they the only best ones. */
  | { readonly kind: 'thin'; readonly chosen: Chosen; readonly multipliers: Fractions }
  /** Reply by reply of a further type. */
  | {
      readonly kind: 'split';
      readonly type: number;
      readonly branches: readonly { readonly members: readonly number[]; readonly proof: Proof }[];
    };

/** What the replies of a type pay at most, each at the commitments where it is best. */
export interface Singles {
  /** Over all replies. */
  readonly most: Worth;
  /** The multipliers that show it, by reply. */
  readonly multipliers: readonly Fractions[];
}

/** What a search finds. */
export interface Found {
  /** The value. */
  readonly value: Worth;
  /** All leaves that attain it, by their replies. */
  readonly optimal: readonly LeafOptimum[];
  /** Why nothing is worth more. */
  readonly proof: Proof;
  /** Per type, what its replies pay at most; none where there is one type. */
  readonly singles: readonly Singles[];
  /** How many linear programmes were solved. */
  readonly programmes: number;
}

const sum = (a: Worth, b: Worth): Worth => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });

/**
 * Goes through all ways of replying.
 *
 * @param limit - the most linear programmes
 * @throws RefusedError beyond the limit
 */
export function search(problem: LinearCommitment, ties: TieRule, limit: number = Infinity): Found {
  const cap = capOf(problem);
  const counter = { programmes: 0, limit };
  const singles = problem.types.length > 1 ? problem.types.map((_type, t) => singlesOf(problem, cap, t, counter)) : [];
  const classes = problem.types.map((_type, t) => classesOf(problem, t, ties));
  let best: Worth | null = null;
  let optimal: LeafOptimum[] = [];

  /** Closes a leaf, or makes it the best so far. */
  function examine(chosen: Chosen): Proof {
    const leaf = leafOf(problem, chosen, (t, j) => leastOf(problem, cap, t, j));
    count(counter);
    const guess = approximateLeaf(leaf.program);
    if (guess !== undefined && best !== null) {
      const bound = boundOf(problem, leaf, cap, guess);
      if (isBelow(bound.most, best)) return { kind: 'dual', chosen, multipliers: bound.multipliers };
    }
    const solved = solveLeaf(leaf.program, guess?.basis);
    if (solved.status === 'infeasible') return { kind: 'empty', chosen, multipliers: solved.multipliers };
    const { point, basis, multipliers } = solved;
    const value = valueOf(leaf, point);
    const proof: Proof = { kind: 'dual', chosen, multipliers };
    if (best !== null && isBelow(value, best)) return proof;
    const interior = ties === 'weak' ? findInterior(problem, chosen) : null;
    if (interior !== null && 'thin' in interior) return { kind: 'thin', chosen, multipliers: interior.thin };
    if (best !== null && isBelow(best, value)) optimal = [];
    best = value;
    optimal.push({ leaf, point, basis, value, interior: interior?.commitment ?? null });
    return proof;
  }

  /** Whether some types' replies, with the most of all others, are below the best so far; the multipliers if so. */
  function close(chosen: Chosen): Proof | null {
    if (best === null) return null;
    const leaf = leafOf(problem, chosen, (t, j) => leastOf(problem, cap, t, j));
    count(counter);
    const guess = approximateLeaf(leaf.program);
    if (guess === undefined) return null;
    const bound = boundOf(problem, leaf, cap, guess);
    const total = singles.reduce((most, single, t) => (chosen.has(t) ? most : sum(most, single.most)), bound.most);
    return isBelow(total, best) ? { kind: 'dual', chosen, multipliers: bound.multipliers } : null;
  }

  function descend(chosen: Chosen): Proof {
    const type = chosen.size;
    if (type === problem.types.length) return examine(chosen);
    if (type > 0) {
      const closed = close(chosen);
      if (closed !== null) return closed;
    }
    // The most promising first.
    const branches = classes[type]!.map((members) => ({ members, most: promise(problem, cap, type, members) }))
      .sort((a, b) => (isBelow(a.most, b.most) ? 1 : isBelow(b.most, a.most) ? -1 : a.members[0]! - b.members[0]!))
      .map(({ members, most }) => {
        const next = new Map([...chosen, [type, members] as const]);
        const hopeless = problem.types.length === 1 && best !== null && members.length === 1 && isBelow(most, best);
        return { members, proof: hopeless ? ({ kind: 'dual', chosen: next, multipliers: null } as const) : descend(next) };
      });
    return { kind: 'split', type, branches };
  }

  const proof = descend(new Map());
  if (best === null) throw new RangeError('no reply is best anywhere');
  const order = ({ leaf }: LeafOptimum): readonly number[] => [...leaf.chosen.values()].map((members) => members[0]!);
  optimal.sort((a, b) => order(a).map((j, t) => j - order(b)[t]!).find((rest) => rest !== 0) ?? 0); // prettier-ignore
  return { value: best, optimal, proof, singles, programmes: counter.programmes };
}

function count(counter: { programmes: number; readonly limit: number }): void {
  if (++counter.programmes > counter.limit)
    throw new RefusedError(`the search has not ended after ${counter.limit} linear programmes: use fewer types or actions`);
}

/** What a leaf's point is worth. */
function valueOf({ program, constant }: Leaf, { numerators, denominator }: Fractions): Worth {
  return { n: program.objective.reduce((total, slope, j) => total + slope * numerators[j]!, constant * denominator), d: denominator };
}

/** What the first of some replies pays at most, whatever is committed to. */
function promise({ types }: LinearCommitment, cap: Cap, type: number, [first]: readonly number[]): Worth {
  const { weight, replies } = types[type]!;
  const { slopes, constant } = replies[first!]!.leader;
  const { n, d } = mostOf(cap, slopes, constant);
  return { n: weight * n, d };
}

/** What the replies of a type pay at most, one linear programme each. */
function singlesOf(problem: LinearCommitment, cap: Cap, type: number, counter: { programmes: number; readonly limit: number }): Singles {
  const bounds = problem.types[type]!.replies.map((_reply, j) => {
    const leaf = leafOf(problem, new Map([[type, [j]]]), () => 0n);
    count(counter);
    const guess = approximateLeaf(leaf.program);
    return boundOf(problem, leaf, cap, guess ?? { status: 'optimal', multipliers: leaf.program.rows.map(() => 0) });
  });
  return {
    most: bounds.map(({ most }) => most).reduce((a, b) => (isBelow(a, b) ? b : a)),
    multipliers: bounds.map(({ multipliers }) => multipliers),
  };
}

/** The replies that are told apart: with ties against the leader those that always pay the follower the same count together. */
export function classesOf({ types }: LinearCommitment, type: number, ties: TieRule): number[][] {
  const { replies } = types[type]!;
  if (ties === 'strong') return [...replies.keys()].map((j) => [j]);
  const classes: number[][] = [];
  replies.forEach(({ follower }, j) => {
    const known = classes.find((members) => isSame(replies[members[0]!]!.follower, follower));
    if (known === undefined) classes.push([j]);
    else known.push(j);
  });
  return classes;
}
