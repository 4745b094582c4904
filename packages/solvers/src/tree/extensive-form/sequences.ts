import type { ExtensiveForm, FlatTree } from '@firstmover/core';
import { InputError, RefusedError, flattenTree, show } from '@firstmover/core';
import { NumericalError } from '@firstmover/programmes';

/** An information set in the sequence form of its player. */
export interface OwnSet {
  /** Its name. */
  readonly name: string;
  /** The names of its actions. */
  readonly actions: readonly string[];
  /** Its nodes in the tree. */
  readonly nodes: readonly number[];
  /** The sequence of the player's own moves that leads here. */
  readonly sequence: number;
  /** The sequence that action 0 continues it with; action a makes it `first + a`. */
  readonly first: number;
}

/** The sequence form of one player: sequence 0 is having made no move, the others end with an action at an information set. */
export interface Side {
  /** The information sets; those on the way to another come before it. */
  readonly sets: readonly OwnSet[];
  /** Per sequence, the set of its last move; -1 for sequence 0. */
  readonly setOf: readonly number[];
  /** Per sequence, the sequence before its last move; -1 for sequence 0. */
  readonly parents: readonly number[];
}

/** What a pair of sequences leads to, with payoffs on the scale 0..1 of each player. */
export interface Cell {
  /** The leader's sequence. */
  readonly leader: number;
  /** The follower's sequence. */
  readonly follower: number;
  /** How likely chance plays along. */
  readonly probability: number;
  /** The leader's expected payoff, times that probability. */
  readonly leaderPayoff: number;
  /** The follower's expected payoff, times that probability. */
  readonly followerPayoff: number;
}

/** The range of a player's payoffs. */
export interface Scale {
  /** The lowest payoff. */
  readonly low: number;
  /** Highest minus lowest; 1 where they are equal. */
  readonly range: number;
}

/** A game of perfect recall in sequence form. */
export interface SequenceForm {
  /** The tree. */
  readonly tree: FlatTree;
  /** The leader's sequences. */
  readonly leader: Side;
  /** The follower's sequences. */
  readonly follower: Side;
  /** The pairs of sequences at which play can end, each once. */
  readonly cells: readonly Cell[];
  /** Per leaf of the tree and player, the payoff on the scale 0..1; elsewhere 0. */
  readonly payoffs: readonly (readonly [number, number])[];
  /** The scales of leader and follower. */
  readonly scales: readonly [Scale, Scale];
}

/** The largest tree that is solved, in nodes. */
export const TREE_LIMIT = 100_000;

/** Payoffs of the follower closer than `same` of their range are equal; between `same` and `different` they are refused. */
const SAME = 1e-14;
const DIFFERENT = 1e-9;

/**
 * The sequence form of a game (Koller, Megiddo & von Stengel, GEB 1996).
 *
 * @param form - a game tree
 * @throws InputError for a tree that does not fit; RefusedError without perfect recall or beyond {@link TREE_LIMIT} nodes
 * @throws NumericalError when follower payoffs are too close to tell a tie from a preference
 */
export function sequenceForm(form: ExtensiveForm): SequenceForm {
  const tree = flattenTree(form);
  const { nodes, informationSets } = tree;
  if (nodes.length > TREE_LIMIT)
    throw new RefusedError(`the game tree has ${nodes.length} nodes: exact solutions are limited to ${TREE_LIMIT}; prune it`);
  const sides = [newSide(), newSide()] as const;
  const places = informationSets.map(() => -1);
  const sequences = nodes.map(() => [0, 0]);
  const reach = nodes.map(() => 1);
  nodes.forEach(({ parent, branch, informationSet }, node) => {
    if (parent >= 0) {
      const before = nodes[parent]!;
      sequences[node] = sequences[parent]!.slice();
      reach[node] = reach[parent]! * (before.kind === 'chance' ? before.probabilities[branch]! : 1);
      if (before.informationSet >= 0) {
        const mover = informationSets[before.informationSet]!.player === 'leader' ? 0 : 1;
        sequences[node][mover] = sides[mover].sets[places[before.informationSet]!]!.first + branch;
      }
    }
    if (informationSet < 0) return;
    const { player, name, actions, nodes: members } = informationSets[informationSet]!;
    const mover = player === 'leader' ? 0 : 1;
    const side = sides[mover];
    const sequence = sequences[node]![mover]!;
    if (places[informationSet]! < 0) {
      places[informationSet] = side.sets.length;
      const first = side.parents.length;
      side.sets.push({ name, actions, nodes: members, sequence, first });
      side.setOf.push(...actions.map(() => places[informationSet]!));
      side.parents.push(...actions.map(() => sequence));
    } else if (side.sets[places[informationSet]!]!.sequence !== sequence) {
      throw new RefusedError(
        `the ${player} comes to information set ${show(name)} after different moves of its own: it must remember them (perfect recall); split the set`,
      );
    }
  });

  const leaves = [...nodes.keys()].filter((node) => nodes[node]!.kind === 'leaf');
  const scales = [0, 1].map((player) => scaleOf(leaves.map((leaf) => nodes[leaf]!.payoffs[player]!))) as unknown as [Scale, Scale];
  refuseDoubtfulTies(
    leaves.map((leaf) => nodes[leaf]!.payoffs[1]),
    scales[1],
  );
  const payoffs = nodes.map(({ kind, payoffs: [leader, follower] }): readonly [number, number] =>
    kind === 'leaf' ? [(leader - scales[0].low) / scales[0].range, (follower - scales[1].low) / scales[1].range] : [0, 0],
  );
  const cells = new Map<number, Cell>();
  for (const leaf of leaves) {
    const [leader, follower] = sequences[leaf] as [number, number];
    const probability = reach[leaf]!;
    if (probability === 0) continue;
    const key = leader * sides[1].parents.length + follower;
    const cell = cells.get(key) ?? { leader, follower, probability: 0, leaderPayoff: 0, followerPayoff: 0 };
    cells.set(key, {
      leader,
      follower,
      probability: cell.probability + probability,
      leaderPayoff: cell.leaderPayoff + probability * payoffs[leaf]![0],
      followerPayoff: cell.followerPayoff + probability * payoffs[leaf]![1],
    });
  }
  return { tree, leader: sides[0], follower: sides[1], cells: [...cells.values()], payoffs, scales };
}

function newSide(): { readonly sets: OwnSet[]; readonly setOf: number[]; readonly parents: number[] } {
  return { sets: [], setOf: [-1], parents: [-1] };
}

function scaleOf(payoffs: readonly number[]): Scale {
  const low = payoffs.reduce((least, payoff) => Math.min(least, payoff), Infinity);
  const range = payoffs.reduce((most, payoff) => Math.max(most, payoff), -Infinity) - low;
  if (!Number.isFinite(range)) throw new InputError(`payoffs span ${show(range)}: expected numbers of at most about 1e307`);
  return { low, range: range || 1 };
}

function refuseDoubtfulTies(payoffs: readonly number[], { range }: Scale): void {
  const sorted = [...payoffs].sort((a, b) => a - b);
  sorted.forEach((payoff, k) => {
    const difference = k === 0 ? 0 : payoff - sorted[k - 1]!;
    if (difference > SAME * range && difference < DIFFERENT * range) {
      throw new NumericalError(
        `the follower has payoffs that differ by ${show(difference)} in a range of ${show(range)}, too little to tell a preference from a rounding error: round the payoffs or bring them to similar sizes`,
      );
    }
  });
}
