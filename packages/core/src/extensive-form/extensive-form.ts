/** What a leader and a follower get: `[leader, follower]`. */
export type PayoffPair = readonly [number, number];

/** An end of the game. */
export interface LeafNode {
  /** Nothing happens after it. */
  readonly kind: 'leaf';
  /** What is paid here, on top of what was paid on the way. */
  readonly payoffs: PayoffPair;
}

/** A place where chance moves. */
export interface ChanceNode {
  /** Chance moves. */
  readonly kind: 'chance';
  /** A name for each branch, of one line. */
  readonly actions: readonly string[];
  /** The probability of each branch; they sum to 1. */
  readonly probabilities: readonly number[];
  /** Where each branch leads. */
  readonly children: readonly GameNode[];
  /** What is paid when play comes here (default nothing). */
  readonly payoffs?: PayoffPair;
}

/** A place where a player moves. */
export interface DecisionNode {
  /** A player moves. */
  readonly kind: 'decision';
  /** Who moves. */
  readonly player: 'leader' | 'follower';
  /** What the player knows: it cannot tell nodes of the same name apart. Names of the two players are unrelated. */
  readonly informationSet: string;
  /** A name for each action, different ones of one line; the same list at all nodes of an information set. */
  readonly actions: readonly string[];
  /** Where each action leads. */
  readonly children: readonly GameNode[];
  /** What is paid when play comes here (default nothing). */
  readonly payoffs?: PayoffPair;
}

/** A node of a game tree. */
export type GameNode = LeafNode | ChanceNode | DecisionNode;

/** A game of a leader and a follower in extensive form: a tree with chance moves and imperfect information. Trees of any depth are read without recursion. */
export interface ExtensiveForm {
  /** What the game is called. */
  readonly title?: string;
  /** Where play begins. */
  readonly root: GameNode;
}
