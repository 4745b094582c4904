import type { LinearConstraint, MixedIntegerProgram } from '@firstmover/programmes';
import { flowConstraints } from './plan-program.ts';
import type { SequenceForm } from './sequences.ts';

/** Where the variables of {@link commitmentProgram} are. */
export interface CommitmentProgram {
  /** The programme. */
  readonly program: MixedIntegerProgram;
  /** The first of the follower's sequences; the leader's begin at 0. */
  readonly follower: number;
}

/**
 * Optimal commitment in one programme (Bosansky & Cermak, AAAI 2015). Its variables are probabilities r of the leader's sequences, whole
 * r of the follower's, p of the pairs at which play can end, at most either; the follower's value v at each of its information sets; a
 * slack s per action, which is 0 where the action is played.
 */
export function commitmentProgram(game: SequenceForm): CommitmentProgram {
  const { leader, follower, cells } = game;
  const [leads, follows] = [leader.parents.length, follower.parents.length];
  const first = { follower: leads, value: leads + follows, slack: leads + follows + follower.sets.length, pair: 0 };
  first.pair = first.slack + follows;
  const width = first.pair + cells.length;
  const row = (entries: readonly (readonly [number, number])[]): number[] => {
    const coefficients = new Array<number>(width).fill(0);
    for (const [column, coefficient] of entries) coefficients[column]! += coefficient;
    return coefficients;
  };
  const slack = largestSlacks(game);
  // v(set) - slack - sum of v(next sets) - payoff at once = 0, per sequence but the empty one.
  const incentives = follower.parents.map((_parent, sequence) => row(sequence === 0 ? [] : [[first.slack + sequence, -1]]));
  follower.sets.forEach(({ sequence, first: start, actions }, k) => {
    incentives[sequence]![first.value + k]! -= 1;
    for (let a = 0; a < actions.length; a++) incentives[start + a]![first.value + k]! += 1;
  });
  const objective = new Array<number>(width).fill(0);
  cells.forEach((cell, c) => {
    incentives[cell.follower]![cell.leader]! -= cell.followerPayoff;
    objective[first.pair + c] = cell.leaderPayoff;
  });
  const constraints: LinearConstraint[] = [
    ...flowConstraints(leader, width),
    ...flowConstraints(follower, width, leads),
    ...incentives.slice(1).map((coefficients): LinearConstraint => ({ coefficients, relation: '=', bound: 0 })),
    ...incentives.slice(1).map((_row, s): LinearConstraint => {
      const bound = slack[s + 1]!;
      return { coefficients: row([[first.slack + s + 1, 1], [first.follower + s + 1, bound]]), relation: '<=', bound }; // prettier-ignore
    }),
    ...cells.flatMap((cell, c): LinearConstraint[] => [
      { coefficients: row([[first.pair + c, 1], [cell.leader, -1]]), relation: '<=', bound: 0 }, // prettier-ignore
      { coefficients: row([[first.pair + c, 1], [first.follower + cell.follower, -1]]), relation: '<=', bound: 0 }, // prettier-ignore
    ]),
    { coefficients: row(cells.map(({ probability }, c) => [first.pair + c, probability])), relation: '=', bound: 1 },
  ];
  const integers = follower.parents.slice(1).map((_parent, s) => ({ column: first.follower + s + 1, upper: 1 }));
  return { program: { objective, constraints, integers }, follower: leads };
}

/**
 * Per sequence of the follower, the most that its last action can cost it at its information set. That is the likeliest that the leader
 * and chance bring play there, times the difference of the best payoff below the set and the worst below the action.
 */
function largestSlacks({ tree, leader, follower, payoffs }: SequenceForm): number[] {
  const { nodes } = tree;
  const high = payoffs.map(([, payoff], node) => (nodes[node]!.kind === 'leaf' ? payoff : 0));
  const low = high.slice();
  const chance = nodes.map(() => 1);
  for (let node = nodes.length - 1; node >= 0; node--) {
    const { children } = nodes[node]!;
    if (children.length === 0) continue;
    high[node] = children.reduce((most, child) => Math.max(most, high[child]!), 0);
    low[node] = children.reduce((least, child) => Math.min(least, low[child]!), 1);
  }
  const own = nodes.map(() => 0);
  const firsts = new Map(leader.sets.flatMap(({ nodes: members, first }) => members.map((member) => [member, first] as const)));
  nodes.forEach(({ parent, branch }, node) => {
    if (parent < 0) return;
    chance[node] = chance[parent]! * (nodes[parent]!.probabilities[branch] ?? 1);
    own[node] = firsts.has(parent) ? firsts.get(parent)! + branch : own[parent]!;
  });
  const slack = follower.parents.map(() => 0);
  for (const { nodes: members, first, actions } of follower.sets) {
    // Per sequence of the leader, the likeliest that it brings play to the set from there on.
    const reach = leader.parents.map(() => 0);
    for (const member of members) reach[own[member]!]! += chance[member]!;
    for (let k = leader.sets.length - 1; k >= 0; k--) {
      const { sequence, first: start, actions: moves } = leader.sets[k]!;
      reach[sequence]! += moves.reduce((most, _move, a) => Math.max(most, reach[start + a]!), 0);
    }
    const best = members.reduce((most, member) => Math.max(most, high[member]!), 0);
    actions.forEach((_action, a) => {
      const worst = members.reduce((least, member) => Math.min(least, low[nodes[member]!.children[a]!]!), 1);
      slack[first + a] = Math.min(1, reach[0]!) * Math.max(0, best - worst);
    });
  }
  return slack;
}
