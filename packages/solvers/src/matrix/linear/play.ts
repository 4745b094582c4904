import type { Fractions } from '@firstmover/programmes';
import { valueOfRow } from '@firstmover/programmes';
import type { LinearCommitment } from './problem.ts';

/** The replies of a type that are best for it at a commitment, in exact fractions. */
export function bestReplies({ types }: LinearCommitment, type: number, commitment: Fractions): number[] {
  const values = types[type]!.replies.map(({ follower }) => valueOfRow(follower, commitment));
  const most = values.reduce((a, b) => (b > a ? b : a));
  return [...values.keys()].filter((j) => values[j] === most);
}

/** What the leader gets where every type takes the given replies, and the worst of them where they are several: over the denominator of the commitment. */
export function worthOf({ types }: LinearCommitment, replies: readonly (readonly number[])[], commitment: Fractions): bigint {
  return types.reduce((sum, { weight, replies: all }, t) => {
    const worst = replies[t]!.map((j) => valueOfRow(all[j]!.leader, commitment)).reduce((a, b) => (b < a ? b : a));
    return sum + weight * worst;
  }, 0n);
}

/** The commitment of a point that has further variables behind it. */
export function commitmentOf({ variables }: LinearCommitment, { numerators, denominator }: Fractions): Fractions {
  return { numerators: numerators.slice(0, variables.length), denominator };
}
