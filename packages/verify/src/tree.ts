import type { Fraction } from './fraction.ts';
import { MINUS, ONE, ZERO, add, isEqual, isLess, parse, times } from './fraction.ts';
import type { Affine, Row } from './programme.ts';
import { affine, plus } from './programme.ts';
import type { Problem } from './problem.ts';
import { MOST_LISTED, list } from './problem.ts';

/**
 * A game tree of perfect recall in sequence form (Koller, Megiddo & von Stengel, GEB 1996). Variable `set:action` is how likely the leader's
 * own moves allow it, for all actions of a set but the last, which is the rest. Replies are the follower's plans, `set:action;set:action`.
 *
 * @throws Error for what is no tree, or without perfect recall
 */
export function readTree(root: unknown): Problem {
  const rows: Row[] = [];
  const likely = new Map([['', affine(ONE)]]); // per sequence of the leader
  const paid = new Map<string, [Affine, Affine]>(); // per sequence of the follower, to leader and follower
  const sets = new Map<string, { readonly player: string; readonly after: string; readonly sequences: readonly string[] }>();

  const walk = (given: unknown, chance: Fraction, after: { readonly leader: string; readonly follower: string }): void => {
    const { kind, player, informationSet, actions, probabilities, children, payoffs } = Object(given) as {
      readonly [name: string]: unknown;
    };
    if (payoffs !== undefined) {
      const pair = list(payoffs, 'payoffs').map((payoff) => times(chance, parse(payoff, 'a payoff')));
      const before = paid.get(after.follower) ?? [affine(ZERO), affine(ZERO)];
      paid.set(after.follower, [0, 1].map((k) => plus(before[k]!, pair[k]!, likely.get(after.leader)!)) as [Affine, Affine]);
    }
    if (kind === 'leaf') return;
    const next = list(children, 'children');
    if (kind === 'chance') {
      const odds = list(probabilities, 'probabilities').map((odd) => parse(odd, 'a probability'));
      if (odds.length !== next.length || odds.some((odd) => isLess(odd, ZERO)) || !isEqual(odds.reduce(add, ZERO), ONE))
        throw new Error('the probabilities of a chance node are none');
      next.forEach((child, k) => void walk(child, times(chance, odds[k]!), after));
      return;
    }
    if (kind !== 'decision' || (player !== 'leader' && player !== 'follower'))
      throw new Error(`${JSON.stringify(kind)} of ${JSON.stringify(player)} is no node`);
    const sequences = list(actions, 'actions').map((action) => JSON.stringify([informationSet, action]));
    if (next.length === 0 || new Set(sequences).size !== next.length || sequences.length !== next.length)
      throw new Error('a node needs a different action for each child');
    const key = `${player} ${JSON.stringify(informationSet)}`;
    const known = sets.get(key);
    if (known && known.after !== after[player]) throw new Error(`the ${player} forgets its own moves at ${key}`);
    if (known && known.sequences.join() !== sequences.join()) throw new Error(`the actions differ at ${key}`);
    if (!known) sets.set(key, { player, after: after[player], sequences });
    if (!known && player === 'leader') {
      const others = sequences.slice(0, -1).map((name) => [name, affine(ZERO, [[name, ONE]])] as const);
      const last = sequences.at(-1)!;
      const rest = others.reduce((sum, [, side]) => plus(sum, MINUS, side), likely.get(after.leader)!);
      for (const [name, side] of [...others, [last, rest] as const]) likely.set(name, side);
      rows.push({ name: last, side: rest });
    }
    next.forEach((child, k) => void walk(child, chance, { ...after, [player]: sequences[k]! }));
  };
  walk(root, ONE, { leader: '', follower: '' });

  const plans = (after: string): string[][] =>
    [...sets.values()].reduce<string[][]>(
      (found, set) => {
        if (set.player !== 'follower' || set.after !== after) return found;
        const ways = set.sequences.flatMap((sequence) => plans(sequence).map((rest) => [sequence, ...rest]));
        if (found.length * ways.length > MOST_LISTED) throw new Error(`the follower has more than ${MOST_LISTED} plans: too many to list`);
        return found.flatMap((plan) => ways.map((way) => [...plan, ...way]));
      },
      [[]],
    );
  const replies = plans('').map((plan) => {
    const total = (k: 0 | 1): Affine =>
      ['', ...plan].reduce((sum, sequence) => plus(sum, ONE, paid.get(sequence)?.[k] ?? affine(ZERO)), affine(ZERO));
    return { name: plan.join(), leader: total(0), follower: total(1) };
  });
  return { rows, types: [{ probability: ONE, replies }], objective: affine(ZERO) };
}
