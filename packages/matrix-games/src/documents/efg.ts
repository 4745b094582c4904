import type { ExtensiveForm, GameNode, PayoffPair } from '@firstmover/core';
import { show } from '@firstmover/core';
import type { Token, TokenReader } from './gambit-tokens.ts';
import { areDistinct, expectWord, gambitTokens, readNames, readNumber, readPair, readPlayers } from './gambit-tokens.ts';

/** A game tree read from a file. */
export interface EfgDocument extends ExtensiveForm {
  /** The kind of game. */
  readonly kind: 'extensive-form';
}

/** Decimals such as .3333 are accepted as probabilities; Gambit writes rationals. */
const PROBABILITY_TOLERANCE = 1e-6;

/**
 * Reads a Gambit extensive game (`.efg`, version 2) of two players; player 1 leads. Chance moves, information sets (defined where they first
 * come, repeated in full or by number), outcomes at leaves and at inner nodes, comments, and numbers as integers, decimals, exponents or
 * rationals. See "Game representation formats" in Gambit's manual.
 *
 * An information set goes by its name, where all names of the player's sets are different and not empty, else by its number; actions whose names tell
 * nothing apart are called `action 1`, `action 2`, ...
 *
 * @param text - the content of the file
 * @param name - what to call the file in messages
 * @throws InputError naming the file, the line, the column and what was expected
 */
export function parseEfg(text: string, name: string): EfgDocument {
  const reader = gambitTokens(text, name);
  expectWord(reader, ['EFG'], 'EFG, the start of an extensive game file');
  expectWord(reader, ['2'], 'version 2');
  expectWord(reader, ['R', 'D'], 'R');
  const title = reader.takeIf('text')?.value;
  readPlayers(reader);
  reader.takeIf('text'); // a comment
  const root = readTree(reader);
  const end = reader.take();
  if (end.kind !== 'end') throw reader.unexpected(end, 'the end of the file after the last node of the tree');
  return { kind: 'extensive-form', ...(title ? { title } : {}), root };
}

/** What a file says where an information set first comes; `names` tells the sets of a player apart in the end. */
interface SetDefinition {
  readonly number: number;
  readonly name: string;
  readonly actions: readonly string[];
  readonly probabilities: readonly number[];
}

/** An inner node while its children are read. */
interface OpenNode {
  readonly owner: 0 | 1 | 2;
  readonly set: SetDefinition;
  readonly payoffs: PayoffPair | undefined;
  readonly children: (OpenNode | GameNode)[];
}

function readTree(reader: TokenReader): GameNode {
  const sets: readonly Map<number, SetDefinition>[] = [new Map(), new Map(), new Map()];
  const outcomes = new Map<number, PayoffPair>();
  const open: OpenNode[] = [];
  let root: OpenNode | GameNode | undefined;
  const inner: OpenNode[] = [];
  do {
    const parent = open.at(-1);
    const place = parent ? `branch ${show(parent.set.actions[parent.children.length])} of the node above` : 'the root of the tree';
    const type = expectWord(reader, ['c', 'p', 't'], `c, p or t, the start of a node (${place})`);
    reader.takeIf('text'); // the name of the node
    let node: OpenNode | GameNode;
    if (type === 't') node = { kind: 'leaf', payoffs: readOutcome(reader, outcomes) ?? [0, 0] };
    else {
      const owner = type === 'c' ? 0 : readPlayer(reader);
      const set = readSet(reader, sets[owner]!, owner);
      node = { owner, set, payoffs: readOutcome(reader, outcomes), children: [] };
      inner.push(node);
    }
    root ??= node;
    parent?.children.push(node);
    if ('owner' in node) open.push(node);
    while (open.length > 0 && open.at(-1)!.children.length === open.at(-1)!.set.actions.length) open.pop();
  } while (open.length > 0);
  return close(root, inner, sets);
}

