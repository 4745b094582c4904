import type { GameDefinition } from '@firstmover/core';
import { box, defineGame, defineRules, discrete, drawBars, multiDiscrete } from '@firstmover/core';
import { contractOptimum } from './optimum.ts';
import { drawTree } from './tree.ts';

interface State {
  /** The node, as in a heap. */
  readonly node: number;
}

const SIDES = ['left', 'right'] as const;

/**
 * `mechanism/Contract-v1`: a principal and an agent walk down a binary tree. At each node the agent aims at a side, which nobody sees. One of the two costs
 * the agent something, and the path misses it with probability `noise`, or takes it without being aimed at with probability `luck`. The side that the path takes earns the principal a reward, and it pays the agent for it what it has committed to. A hidden-action principal-agent problem on a tree (Ivanov et al. 2024).
 */
export const contract: GameDefinition = defineGame({
  id: 'mechanism/Contract-v1',
  parameters: {
    depth: { kind: 'integer', min: 1, max: 12, default: 10, about: 'decisions on a path; the tree has 2^depth - 1 of them' },
    tree: { kind: 'integer', min: 0, max: 1_000_000, default: 0, about: 'the seed of the rewards and costs in the tree' },
    noise: { kind: 'number', min: 0, max: 0.5, default: 0.2, about: 'the probability that the path misses the costly side, aimed at' },
    luck: { kind: 'number', min: 0, max: 0.4, default: 0, about: 'the probability that the path takes the costly side without' },
    highestPayment: { kind: 'number', min: 0, max: 1000, default: 5, about: 'the most that is paid at a node' },
    levels: {
      kind: 'integer',
      min: 0,
      max: 1000,
      default: 4,
      about:
        'payments are multiples of highestPayment / levels, the action is a side and what is paid for it; 0 for any, the action is what is paid for each side',
    },
  },
  rules({ highestPayment, levels, ...problem }) {
    const tree = drawTree(problem);
    const node = discrete(tree.rewards.length);
    return defineRules({
      players: [
        {
          name: 'principal',
          role: 'leader',
          observation: node,
          action: levels === 0 ? box(0, highestPayment, [2]) : multiDiscrete([2, levels + 1]),
        },
        { name: 'agent', role: 'follower', observation: node, action: discrete(2, SIDES) },
      ],
      initial: (): State => ({ node: 0 }),
      step({ node: at }: State, [offer, aim], chance) {
        const right = tree.chances[at]![aim]!;
        const side = right === 0 || right === 1 ? right : chance.pick([1 - right, right]);
        const [first, second] = offer as [number, number];
        const paid = levels === 0 ? [first, second][side]! : first === side ? (highestPayment * second) / levels : 0;
        const next = 2 * at + 1 + side;
        const terminated = next >= tree.rewards.length;
        return {
          state: { node: terminated ? at : next },
          rewards: [tree.rewards[at]![side]! - paid, paid - tree.costs[at]![aim]!],
          terminated,
        };
      },
      observe: ({ node: at }) => at,
      draw: ({ node: at }) =>
        drawBars(
          SIDES.flatMap((name, side) => [
            { label: `node ${at}, ${name}: earns`, value: tree.rewards[at]![side]!, tone: 'leader' as const },
            { label: `node ${at}, ${name}: costs`, value: tree.costs[at]![side]!, tone: 'follower' as const },
          ]),
          4,
        ),
    });
  },
  descriptor({ highestPayment, levels, ...problem }) {
    const optimum = contractOptimum(drawTree(problem));
    const unit = levels === 0 ? 0 : highestPayment / levels;
    const offGrid = (payment: number): boolean => unit > 0 && Math.abs(Math.round(payment / unit) * unit - payment) > 1e-9;
    const reached = optimum !== undefined && optimum.payments.flat().every((payment) => payment <= highestPayment && !offGrid(payment));
    return {
      summary: 'A principal recommends by payments the way of an agent down a tree, without seeing what the agent does.',
      rewardBounds: [-Math.max(2, highestPayment), Math.max(4, highestPayment)],
      horizon: problem.depth,
      optima: reached
        ? (['stationary', 'rational'] as const).map((followerClass) => ({
            leaderReturn: optimum.leaderReturn,
            commitment: 'pure' as const,
            followerClass,
            ties: 'strong' as const,
            source: 'dynamic programming on promised utility (contractOptimum), after Spear & Srivastava (1987)',
          }))
        : [],
      source:
        'the hidden-action trees of Ivanov, Dütting, Talgam-Cohen, Wang & Parkes, Principal-Agent Reinforcement Learning (2024), with rewards and costs of our own',
    };
  },
});
