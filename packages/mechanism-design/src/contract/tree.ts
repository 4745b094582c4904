import { randomStream } from '@firstmover/core';

/** A binary tree of decisions, as in a heap: node i leads to nodes 2 i + 1 (side 0) and 2 i + 2 (side 1). Entries are per node and side. */
export interface ContractTree {
  /** How many decisions a path has. */
  readonly depth: number;
  /** What the principal earns when the path takes a side, [node][side]. */
  readonly rewards: readonly (readonly [number, number])[];
  /** What it costs the agent to aim at a side, [node][side]; one side is free. */
  readonly costs: readonly (readonly [number, number])[];
  /** The probability that the path takes side 1, [node][side aimed at]. */
  readonly chances: readonly (readonly [number, number])[];
}

/** What is asked of {@link drawTree}. */
export interface TreeProblem {
  /** How many decisions a path has. */
  readonly depth: number;
  /** The seed of rewards and costs. */
  readonly tree: number;
  /** The probability that the path does not take the costly side, aimed at. */
  readonly noise: number;
  /** The probability that it takes it without. */
  readonly luck: number;
}

/** A tree drawn from a seed. Rewards are 0 to 4, and at every node one side is free for the agent and one costs 1 or 2. */
export function drawTree({ depth, tree, noise, luck }: TreeProblem): ContractTree {
  const rewards: [number, number][] = [];
  const costs: [number, number][] = [];
  const chances: [number, number][] = [];
  const stream = randomStream(tree, 'contract/tree');
  for (let node = 0; node < 2 ** depth - 1; node++) {
    const random = stream.at(0, node);
    rewards.push([random.integer(5), random.integer(5)]);
    const cost = 1 + random.integer(2);
    const right = random.integer(2) === 1;
    costs.push(right ? [0, cost] : [cost, 0]);
    chances.push(right ? [luck, 1 - noise] : [noise, 1 - luck]);
  }
  return { depth, rewards, costs, chances };
}
