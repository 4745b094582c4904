import type { OptionsOf, ProvedAnswer } from '@firstmover/core';
import { InputError, RefusedError, resolveOptions, show } from '@firstmover/core';
import type { LinearConstraint } from '@firstmover/programmes';
import { solveLinearProgram } from '@firstmover/programmes';

/** A leader gives one item to a follower whose type it does not know. */
export interface AllocationProblem {
  /** How likely each type is. */
  readonly probabilities: readonly number[];
  /** The leader's payoff, [type][item]. */
  readonly leaderPayoff: readonly (readonly number[])[];
  /** The follower's payoff, [type][item]. */
  readonly followerPayoff: readonly (readonly number[])[];
}

/** A menu, the items in increasing order, one per message, and the item that each type takes from it. */
export interface Menu extends ProvedAnswer<readonly number[], readonly number[]> {
  /** Items to choose from. */
  readonly commitmentClass: 'menu';
  /** All menus that are worth as much to the leader. */
  readonly optimalMenus: readonly (readonly number[])[];
}

/** A lottery over items per message, and the message of each type. */
export interface LotteryMenu extends ProvedAnswer<readonly (readonly number[])[], readonly number[]> {
  /** Lotteries to choose from. */
  readonly commitmentClass: 'menu';
}

/** The options of {@link bestMenu}; of {@link bestLotteries} the messages alone. */
export const MENU_PARAMETERS = {
  messages: { kind: 'integer', min: 1, about: 'how many messages the follower has: it chooses among as many items' },
  ties: {
    kind: 'choice',
    options: ['strong', 'weak'],
    default: 'strong',
    about: 'how an indifferent type chooses: for the leader or against it',
  },
} as const;

/** Which menus. */
export type MenuOptions = OptionsOf<typeof MENU_PARAMETERS>;

/** The most menus, or ways to sort types by message, that are examined. */
export const MENU_LIMIT = 1_000_000;

/**
 * The best mechanism that gives an item for a message, by enumeration of menus: a follower with `messages` messages chooses among as many items.
 *
 * @throws InputError for a malformed problem; RefusedError beyond {@link MENU_LIMIT} menus
 */
export function bestMenu(problem: AllocationProblem, options: MenuOptions): Menu {
  const { messages, ties } = resolveOptions(MENU_PARAMETERS, options, 'bestMenu');
  const items = checkProblem(problem);
  const towards = ties === 'strong' ? 1 : -1;
  const found: Pick<Menu, 'leaderValue' | 'followerValue' | 'commitment' | 'reply'>[] = [];
  let examined = 0;
  let best = -Infinity;
  const scale = problem.leaderPayoff.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const examine = (menu: number[]): void => {
    if (++examined > MENU_LIMIT) {
      throw new RefusedError(
        `${items} items and ${messages} messages make more than ${MENU_LIMIT} menus: too many to enumerate; use fewer`,
      );
    }
    let [leaderValue, followerValue] = [0, 0];
    const choices = problem.probabilities.map((probability, type) => {
      const [own, yours] = [problem.followerPayoff[type]!, problem.leaderPayoff[type]!];
      const chosen = menu.reduce((a, b) => (own[b]! > own[a]! || (own[b] === own[a] && towards * (yours[b]! - yours[a]!) > 0) ? b : a));
      leaderValue += probability * yours[chosen]!;
      followerValue += probability * own[chosen]!;
      return chosen;
    });
    best = Math.max(best, leaderValue);
    if (leaderValue >= best - 1e-12 * scale) found.push({ leaderValue, followerValue, commitment: menu.slice(), reply: choices });
  };
  const extend = (menu: number[], from: number): void => {
    if (menu.length > 0) examine(menu);
    if (menu.length === messages) return;
    for (let item = from; item < items; item++) extend([...menu, item], item + 1);
  };
  extend([], 0);
  const optimal = found.filter(({ leaderValue }) => leaderValue >= best - 1e-12 * scale);
  // Of equals, the largest menu says most about what the messages can do.
  const first = optimal.reduce((a, b) => (b.commitment.length > a.commitment.length ? b : a));
  return {
    ...first,
    commitmentClass: 'menu',
    followerClass: null,
    ties,
    upperBound: first.leaderValue,
    optimalReplies: null,
    attained: true,
    unique: optimal.length === 1,
    evidence: { kind: 'optimal', by: 'enumeration' },
    optimalMenus: optimal.map((menu) => menu.commitment),
  };
}

