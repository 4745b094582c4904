import type { ContractTree } from './tree.ts';

/** The best contract of a tree. */
export interface ContractOptimum {
  /** What the principal expects: rewards less payments. */
  readonly leaderReturn: number;
  /** What the agent expects: payments less costs, its rent. */
  readonly agentReturn: number;
  /** The side that the agent aims at, per node. */
  readonly sides: readonly number[];
  /** What is paid when the path takes a side, [node][side]; at most one of the two is above 0. */
  readonly payments: readonly (readonly [number, number])[];
}

/** A contract for the part of the tree under a node. */
interface Part {
  /** What it leaves to the agent. */
  readonly rent: number;
  /** What both have together. */
  readonly surplus: number;
  readonly side: number;
  readonly payments: readonly [number, number];
  readonly below: readonly [Part, Part] | undefined;
}

const LEAF: Part = { rent: 0, surplus: 0, side: 0, payments: [0, 0], below: undefined };

/** The most ways to combine parts at a node that are looked at. */
const WAYS = 2000;

/**
 * The optimal contract of a hidden-action tree by dynamic programming on promised utility (Spear & Srivastava 1987). It is exact for
 * payments of any size and an agent that does as it is told when indifferent. What matters of a contract for a part of the tree is the
 * rent that it leaves to the agent there and the surplus: the rent is a reward for getting there, and more of it can always be added by
 * paying on the way. So a part is kept unless another one has no more rent and no less surplus. With the parts below a node chosen,
 * payments there make up what the rents leave of the gap `(cost 1 - cost 0) / (chance 1 - chance 0)` between what the sides are worth to
 * the agent. Without luck all rents are zero, and time is linear in the nodes.
 *
 * @param tree - rewards, costs and chances
 * @returns undefined where the parts to be kept are too many: with luck, at some depth
 */
export function contractOptimum(tree: ContractTree): ContractOptimum | undefined {
  let level: (readonly Part[])[] = Array.from({ length: 2 ** tree.depth }, () => [LEAF]);
  for (let depth = tree.depth - 1; depth >= 0; depth--) {
    const first = 2 ** depth - 1;
    const below = level;
    level = [];
    for (let i = 0; i < 2 ** depth; i++) {
      const [left, right] = [below[2 * i]!, below[2 * i + 1]!];
      if (left.length * right.length > WAYS) return undefined;
      level.push(partsAt(tree, first + i, left, right));
    }
  }
  const root = level[0]!.reduce((best, part) => (part.surplus - part.rent > best.surplus - best.rent ? part : best));
  const sides: number[] = [];
  const payments: (readonly [number, number])[] = [];
  let row: readonly Part[] = [root];
  while (row[0]!.below) {
    for (const part of row) {
      sides.push(part.side);
      payments.push(part.payments);
    }
    row = row.flatMap((part) => part.below!);
  }
  return { leaderReturn: tidy(root.surplus - root.rent), agentReturn: tidy(root.rent), sides, payments };
}

/** The undominated contracts from a node on. */
function partsAt(tree: ContractTree, node: number, left: readonly Part[], right: readonly Part[]): readonly Part[] {
  const [rewards, costs, chances] = [tree.rewards[node]!, tree.costs[node]!, tree.chances[node]!];
  const gap = (costs[1] - costs[0]) / (chances[1] - chances[0]);
  const parts: Part[] = [];
  for (const zero of left) {
    for (const one of right) {
      for (const side of [0, 1]) {
        const lead = one.rent - zero.rent;
        const payments = [side === 0 ? Math.max(0, lead - gap) : 0, side === 1 ? Math.max(0, gap - lead) : 0] as const;
        const chance = chances[side]!;
        const surplus = (1 - chance) * (rewards[0] + zero.surplus) + chance * (rewards[1] + one.surplus) - costs[side]!;
        const rent = (1 - chance) * (payments[0] + zero.rent) + chance * (payments[1] + one.rent) - costs[side]!;
        parts.push({ rent, surplus, side, payments, below: [zero, one] });
      }
    }
  }
  parts.sort((a, b) => a.rent - b.rent || b.surplus - a.surplus);
  const kept: Part[] = [];
  for (const part of parts) if (kept.length === 0 || part.surplus > kept.at(-1)!.surplus + 1e-9) kept.push(part);
  return kept;
}

/** Sums of the same few numbers in another order must be told equal. */
function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
