import { InputError, show } from '../errors/errors.ts';
import type { DecisionNode, ExtensiveForm, GameNode, PayoffPair } from './extensive-form.ts';

/** A node of a {@link FlatTree}. */
export interface FlatNode {
  /** What happens here. */
  readonly kind: GameNode['kind'];
  /** The node before it; -1 for the root. */
  readonly parent: number;
  /** Which of the parent's branches leads here; -1 for the root. */
  readonly branch: number;
  /** Where each branch leads. */
  readonly children: readonly number[];
  /** The index of the information set; -1 where no player moves. */
  readonly informationSet: number;
  /** The probability of each branch of a chance node, with sum 1 to rounding; empty elsewhere. */
  readonly probabilities: readonly number[];
  /** Everything paid up to here, this node included. */
  readonly payoffs: PayoffPair;
}

/** What a player cannot tell apart. */
export interface InformationSet {
  /** Who moves. */
  readonly player: 'leader' | 'follower';
  /** Its name. */
  readonly name: string;
  /** The names of the actions. */
  readonly actions: readonly string[];
  /** Its nodes. */
  readonly nodes: readonly number[];
}

/** A checked game tree as a list: parents come before their children. */
export interface FlatTree {
  /** The nodes; the first is the root. */
  readonly nodes: readonly FlatNode[];
  /** The information sets of both players, in the order in which the nodes come. */
  readonly informationSets: readonly InformationSet[];
}

/** How far the probabilities of a chance node may be from sum 1: decimals such as 0.333333333 are accepted. */
const PROBABILITY_TOLERANCE = 1e-6;

/**
 * Checks a game tree and lists its nodes in depth-first order, payoffs on the way added up.
 *
 * @param form - a game as a caller or a reader of files gives it
 * @throws InputError naming the node by the branches that lead to it, or the information set
 */
export function flattenTree({ root }: ExtensiveForm): FlatTree {
  const nodes: (FlatNode & { readonly children: number[] })[] = [];
  const informationSets: (InformationSet & { readonly nodes: number[] })[] = [];
  const indices = new Map<string, number>();
  const place = (parent: number, branch: number): string => {
    const path: number[] = [];
    for (let at = parent, choice = branch; at >= 0; choice = nodes[at]!.branch, at = nodes[at]!.parent) path.push(choice);
    return path.length === 0 ? 'the root of the game tree' : `the node after branches ${show(path.reverse())}`;
  };
  /** The information set that a node belongs to, which it joins. */
  const join = (node: DecisionNode, index: number, where: () => string): number => {
    const { player, informationSet: name, actions } = node;
    if (player !== 'leader' && player !== 'follower')
      throw new InputError(`player of ${where()} is ${show(player)}: expected leader or follower`);
    if (typeof name !== 'string') throw new InputError(`informationSet of ${where()} is ${show(name)}: expected a name`);
    if (new Set(actions).size !== actions.length)
      throw new InputError(`actions of ${where()} are ${show(actions)}: expected different names`);
    const key = `${player} ${name}`;
    let known = indices.get(key);
    if (known === undefined) {
      indices.set(key, (known = informationSets.length));
      informationSets.push({ player, name, actions, nodes: [] });
    }
    const first = informationSets[known]!.actions;
    if (first.length !== actions.length || first.some((action, i) => action !== actions[i])) {
      throw new InputError(
        `information set ${show(name)} of the ${player} has actions ${show(actions)} at ${where()} but ${show(first)} at its first node: expected the same list`,
      );
    }
    informationSets[known]!.nodes.push(index);
    return known;
  };

  const waiting: { readonly node: GameNode; readonly parent: number; readonly branch: number }[] = [{ node: root, parent: -1, branch: -1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, parent, branch } = next;
    const index = nodes.length;
    const where = place.bind(undefined, parent, branch);
    checkNode(node, where);
    const before = parent < 0 ? ([0, 0] as const) : nodes[parent]!.payoffs;
    const [leader, follower] = node.payoffs ?? [0, 0];
    nodes.push({
      kind: node.kind,
      parent,
      branch,
      children: [],
      informationSet: node.kind === 'decision' ? join(node, index, where) : -1,
      probabilities: node.kind === 'chance' ? normalised(node.probabilities) : [],
      payoffs: [before[0] + leader, before[1] + follower],
    });
    if (parent >= 0) nodes[parent]!.children.push(index);
    if (node.kind === 'leaf') continue;
    for (let i = node.children.length - 1; i >= 0; i--) waiting.push({ node: node.children[i]!, parent: index, branch: i });
  }
  return { nodes, informationSets };
}

const KINDS: readonly string[] = ['leaf', 'chance', 'decision'];

function checkNode(node: GameNode, where: () => string): void {
  if (typeof node !== 'object' || node === null || !KINDS.includes(node.kind))
    throw new InputError(
      `${where()} is ${show((node as GameNode | undefined)?.kind ?? node)}: expected an object whose kind is leaf, chance or decision`,
    );
  const { payoffs } = node;
  if (
    (payoffs !== undefined || node.kind === 'leaf') &&
    !(Array.isArray(payoffs) && payoffs.length === 2 && payoffs.every(Number.isFinite))
  )
    throw new InputError(`payoffs of ${where()} are ${show(payoffs)}: expected two finite numbers, the leader's and the follower's`);
  if (node.kind === 'leaf') return;
  const { actions, children } = node;
  const areNames = Array.isArray(actions) && actions.length > 0 && actions.every((action) => typeof action === 'string');
  if (!areNames) throw new InputError(`actions of ${where()} are ${show(actions)}: expected at least one name`);
  if (!Array.isArray(children) || children.length !== actions.length)
    throw new InputError(`children of ${where()}: expected ${actions.length}, one per action`);
  if (node.kind !== 'chance') return;
  const { probabilities } = node;
  const arePossible = Array.isArray(probabilities) && probabilities.every((p) => typeof p === 'number' && p >= 0);
  if (!arePossible || probabilities.length !== actions.length)
    throw new InputError(`probabilities of ${where()} are ${show(probabilities)}: expected ${actions.length} numbers of at least 0`);
  const sum = probabilities.reduce((total, p) => total + p, 0);
  if (!(Math.abs(sum - 1) <= PROBABILITY_TOLERANCE))
    throw new InputError(`probabilities of ${where()} are ${show(probabilities)} with sum ${sum}: expected sum 1`);
}

function normalised(probabilities: readonly number[]): readonly number[] {
  const sum = probabilities.reduce((total, p) => total + p, 0);
  return probabilities.map((p) => p / sum);
}
