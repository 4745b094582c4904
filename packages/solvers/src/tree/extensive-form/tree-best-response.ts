import type { TieRule } from '@firstmover/core';
import type { SequenceForm, Side } from './sequences.ts';

/** The follower's best response to a commitment, on the scale 0..1 of each player. */
export interface TreeResponse {
  /** The leader's value. */
  readonly leader: number;
  /** The follower's value. */
  readonly follower: number;
  /** Per information set of the follower, what it does; -1 where the commitment never leads, whatever the follower does. */
  readonly choices: readonly number[];
  /** Per information set of the follower, the actions that are best and that the tie rule allows; empty where the commitment never leads. */
  readonly allowed: readonly (readonly number[])[];
}

/** Values closer than this, given that the information set is reached, are equal. */
export const TIED = 1e-9;

/**
 * The follower's best response by walking the tree from its leaves. At each information set, from the last ones back, it takes the best
 * action against the probabilities with which chance and the leader bring play to its nodes.
 *
 * @param game - the game
 * @param commitment - the leader's probabilities per information set; null where it never comes
 * @param ties - how the follower chooses among actions that are equal to it
 */
export function respondInTree(
  { tree, leader, follower, payoffs }: SequenceForm,
  commitment: readonly (readonly number[] | null)[],
  ties: TieRule,
): TreeResponse {
  const { nodes } = tree;
  const weights = new Float64Array(nodes.length);
  const mixtures: (readonly number[] | undefined)[] = nodes.map(({ kind, probabilities }) =>
    kind === 'chance' ? probabilities : undefined,
  );
  leader.sets.forEach((set, k) => {
    const mixture = commitment[k] ?? set.actions.map((_action, a) => (a === 0 ? 1 : 0));
    for (const node of set.nodes) mixtures[node] = mixture;
  });
  weights[0] = 1;
  nodes.forEach(({ parent, branch }, node) => {
    if (parent >= 0) weights[node] = weights[parent]! * (mixtures[parent]?.[branch] ?? 1);
  });

  const leaderValue = new Float64Array(nodes.length);
  const followerValue = new Float64Array(nodes.length);
  const done = new Uint8Array(nodes.length);
  /** Values a node whose follower nodes below are valued. */
  const evaluate = (start: number): void => {
    const stack = [start];
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      const { children } = nodes[node]!;
      const before = stack.length;
      if (done[node] === 0) for (const child of children) if (done[child] === 0) stack.push(child);
      if (stack.length > before) continue;
      stack.pop();
      if (done[node] === 1) continue;
      done[node] = 1;
      [leaderValue[node], followerValue[node]] = payoffs[node]!;
      const mixture = mixtures[node];
      for (let i = 0; i < children.length; i++) {
        if (mixture![i] === 0) continue;
        leaderValue[node]! += mixture![i]! * leaderValue[children[i]!]!;
        followerValue[node]! += mixture![i]! * followerValue[children[i]!]!;
      }
    }
  };

  const choices = follower.sets.map(() => -1);
  const allowed = follower.sets.map((): readonly number[] => []);
  for (let k = follower.sets.length - 1; k >= 0; k--) {
    const { nodes: members, actions } = follower.sets[k]!;
    const total = members.reduce((sum, node) => sum + weights[node]!, 0);
    const own = new Float64Array(actions.length);
    const others = new Float64Array(actions.length);
    for (const node of members) {
      nodes[node]!.children.forEach((child, a) => {
        evaluate(child);
        const share = total > 0 ? weights[node]! / total : 0;
        own[a]! += share * followerValue[child]!;
        others[a]! += share * leaderValue[child]!;
      });
    }
    if (total > 0) {
      const most = own.reduce((best, value) => Math.max(best, value), -Infinity);
      const best = [...own.keys()].filter((a) => own[a]! >= most - TIED);
      const sign = ties === 'strong' ? 1 : -1;
      const favoured = best.reduce((top, a) => Math.max(top, sign * others[a]!), -Infinity);
      allowed[k] = best.filter((a) => sign * others[a]! >= favoured - TIED);
      choices[k] = allowed[k]!.find((a) => sign * others[a]! === favoured)!;
    }
    for (const node of members) {
      const child = nodes[node]!.children[Math.max(choices[k]!, 0)]!;
      leaderValue[node] = leaderValue[child]!;
      followerValue[node] = followerValue[child]!;
      done[node] = 1;
    }
  }
  evaluate(0);
  return { leader: leaderValue[0]!, follower: followerValue[0]!, choices, allowed };
}

/**
 * The different ways in which a follower may act as `allowed` says, an action per information set, null where play never comes.
 *
 * @param limit - the most to list
 * @returns null beyond the limit
 */
export function repliesWithin({ sets, setOf }: Side, allowed: readonly (readonly number[])[], limit: number): (number | null)[][] | null {
  let replies: (number | null)[][] = [[]];
  sets.forEach(({ sequence }, k) => {
    const before = setOf[sequence]!;
    const longer: (number | null)[][] = [];
    for (const reply of replies) {
      const comes = allowed[k]!.length > 0 && (before < 0 || reply[before] === sequence - sets[before]!.first);
      if (!comes) longer.push([...reply, null]);
      else for (const action of allowed[k]!) longer.push([...reply, action]);
      if (longer.length > limit) break;
    }
    replies = longer;
  });
  return replies.length > limit ? null : replies;
}
