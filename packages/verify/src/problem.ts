import type { Fraction } from './fraction.ts';
import { MINUS, ONE } from './fraction.ts';
import type { Affine, Row } from './programme.ts';
import { affine } from './programme.ts';

/** A reply of a follower, by what it pays in terms of the commitment. */
export interface Reply {
  /** What proofs call it. */
  readonly name: string;
  /** What it pays the leader. */
  readonly leader: Affine;
  /** What it pays the follower. */
  readonly follower: Affine;
}

/** Commitments between rows, and types of followers that see the commitment, each with finitely many replies. */
export interface Problem {
  /** What a commitment satisfies. */
  readonly rows: readonly Row[];
  /** The followers that may come, and how likely each is. */
  readonly types: readonly { readonly probability: Fraction; readonly replies: readonly Reply[] }[];
  /** What the leader gets whatever followers do. */
  readonly objective: Affine;
}

/** A JSON object. */
export type Fields = { readonly [name: string]: unknown };

/** The most joint allocations or plans of a follower that are listed. */
export const MOST_LISTED = 20_000;

/** That variables add up to 1. */
export const sumToOne = (names: readonly string[]): Row => ({ name: 'sum', side: affine(ONE, names.map((name) => [name, MINUS])), equal: true }); // prettier-ignore

/** A list of a certificate. */
export function list(given: unknown, what: string): unknown[] {
  if (!Array.isArray(given)) throw new Error(`${what} is ${JSON.stringify(given)}: expected a list`);
  return given;
}