/** Turns what was read into nodes, children before their parents. */
function close(root: OpenNode | GameNode, inner: readonly OpenNode[], sets: readonly Map<number, SetDefinition>[]): GameNode {
  const named = sets.map((known) => areDistinct([...known.values()].map((set) => set.name)));
  const done = new Map<OpenNode, GameNode>();
  const closed = (node: OpenNode | GameNode): GameNode => ('owner' in node ? done.get(node)! : node);
  for (let i = inner.length - 1; i >= 0; i--) {
    const node = inner[i]!;
    const { owner, set, payoffs } = node;
    const rest = {
      actions: areDistinct(set.actions) ? set.actions : set.actions.map((_name, k) => `action ${k + 1}`),
      children: node.children.map(closed),
      ...(payoffs ? { payoffs } : {}),
    };
    done.set(
      node,
      owner === 0
        ? { kind: 'chance', probabilities: set.probabilities, ...rest }
        : {
            kind: 'decision',
            player: owner === 1 ? 'leader' : 'follower',
            informationSet: named[owner] ? set.name : String(set.number),
            ...rest,
          },
    );
  }
  return closed(root);
}

function readPlayer(reader: TokenReader): 1 | 2 {
  return expectWord(reader, ['1', '2'], 'the number of the player who moves, 1 or 2') === '1' ? 1 : 2;
}

function readIndex(reader: TokenReader, what: string): { readonly number: number; readonly token: Token } {
  const token = reader.take();
  const number = token.kind === 'word' && /^\d+$/.test(token.value) ? Number(token.value) : NaN;
  if (!Number.isSafeInteger(number)) throw reader.unexpected(token, `${what}, an integer`);
  return { number, token };
}

/** Reads an information set: its number, and its name and actions unless it came before. */
function readSet(reader: TokenReader, known: Map<number, SetDefinition>, owner: 0 | 1 | 2): SetDefinition {
  const whose = owner === 0 ? 'chance' : `player ${owner}`;
  const { number, token } = readIndex(reader, `the number of an information set of ${whose}`);
  const before = known.get(number);
  const name = reader.takeIf('text')?.value;
  if (reader.peek().kind !== '{') {
    if (before) return before;
    throw reader.unexpected(reader.take(), `{, the start of the actions of information set ${number} of ${whose}, which is new`);
  }
  reader.take();
  const actions: string[] = [];
  const probabilities: number[] = [];
  if (owner === 0) {
    while (!reader.takeIf('}')) {
      actions.push(reader.expect('text', 'the name of a chance action in quotation marks or }').value);
      const start = reader.peek();
      const probability = readNumber(reader, `the probability of ${show(actions.at(-1))}`);
      if (probability < 0) throw reader.error(start, `the probability of ${show(actions.at(-1))} is ${probability}: expected at least 0`);
      probabilities.push(probability);
      reader.takeIf(',');
    }
  } else actions.push(...readNames(reader, `the name of an action of ${whose} in quotation marks or }`));
  if (actions.length === 0) throw reader.error(token, `information set ${number} of ${whose} has no actions: expected at least one`);
  const sum = probabilities.reduce((total, probability) => total + probability, 0);
  if (owner === 0 && !(Math.abs(sum - 1) <= PROBABILITY_TOLERANCE))
    throw reader.error(token, `the probabilities of information set ${number} of chance have sum ${sum}: expected 1`);
  if (before) {
    if (sameList(actions, before.actions) && sameList(probabilities, before.probabilities)) return before;
    throw reader.error(
      token,
      `information set ${number} of ${whose} came before with other actions or probabilities: expected the same list`,
    );
  }
  const set = { number, name: name ?? '', actions, probabilities };
  known.set(number, set);
  return set;
}

function sameList<TEntry>(a: readonly TEntry[], b: readonly TEntry[]): boolean {
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
}

/** Reads an outcome: its number, and its name and payoffs unless it came before. 0 is none. */
function readOutcome(reader: TokenReader, outcomes: Map<number, PayoffPair>): PayoffPair | undefined {
  const { number, token } = readIndex(reader, 'the number of an outcome, 0 for none');
  reader.takeIf('text'); // the name of the outcome
  if (!reader.takeIf('{')) {
    const before = outcomes.get(number);
    if (before || number === 0) return before;
    throw reader.error(token, `outcome ${number} has no payoffs: expected { and two payoffs where it first comes`);
  }
  if (number === 0) throw reader.error(token, 'outcome 0 has payoffs: expected another number, 0 is no outcome');
  const payoffs = readPair(reader, (player) => `the payoff of player ${player} in outcome ${number}`, readNumber);
  reader.expect('}', `} after the two payoffs of outcome ${number}`);
  const before = outcomes.get(number);
  if (before && !sameList(before, payoffs))
    throw reader.error(token, `outcome ${number} came before with payoffs ${show(before)}, now ${show(payoffs)}: expected the same`);
  outcomes.set(number, payoffs);
  return payoffs;
}
