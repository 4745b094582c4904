import type { FiniteChance, GameDefinition, Matrix } from '@firstmover/core';
import { InputError, defineGame, defineRules, discrete, drawGraph, show, simplex } from '@firstmover/core';
import { neighboursOf } from './graph.ts';
import { patrolOptimum } from './optimum.ts';

const ID = 'security/Patrol-v1';

interface State {
  /** Where the patrol is. */
  readonly at: number;
  /** The node under attack, -1 before. */
  readonly target: number;
  /** How many more steps the attack takes, or the attacker can wait. */
  readonly clock: number;
}

function readValues(values: Matrix): readonly number[] {
  const [row] = values as [readonly number[]];
  if (values.length === 1 && row.every((value) => value >= 0)) return row;
  throw new InputError(`values of ${ID} is ${show(values)}: expected one row, a number of at least 0 for each node`);
}

function checkStart(start: number, nodes: number): void {
  if (start >= nodes) throw new InputError(`start of ${ID} is ${start}: expected a node, from 0 to ${nodes - 1}`);
}

/** The patrol's next node, drawn from its mixture over the neighbours, or the neighbour that it named. */
function nextNode(neighbours: readonly number[], move: number | readonly number[], chance: FiniteChance): number {
  if (typeof move === 'number') return neighbours[move % neighbours.length]!;
  const weights = move.slice(0, neighbours.length);
  // A mixture of what does not exist here says nothing about what does.
  return neighbours[chance.pick(weights.some((weight) => weight > 0) ? weights : weights.map(() => 1))]!;
}

/**
 * `security/Patrol-v1`: a patrol walks on a graph by a stationary policy, which an attacker knows. The attacker waits for the best moment
 * and attacks a node, which takes several moves of the patrol. If the patrol comes by meanwhile, the attacker is caught (Basilico, Gatti
 * & Amigoni, AAMAS 2009).
 */
export const patrol: GameDefinition = defineGame({
  id: ID,
  parameters: {
    graph: {
      kind: 'matrix',
      default: [
        [0, 1],
        [0, 2],
        [0, 3],
        [0, 4],
      ],
      about: 'one row per edge: two nodes; the same one twice lets the patrol stay there (readGraph reads files)',
    },
    values: { kind: 'matrix', default: [[1, 2, 3, 4, 5]], about: 'one row: what the attacker gets, and the patrol loses, per node' },
    attackTime: { kind: 'integer', min: 1, max: 100, default: 2, about: 'how many moves of the patrol an attack takes' },
    penalty: { kind: 'number', min: 0, max: 1000, default: 1, about: 'what an attacker that is caught pays the patrol' },
    rounds: { kind: 'integer', min: 1, max: 10_000, default: 10, about: 'in how many steps an attack can begin' },
    start: { kind: 'integer', min: 0, max: 10_000, default: 0, about: 'the node where the patrol starts' },
    attacker: {
      kind: 'choice',
      options: ['watches', 'knows'],
      default: 'watches',
      about: 'watches: sees where the patrol is; knows: only its policy',
    },
    commitment: {
      kind: 'choice',
      options: ['mixed', 'sampled'],
      default: 'mixed',
      about: 'mixed: the action is the mixture over the neighbours; sampled: a neighbour, drawn by the policy at each visit',
    },
  },
  rules: ({ graph, values, attackTime, penalty, rounds, start, attacker, commitment }) => {
    const worth = readValues(values);
    const nodes = worth.length;
    const neighbours = neighboursOf(graph, nodes, ID);
    checkStart(start, nodes);
    const degree = Math.max(...neighbours.map(({ length }) => length));
    const names = worth.map((_value, node) => `node ${node}`);
    const watches = attacker === 'watches';
    // A node next to all others is drawn in the middle of them.
    const hub = nodes > 3 ? neighbours.findIndex((list, node) => list.filter((other) => other !== node).length === nodes - 1) : -1;
    const place = (node: number): { readonly x: number; readonly y: number } => {
      const angle = (2 * Math.PI * node) / nodes;
      return node === hub ? { x: 0.5, y: 0.5 } : { x: 0.5 + 0.5 * Math.cos(angle), y: 0.5 + 0.5 * Math.sin(angle) };
    };
    return defineRules({
      players: [
        {
          name: 'patrol',
          role: 'leader',
          observation: discrete(nodes, names),
          action: commitment === 'mixed' ? simplex(degree) : discrete(degree),
          hidden: ['target', 'clock'],
        },
        {
          name: 'attacker',
          role: 'follower',
          observation: watches ? discrete(nodes + 1, [...names, 'attacking']) : discrete(2, ['waiting', 'attacking']),
          action: discrete(nodes + 1, ['wait', ...names]),
        },
      ],
      initial: (): State => ({ at: start, target: -1, clock: rounds }),
      step({ at, target, clock }: State, [move, attack], chance) {
        const to = nextNode(neighbours[at]!, move as number | readonly number[], chance);
        const begins = target < 0 && attack !== 0;
        const attacked = begins ? (attack as number) - 1 : target;
        const left = (begins ? attackTime : clock) - 1;
        const caught = attacked === to;
        const gain = caught ? 0 - penalty : attacked >= 0 && left === 0 ? worth[attacked]! : 0;
        return { state: { at: to, target: attacked, clock: left }, rewards: [0 - gain, gain], terminated: caught || left === 0 };
      },
      observe: ({ at, target }, player) => (player === 0 ? at : watches ? (target < 0 ? at : nodes) : target < 0 ? 0 : 1),
      draw: ({ at, target }) =>
        drawGraph(
          worth.map((value, node) => ({
            ...place(node),
            label: String(value),
            tone: node === at ? 'leader' : node === target ? 'follower' : 'soft',
            ...((node === at || node === target) && {
              note: [node === at ? `patrol at node ${node}` : '', node === target ? `attack on node ${node}` : '']
                .filter((words) => words !== '')
                .join(', '),
            }),
          })),
          neighbours.flatMap((list, from) => list.filter((to) => to > from).map((to) => ({ from, to }))),
        ),
    });
  },
  descriptor: ({ graph, values, attackTime, penalty, rounds, start, commitment }) => {
    const worth = readValues(values);
    const optimum = patrolOptimum({ neighbours: neighboursOf(graph, worth.length, ID), values: worth, attackTime, penalty, start });
    return {
      summary: 'A patrol walks on a graph by a policy that the attacker knows, and an attack takes time.',
      utility: 'zero-sum',
      commitment,
      rewardBounds: [0 - Math.max(penalty, ...worth), Math.max(penalty, ...worth)],
      horizon: rounds + attackTime - 1,
      optima: optimum
        ? (['stationary', 'rational'] as const).flatMap((followerClass) =>
            (['strong', 'weak'] as const).map((ties) => ({
              leaderReturn: optimum.leaderReturn,
              commitment: 'mixed' as const,
              followerClass,
              ties,
              source: 'the attacker strikes at once, the patrol draws its places so that all are alike: water filling (patrolOptimum)',
            })),
          )
        : [],
      source: 'firstmover, after Basilico, Gatti & Amigoni, AAMAS 2009',
    };
  },
});
