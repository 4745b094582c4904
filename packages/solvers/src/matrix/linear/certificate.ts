// The certificate of an answer, in the format that @firstmover/verify checks.
import type { TieRule } from '@firstmover/core';
import type { Fraction, Fractions } from '@firstmover/programmes';
import { formatFraction, ratio } from '@firstmover/programmes';
import { capOf, leastOf, mend, type Cap, type Worth } from './bound.ts';
import type { Chosen } from './leaf.ts';
import { leafOf, rivalsOf } from './leaf.ts';
import { unitOf, type LinearCommitment } from './problem.ts';
import type { Found, Proof, Singles } from './search.ts';

/** Numbers by name, as texts of fractions; what is not named is 0. */
export type NamedFractions = Readonly<Record<string, string>>;

/** Why no commitment is worth more than the bound. */
export type CertificateProof =
  | { readonly type: number; readonly replies: { readonly [reply: string]: CertificateProof } }
  | { readonly dual: NamedFractions }
  | { readonly thin: NamedFractions };

/** What a certificate says beside the problem. */
export interface CertificateClaims {
  /** How an indifferent follower chooses. */
  readonly ties: TieRule;
  /** What the commitment is worth, as a fraction. */
  readonly value: string;
  /** What none exceeds. */
  readonly bound: string;
  /** Whether the commitment itself is worth the value. */
  readonly attained: boolean;
  /** Its variables. */
  readonly commitment: NamedFractions;
  /** Where it is not attained: a commitment at which the replies are the only best ones. */
  readonly interior?: NamedFractions;
  /** Where it is not attained: what is replied on the way, by type. */
  readonly replies?: readonly string[];
  /** Why none is worth more. */
  readonly proof: CertificateProof;
}

/** Names the fractions that are not 0. */
function named(names: readonly string[], { numerators, denominator }: Fractions): NamedFractions {
  return Object.fromEntries(names.flatMap((name, k) => (numerators[k] === 0n ? [] : [[name, formatFraction(ratio(numerators[k]!, denominator))] as const]))); // prettier-ignore
}

/** What a commitment is worth in the problem's own units. */
export function worthInUnits(problem: LinearCommitment, { n, d }: Worth): Fraction {
  return ratio(n, d * unitOf(problem));
}

/**
 * Writes down what a search found.
 *
 * @param commitment - one that attains the value, or the limit of some that approach it
 */
export function certificateOf(
  problem: LinearCommitment,
  found: Found,
  ties: TieRule,
  commitment: Fractions,
  attained: boolean,
): CertificateClaims {
  const value = formatFraction(worthInUnits(problem, found.value));
  const limit = found.optimal.find(({ interior }) => interior !== null);
  const cap = capOf(problem);
  return {
    ties,
    value,
    bound: value,
    attained,
    commitment: named(problem.variables, commitment),
    ...(attained || limit === undefined
      ? {}
      : {
          interior: named(problem.variables, limit.interior!),
          replies: [...limit.leaf.chosen].map(([t, members]) => problem.types[t]!.replies[members[0]!]!.name),
        }),
    proof: proofOf(problem, found, cap, found.proof),
  };
}

function proofOf(problem: LinearCommitment, found: Found, cap: Cap, proof: Proof): CertificateProof {
  if (proof.kind === 'split') {
    const { replies } = problem.types[proof.type]!;
    const branches = proof.branches.map(({ members, proof: rest }) => [replies[members[0]!]!.name, proofOf(problem, found, cap, rest)] as const); // prettier-ignore
    return { type: proof.type, replies: Object.fromEntries(branches) };
  }
  if (proof.kind === 'thin') return { thin: thinOf(problem, proof.chosen, proof.multipliers) };
  return { dual: dualOf(problem, found, cap, proof) };
}

/** The rows of a leaf by name, with what their multipliers are divided by: first the rows of commitments, then the replies' by type. */
function rowsOf(problem: LinearCommitment, chosen: Chosen): { readonly name: string; readonly factor: bigint }[] {
  const rows = problem.rows.map(({ name, scale }) => ({ name, factor: scale }));
  for (const [t, members] of chosen) {
    const { scale, replies } = problem.types[t]!;
    const [first] = members;
    const nameOf = (j: number): string => replies[j]!.name;
    if (members.length > 1) rows.push(...members.map((j) => ({ name: `type ${t} worst ${nameOf(j)}`, factor: problem.leaderScale })));
    rows.push(...rivalsOf(problem, t, members).map((other) => ({ name: `type ${t} prefers ${nameOf(first!)} to ${nameOf(other)}`, factor: scale }))); // prettier-ignore
  }
  return rows;
}

