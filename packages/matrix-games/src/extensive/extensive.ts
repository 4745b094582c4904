import type {
  Discrete,
  ExtensiveForm,
  FiniteChance,
  FlatNode,
  FlatTree,
  GameDefinition,
  GameId,
  InformationSet,
  Rules,
} from '@firstmover/core';
import { InputError, defineGame, discrete, flattenTree } from '@firstmover/core';
import { describeRewards } from '../bimatrix/bimatrix.ts';

/** What a tree game is made from. */
export interface ExtensiveGameSpec {
  /** The versioned id. */
  readonly id: GameId;
  /** One sentence (default: the title of the tree). */
  readonly summary?: string;
  /** The game tree, written in code or read by `parseEfg`. */
  readonly form: ExtensiveForm;
  /** Where the game comes from (default empty). */
  readonly source?: string;
}

/** What the leader commits to, as a parameter. */
const commitmentParameter = {
  kind: 'choice',
  options: ['pure', 'sampled'],
  default: 'pure',
  about: 'what the leader commits to: pure, an action per information set; sampled, an action drawn at each visit',
} as const;

/** Where play is: a decision node, or a leaf. */
interface TreeState {
  readonly node: number;
}

/**
 * A game tree as a game. Both players act in every step: the one whose turn it is sees its information set, and the other sees `not to
 * move` and its action counts for nothing. An action beyond those of the information set counts as its last one. Chance moves within the
 * step, and everything is paid at the end.
 *
 * @throws InputError for a tree that does not fit
 */
export function extensiveGame({ id, summary, form, source = '' }: ExtensiveGameSpec): GameDefinition {
  const tree = flattenTree(form);
  const leaves = tree.nodes.filter(({ kind }) => kind === 'leaf');
  if (leaves.length === 1) throw new InputError(`${id} has one leaf: expected a tree in which something is decided`);
  const leader = sideOf(tree, 'leader');
  const follower = sideOf(tree, 'follower');
  /** Follows chance to the next decision or leaf. */
  const settle = (node: number, chance: FiniteChance): FlatNode & TreeState => {
    for (;;) {
      const here = tree.nodes[node]!;
      if (here.kind !== 'chance') return { ...here, node };
      node = here.children[chance.pick(here.probabilities)]!;
    }
  };
  return defineGame({
    id,
    parameters: { commitment: commitmentParameter },
    rules: (): Rules<TreeState> => ({
      players: [
        { name: 'leader', role: 'leader', observation: leader.observation, action: leader.action },
        { name: 'follower', role: 'follower', observation: follower.observation, action: follower.action },
      ],
      initial: (chance) => ({ node: settle(0, chance).node }),
      step({ node }, actions, chance) {
        const { kind, children, informationSet, payoffs } = tree.nodes[node]!;
        if (kind === 'leaf') return { state: { node }, rewards: payoffs, terminated: true };
        const mover = tree.informationSets[informationSet]!.player === 'leader' ? 0 : 1;
        const next = settle(children[Math.min(actions[mover] as number, children.length - 1)]!, chance);
        const over = next.kind === 'leaf';
        return { state: { node: next.node }, rewards: over ? next.payoffs : [0, 0], ...(over ? { terminated: true } : {}) };
      },
      observe: ({ node }, player) => (player === 0 ? leader : follower).observe(tree.nodes[node]!.informationSet),
    }),
    descriptor: ({ commitment }) => {
      const paid = leaves.map(({ payoffs }) => payoffs);
      const { utility, rewardBounds } = describeRewards(
        { leaderPayoff: [paid.map(([first]) => first)], followerPayoff: [paid.map(([, second]) => second)] },
        0,
      );
      return {
        summary: summary ?? form.title ?? '',
        utility,
        commitment,
        rewardBounds: [Math.min(0, rewardBounds[0]), Math.max(0, rewardBounds[1])], // nothing is paid before the end
        source,
      };
    },
  });
}

/** What one player sees and does. */
function sideOf(
  { informationSets }: FlatTree,
  player: InformationSet['player'],
): { readonly observation: Discrete; readonly action: Discrete; observe(informationSet: number): number } {
  const own = [...informationSets.keys()].filter((index) => informationSets[index]!.player === player);
  const actions = own.map((index) => informationSets[index]!.actions);
  const count = actions.reduce((most, names) => Math.max(most, names.length), 1);
  const labels = Array.from({ length: count }, (_label, k) => {
    const names = [...new Set(actions.flatMap((list) => list[k] ?? []))];
    return names.length > 0 && names.length <= 3 ? names.join(' or ') : `action ${k + 1}`;
  });
  const places = new Map(own.map((index, place) => [index, place]));
  return {
    observation: discrete(own.length + 1, [...own.map((index) => informationSets[index]!.name), 'not to move']),
    action: new Set(labels).size === count ? discrete(count, labels) : discrete(count),
    observe: (informationSet) => places.get(informationSet) ?? own.length,
  };
}
