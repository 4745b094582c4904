import type { Fraction } from './fraction.ts';
import { MINUS, ONE, ZERO, add, greatest, isEqual, isLess, least, parse, print, times } from './fraction.ts';
import type { Affine, Named, Row } from './programme.ts';
import { affine, boundBy, mustHold, plus, valueAt } from './programme.ts';
import type { Fields, Problem, Reply } from './problem.ts';
import { list } from './problem.ts';
import { matrices, recommendations } from './matrix.ts';
import { security } from './security.ts';
import { readTree } from './tree.ts';

/** What a certificate proves of its problem: a commitment is worth the value (or those close to it, where it is not attained), and none is worth more than the bound. */
export interface Verified {
  /** What the leader commits to. */
  readonly commitmentClass: 'mixed' | 'correlated';
  /** How an indifferent follower chooses. */
  readonly ties: 'strong' | 'weak';
  /** What the commitment is worth. */
  readonly value: string;
  /** What no commitment exceeds. */
  readonly bound: string;
  /** Whether the commitment itself is worth the value. */
  readonly attained: boolean;
}

/** Per type that is said to, what it replies: with weak ties all replies that always pay it the same. */
type Chosen = ReadonlyMap<number, readonly Reply[]>;

/**
 * Checks a certificate in exact fractions. Nothing in it is trusted but the problem: every linear programme is made from that anew. The certificate
 * gives the commitment, which is played out, and multipliers, which prove a bound by weak duality wherever they come from.
 *
 * @param certificate - the parsed JSON of the file
 * @returns what is proved
 * @throws Error saying what does not hold
 */
export function verifyCertificate(certificate: unknown): Verified {
  const { format, problem: document, commitmentClass, ties, attained, proof, ...given } = object(certificate, 'the certificate');
  if (format !== 1) throw new Error(`format is ${JSON.stringify(format)}: expected 1`);
  if (commitmentClass !== 'mixed' && commitmentClass !== 'correlated')
    throw new Error(`commitmentClass is ${JSON.stringify(commitmentClass)}: expected mixed or correlated`);
  if (ties !== 'strong' && ties !== 'weak') throw new Error(`ties is ${JSON.stringify(ties)}: expected strong or weak`);
  const problem = readProblem(object(document, 'problem'), commitmentClass === 'correlated');
  const [value, bound] = [parse(given['value'], 'value'), parse(given['bound'], 'bound')];
  const commitment = named(given['commitment'], 'commitment');
  mustHold(problem.rows, commitment, 'the commitment');
  const worth =
    attained === true
      ? valueOf(problem, commitment, ties)
      : limitAt(problem, commitment, named(given['interior'], 'interior'), given['replies']);
  if (!isEqual(worth, value)) throw new Error(`the commitment is worth ${print(worth)}, not ${print(value)}`);
  if (isLess(bound, value)) throw new Error(`the value ${print(value)} is above the bound ${print(bound)}`);
  check(problem, ties, bound, proof, new Map());
  return { commitmentClass, ties, value: print(value), bound: print(bound), attained: attained === true };
}

/**
 * Makes the problem of a document.
 *
 * @param correlated - whether the leader recommends actions from a joint distribution
 * @throws Error naming what is wrong
 */
export function readProblem(document: Fields, correlated: boolean): Problem {
  const { kind, types, root } = document;
  if (kind === 'bimatrix') return correlated ? recommendations(document) : matrices([{ ...document, probability: '1' }]);
  if (kind === 'bayesian') return matrices(list(types, 'types') as Fields[]);
  if (kind === 'security') return security(document);
  if (kind === 'extensive-form') return readTree(root);
  throw new Error(`kind is ${JSON.stringify(kind)}: expected bimatrix, bayesian, security or extensive-form`);
}

/** What a commitment is worth where every follower takes a best reply, for the leader or against it. */
function valueOf({ objective, types }: Problem, commitment: Named, ties: 'strong' | 'weak'): Fraction {
  return types.reduce(
    (sum, { probability, replies }) => {
      const gains = replies.map(({ follower }) => valueAt(follower, commitment));
      const best = replies.filter((_reply, k) => isEqual(gains[k]!, greatest(gains))).map(({ leader }) => valueAt(leader, commitment));
      return add(sum, times(probability, ties === 'strong' ? greatest(best) : least(best)));
    },
    valueAt(objective, commitment),
  );
}

/** What commitments are worth on the way from an interior one, at which some replies alone are best, to a limit at which they are best too. */
function limitAt({ rows, objective, types }: Problem, limit: Named, interior: Named, given: unknown): Fraction {
  mustHold(rows, interior, 'the interior commitment');
  const names = list(given, 'replies');
  return types.reduce(
    (sum, { probability, replies }, t) => {
      const members = classes(replies, 'weak').find((candidates) => candidates.some(({ name }) => name === names[t]));
      if (!members) throw new Error(`type ${t} has no reply ${JSON.stringify(names[t])}`);
      for (const { name, side } of preferences(t, members, replies)) {
        if (isLess(valueAt(side, limit), ZERO) || !isLess(ZERO, valueAt(side, interior)))
          throw new Error(`on the way to the commitment it does not hold that ${name}`);
      }
      return add(sum, times(probability, least(members.map(({ leader }) => valueAt(leader, limit)))));
    },
    valueAt(objective, limit),
  );
}