function dualOf(
  problem: LinearCommitment,
  found: Found,
  cap: Cap,
  { kind, chosen, multipliers }: Extract<Proof, { kind: 'dual' | 'empty' }>,
): NamedFractions {
  const leaf = leafOf(problem, chosen, (t, j) => leastOf(problem, cap, t, j));
  const none = { numerators: leaf.program.rows.map(() => 0n), denominator: 1n };
  const proving =
    kind === 'empty' ? belowValue(problem, found, cap, chosen, multipliers) : (multipliers ?? mend(problem, leaf, cap, none).multipliers);
  const unit = unitOf(problem);
  const dual: Record<string, string> = {};
  const write = (name: string, n: bigint, d: bigint): void => {
    if (n !== 0n) dual[name] = formatFraction(ratio(n, d));
  };
  rowsOf(problem, chosen).forEach(({ name, factor }, r) => {
    write(name, proving.numerators[r]! * factor, proving.denominator * unit);
  });
  for (const [t, members] of chosen)
    if (members.length === 1)
      write(`type ${t} worst ${problem.types[t]!.replies[members[0]!]!.name}`, problem.types[t]!.weight, unit / problem.leaderScale);
  found.singles.forEach((single, t) => {
    if (!chosen.has(t)) writeRelaxed(problem, single, t, write);
  });
  return dual;
}

/** Multipliers of an empty leaf's rows that prove a bound of at most the value: those of any bound, and Farkas' as often as it takes. */
function belowValue(problem: LinearCommitment, { value }: Found, cap: Cap, chosen: Chosen, farkas: Fractions): Fractions {
  const leaf = leafOf(problem, chosen, (t, j) => leastOf(problem, cap, t, j));
  const start = mend(problem, leaf, cap, withShares(leaf.program.rows.length, leaf.shares));
  const fall = leaf.program.rows.reduce((sum, { constant }, r) => sum + constant * farkas.numerators[r]!, 0n);
  // start.most - times * |fall| / farkas.denominator <= value
  const excess = { n: start.most.n * value.d - value.n * start.most.d, d: start.most.d * value.d };
  if (excess.n <= 0n) return start.multipliers;
  const times = (excess.n * farkas.denominator) / (excess.d * -fall) + 1n;
  return {
    numerators: start.multipliers.numerators.map(
      (n, r) => n * farkas.denominator + times * farkas.numerators[r]! * start.multipliers.denominator,
    ),
    denominator: start.multipliers.denominator * farkas.denominator,
  };
}

/** Multipliers that are 0, but for those of several replies of a type, which add up to its weight. */
function withShares(rows: number, shares: readonly (readonly [first: number, count: number, weight: bigint])[]): Fractions {
  const numerators = new Array<bigint>(rows).fill(0n);
  for (const [first, , weight] of shares) numerators[first] = weight;
  return { numerators, denominator: 1n };
}

/** The rows of a type that is not split: each of its replies gets a part of the commitment, and none of them pays more than the most of all. */
function writeRelaxed(
  problem: LinearCommitment,
  { most, multipliers }: Singles,
  t: number,
  write: (name: string, n: bigint, d: bigint) => void,
): void {
  const unit = unitOf(problem);
  const { replies } = problem.types[t]!;
  write(`type ${t} shares`, -most.n, most.d * unit);
  multipliers.forEach(({ numerators, denominator }, j) => {
    rowsOf(problem, new Map([[t, [j]]])).forEach(({ name, factor }, r) => {
      const row = r < problem.rows.length ? `type ${t} ${name} ${replies[j]!.name}` : name;
      write(row, numerators[r]! * factor, denominator * unit);
    });
  });
}

/** The multipliers of leads in the problem's own units, which add up to 1. */
function thinOf(problem: LinearCommitment, chosen: Chosen, { numerators }: Fractions): NamedFractions {
  const rows = rowsOf(problem, chosen).filter(({ name }) => !/^type \d+ worst /.test(name));
  const weights = rows.map(({ factor }, r) => numerators[r]! * factor);
  const total = weights.slice(problem.rows.length).reduce((sum, weight) => sum + weight, 0n);
  return named(rows.map(({ name }) => name), { numerators: weights, denominator: total }); // prettier-ignore
}