/**
 * The most that a mechanism can give the leader when a message may lead to a lottery over items. It takes, for every way to sort the
 * types by message, one linear programme in which no type prefers another message. The value is at least what {@link bestMenu} finds with
 * strong ties, and equal to it when both want the same.
 *
 * @throws InputError for a malformed problem; RefusedError beyond {@link MENU_LIMIT} ways to sort the types
 */
export function bestLotteries(problem: AllocationProblem, options: Pick<MenuOptions, 'messages'>): LotteryMenu {
  const { messages } = resolveOptions({ messages: MENU_PARAMETERS.messages }, options, 'bestLotteries');
  const items = checkProblem(problem);
  const types = problem.probabilities.length;
  let best: { leaderValue: number; lotteries: readonly (readonly number[])[]; messageOf: readonly number[] } | undefined;
  for (const messageOf of partitions(types, messages)) {
    const used = Math.max(...messageOf) + 1;
    const width = used * items;
    const objective = new Array<number>(width).fill(0);
    const constraints: LinearConstraint[] = [];
    messageOf.forEach((message, type) => {
      for (let item = 0; item < items; item++)
        objective[message * items + item]! += problem.probabilities[type]! * problem.leaderPayoff[type]![item]!;
      for (let other = 0; other < used; other++) {
        if (other === message) continue;
        const coefficients = new Array<number>(width).fill(0);
        for (let item = 0; item < items; item++) {
          coefficients[message * items + item] = problem.followerPayoff[type]![item]!;
          coefficients[other * items + item] = -problem.followerPayoff[type]![item]!;
        }
        constraints.push({ coefficients, relation: '>=', bound: 0 });
      }
    });
    for (let message = 0; message < used; message++) {
      constraints.push({
        coefficients: Array.from({ length: width }, (_unused, k) => (Math.floor(k / items) === message ? 1 : 0)),
        relation: '=',
        bound: 1,
      });
    }
    const outcome = solveLinearProgram({ objective, constraints });
    if (outcome.status !== 'optimal' || outcome.value <= (best?.leaderValue ?? -Infinity)) continue;
    const lotteries = Array.from({ length: used }, (_unused, message) => outcome.solution.slice(message * items, (message + 1) * items));
    best = { leaderValue: outcome.value, lotteries, messageOf };
  }
  const { leaderValue, lotteries: commitment, messageOf: reply } = best!;
  const followerValue = problem.probabilities.reduce(
    (sum, probability, type) =>
      sum + probability * commitment[reply[type]!]!.reduce((mean, share, item) => mean + share * problem.followerPayoff[type]![item]!, 0),
    0,
  );
  return {
    commitmentClass: 'menu',
    followerClass: null,
    ties: 'strong',
    leaderValue,
    upperBound: leaderValue,
    followerValue,
    commitment,
    reply,
    optimalReplies: null,
    attained: true,
    unique: null,
    evidence: { kind: 'optimal', by: 'floating' },
  };
}

/**
 * All ways to sort `count` things into at most `blocks` blocks, as the block of each. Blocks are numbered in the order of their first
 * member.
 */
export function partitions(count: number, blocks: number): number[][] {
  let all: number[][] = [[]];
  for (let k = 0; k < count; k++) {
    all = all.flatMap((some) => {
      const used = some.reduce((most, block) => Math.max(most, block + 1), 0);
      return Array.from({ length: Math.min(used + 1, blocks) }, (_unused, block) => [...some, block]);
    });
    if (all.length > MENU_LIMIT)
      throw new RefusedError(`${count} types can be sorted in more than ${MENU_LIMIT} ways: too many; use fewer`);
  }
  return all;
}

function checkProblem({ probabilities, leaderPayoff, followerPayoff }: AllocationProblem): number {
  const total = probabilities.reduce((sum, probability) => sum + probability, 0);
  if (!probabilities.every((probability) => probability >= 0) || !(Math.abs(total - 1) <= 1e-9)) {
    throw new InputError(`probabilities are ${show(probabilities)}: expected one per type, of at least 0, that sum to 1`);
  }
  const items = leaderPayoff[0]?.length ?? 0;
  for (const [name, payoff] of Object.entries({ leaderPayoff, followerPayoff })) {
    if (payoff.length !== probabilities.length)
      throw new InputError(`${name} has ${payoff.length} rows: expected ${probabilities.length}, one per type`);
    payoff.forEach((row, type) => {
      if (items === 0 || row.length !== items)
        throw new InputError(`${name}[${type}] has ${row.length} entries: expected ${items || 'at least 1'}, one per item`);
      const wrong = row.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0) throw new InputError(`${name}[${type}][${wrong}] is ${show(row[wrong])}: expected a finite number`);
    });
  }
  return items;
}