/**
 * Checks that no commitment is worth more than the bound. A proof splits the commitments by what a type replies, every reply in turn, until those left
 * are bounded by multipliers (`dual`), or with weak ties only limits of others, because the replies are nowhere the only best ones (`thin`).
 */
function check(problem: Problem, ties: 'strong' | 'weak', bound: Fraction, given: unknown, chosen: Chosen): void {
  const { dual, thin, type, replies: branches } = object(given, 'a proof');
  if (dual !== undefined) {
    const { objective, rows, free } = relaxation(problem, chosen);
    const proved = boundBy(objective, rows, named(dual, 'dual'), free);
    if (isLess(bound, proved)) throw new Error(`multipliers prove ${print(proved)}, not ${print(bound)}, where ${describe(chosen)}`);
  } else if (thin !== undefined && ties === 'weak') {
    const lead = affine(ZERO, [['lead', ONE]]);
    const preferred = [...chosen].flatMap(([t, members]) => preferences(t, members, problem.types[t]!.replies));
    const rows = [...problem.rows, ...preferred.map(({ name, side }) => ({ name, side: plus(side, MINUS, lead) }))];
    if (isLess(ZERO, boundBy(lead, rows, named(thin, 'thin'), ['lead'])))
      throw new Error(`there may be an interior where ${describe(chosen)}`);
  } else {
    const t = Number(type);
    if (!problem.types[t] || chosen.has(t))
      throw new Error(`a proof that splits by type ${JSON.stringify(type)}: expected one that is left`);
    for (const members of classes(problem.types[t].replies, ties))
      check(problem, ties, bound, object(branches, 'replies of a proof')[members[0]!.name], new Map([...chosen, [t, members]]));
  }
}

/** What the leader can get at most where some types reply as they are said to, and the others as the leader likes among their best replies. */
export function relaxation(
  problem: Problem,
  chosen: Chosen,
): { readonly objective: Affine; readonly rows: readonly Row[]; readonly free: readonly string[] } {
  const rows = [...problem.rows];
  const variables = new Set(problem.rows.flatMap(({ side }) => [...side.slopes.keys()]));
  let { objective } = problem;
  problem.types.forEach(({ probability, replies }, t) => {
    const members = chosen.get(t);
    if (members) {
      const worst = affine(ZERO, [[`worst ${t}`, ONE]]);
      for (const { name, leader } of members) rows.push({ name: `type ${t} worst ${name}`, side: plus(leader, MINUS, worst) });
      rows.push(...preferences(t, members, replies));
      objective = plus(objective, probability, worst);
      return;
    }
    // The commitment is a sum of parts, one for each reply that is best there, each a commitment times its share.
    const part = (side: Affine, name: string): Affine =>
      affine(ZERO, [[`share ${t} ${name}`, side.constant], ...[...side.slopes].map(([v, slope]) => [`${v} ${t} ${name}`, slope] as const)]);
    const total = (side: Affine): Affine => replies.reduce((sum, { name }) => plus(sum, ONE, part(side, name)), affine(ZERO));
    rows.push({ name: `type ${t} shares`, side: plus(total(affine(ONE)), MINUS, affine(ONE)), equal: true });
    for (const v of variables) {
      const one = affine(ZERO, [[v, ONE]]);
      rows.push({ name: `type ${t} total ${v}`, side: plus(total(one), MINUS, one), equal: true });
    }
    for (const reply of replies) {
      const within = [
        ...problem.rows.map((row) => ({ ...row, name: `type ${t} ${row.name} ${reply.name}` })),
        ...preferences(t, [reply], replies),
      ];
      rows.push(...within.map((row) => ({ ...row, side: part(row.side, reply.name) })));
      objective = plus(objective, probability, part(reply.leader, reply.name));
    }
  });
  return { objective, rows, free: [...chosen.keys()].map((t) => `worst ${t}`) };
}

/** That replies of a type are at least as good for it as its others. */
export function preferences(t: number, members: readonly Reply[], replies: readonly Reply[]): Row[] {
  const [{ name, follower }] = members as [Reply];
  return replies
    .filter((other) => !members.includes(other))
    .map((other) => ({ name: `type ${t} prefers ${name} to ${other.name}`, side: plus(follower, MINUS, other.follower) }));
}

/** The replies that are told apart: with weak ties those that always pay the follower the same count together. */
export function classes(replies: readonly Reply[], ties: 'strong' | 'weak'): (readonly Reply[])[] {
  if (ties === 'strong') return replies.map((reply) => [reply]);
  const found = new Map<string, Reply[]>();
  for (const reply of replies) {
    const { constant, slopes } = reply.follower;
    const terms = [...slopes].filter(([, slope]) => !isEqual(slope, ZERO)).map(([name, slope]) => `${name} ${print(slope)}`);
    const key = [print(constant), ...terms.sort()].join('\n');
    found.set(key, [...(found.get(key) ?? []), reply]);
  }
  return [...found.values()];
}

function describe(chosen: Chosen): string {
  return (
    [...chosen].map(([t, members]) => `type ${t} replies ${members.map(({ name }) => name).join(' or ')}`).join(', ') ||
    'all may reply as they like'
  );
}

function named(given: unknown, what: string): Named {
  return new Map(Object.entries(object(given, what)).map(([name, value]) => [name, parse(value, `${what} ${name}`)]));
}

function object(given: unknown, what: string): Fields {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error(`${what} is ${JSON.stringify(given)}: expected an object`);
  return given as Fields;
}
