import { expect } from 'vitest';
import { certify, maximise } from './certify.fixture.ts';
import type { Fraction } from './fraction.ts';
import { ONE, ZERO, isEqual, isLess, minus, parse, print } from './fraction.ts';
import { affine } from './programme.ts';
import { verifyCertificate } from './verify.ts';

/** A stream of numbers from 0 to 1 (Park & Miller 1988). */
function numbers(seed: number): () => number {
  let state = seed + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** A game of 1 to 4 rows and columns, with entries of very different size, a third of them small whole numbers that tie. */
function randomGame(seed: number): { readonly leaderPayoff: string[][]; readonly followerPayoff: string[][] } {
  const next = numbers(seed);
  const ties = next() < 0.34;
  const [rows, columns] = [1 + Math.floor(4 * next()), 1 + Math.floor(4 * next())];
  const entry = (): string => {
    if (ties) return String(Math.floor(4 * next()) - 1);
    const size = Math.floor(28 * next()) - 12;
    const digits = String(Math.floor(2000 * next()) - 1000);
    return size >= 0 ? digits + '0'.repeat(size) : print(parse(`${digits}/1${'0'.repeat(-size)}`, ''));
  };
  const matrix = (): string[][] => Array.from({ length: rows }, () => Array.from({ length: columns }, entry));
  return { leaderPayoff: matrix(), followerPayoff: matrix() };
}

/** The value of a game by the definition: the best mixture for each column, with weak ties for each class of equal columns whose region has interior. */
function valueOf(leaderPayoff: readonly string[][], followerPayoff: readonly string[][], ties: 'strong' | 'weak'): Fraction {
  const [L, F] = [leaderPayoff, followerPayoff].map((matrix) => matrix.map((row) => row.map((cell) => parse(cell, '')))) as [
    Fraction[][],
    Fraction[][],
  ];
  const columns = [...L[0]!.keys()];
  const sum = { name: 'sum', side: affine(ONE, L.map((_row, i) => [String(i), minus(ZERO, ONE)])), equal: true }; // prettier-ignore
  const equal = (j: number, k: number): boolean => F.every((row) => isEqual(row[j]!, row[k]!));
  let best: Fraction | null = null;
  for (const j of columns) {
    const members = columns.filter((k) => (ties === 'weak' ? equal(j, k) : k === j));
    if (members[0] !== j) continue;
    const gains = (k: number, extra: readonly [string, Fraction][] = []): ReturnType<typeof affine> =>
      affine(ZERO, [...F.map((row, i) => [String(i), minus(row[j]!, row[k]!)] as [string, Fraction]), ...extra]);
    const others = columns.filter((k) => !members.includes(k));
    if (ties === 'weak') {
      const rows = others.map((k) => ({ name: `${k}`, side: gains(k, [['least', minus(ZERO, ONE)]]) }));
      const inside = maximise(
        affine(ZERO, [['least', ONE]]),
        [sum, ...rows, { name: 'cap', side: affine(ONE, [['least', minus(ZERO, ONE)]]) }],
        ['least'],
      );
      if (!isLess(ZERO, inside!.value)) continue;
    }
    const worst = members.map((k) => ({ name: `w${k}`, side: affine(ZERO, [...L.map((row, i) => [String(i), row[k]!] as [string, Fraction]), ['worst', minus(ZERO, ONE)]]) })); // prettier-ignore
    const found = maximise(
      affine(ZERO, [['worst', ONE]]),
      [sum, ...others.map((k) => ({ name: `${k}`, side: gains(k) })), ...worst],
      ['worst'],
    );
    if (found && (best === null || isLess(best, found.value))) best = found.value;
  }
  return best!;
}

/** Changes one number anywhere in a certificate, half of the times by the least step. */
function mutate(certificate: unknown, next: () => number): unknown {
  const copy = JSON.parse(JSON.stringify(certificate)) as Record<string, unknown>;
  const places: (readonly [Record<string, unknown>, string])[] = [];
  const collect = (node: Record<string, unknown>): void => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string' && /^-?\d/.test(value)) places.push([node, key]);
      else if (typeof value === 'object' && value !== null) collect(value as Record<string, unknown>);
    }
  };
  collect(copy);
  const [node, key] = places[Math.floor(places.length * next())]!;
  const { over, under } = parse(node[key], '');
  node[key] = next() < 0.5 ? print({ over: over + (next() < 0.5 ? 1n : -1n), under }) : String(Math.floor(20 * next()) - 10);
  return copy;
}

/** Goes through random games, and checks certificates and changed ones; how many changed ones were accepted, and were true. */
export function sweep(games: number, mutations: number): { readonly accepted: number } {
  let accepted = 0;
  for (let seed = 0; seed < games; seed++) {
    const next = numbers(7919 * seed);
    const game = randomGame(seed);
    for (const ties of ['strong', 'weak'] as const) {
      const certificate = certify({ kind: 'bimatrix', ...game }, ties);
      const { value } = verifyCertificate(certificate);
      expect([seed, ties, value]).toEqual([seed, ties, print(valueOf(game.leaderPayoff, game.followerPayoff, ties))]);
      for (let k = 0; k < mutations; k++) {
        const changed = mutate(certificate, next) as { problem: ReturnType<typeof randomGame> };
        let claim;
        try {
          claim = verifyCertificate(changed);
        } catch {
          continue;
        }
        accepted++;
        const truth = valueOf(changed.problem.leaderPayoff, changed.problem.followerPayoff, claim.ties);
        expect(claim.attained || ties === 'weak').toBe(true);
        expect(isLess(truth, parse(claim.value, '')), JSON.stringify(changed)).toBe(false);
        expect(isLess(parse(claim.bound, ''), truth), JSON.stringify(changed)).toBe(false);
      }
    }
  }
  return { accepted };
}
