import type { ExtensiveForm, GameNode } from '@firstmover/core';

/** An end. */
export const leaf = (leader: number, follower: number): GameNode => ({ kind: 'leaf', payoffs: [leader, follower] });

type Branches = { readonly [action: string]: GameNode };

const decision = (player: 'leader' | 'follower', informationSet: string, branches: Branches): GameNode => ({
  kind: 'decision',
  player,
  informationSet,
  actions: Object.keys(branches),
  children: Object.values(branches),
});

/** A move of the leader. */
export const lead = (informationSet: string, branches: Branches): GameNode => decision('leader', informationSet, branches);

/** A move of the follower. */
export const follow = (informationSet: string, branches: Branches): GameNode => decision('follower', informationSet, branches);

/** Equally likely branches. */
export const chance = (branches: Branches): GameNode => {
  const count = Object.keys(branches).length;
  return {
    kind: 'chance',
    actions: Object.keys(branches),
    probabilities: Object.keys(branches).map(() => 1 / count),
    children: Object.values(branches),
  };
};

/** Kuhn's poker (1950): three cards, one each, ante 1, one bet of 1; the leader acts first. Its value is -1/18. */
export function kuhnPoker(): ExtensiveForm {
  const deals: Branches = Object.fromEntries(
    [1, 2, 3].flatMap((own) =>
      [1, 2, 3].flatMap((other) => {
        if (own === other) return [];
        const win = own > other ? 1 : -1;
        const end = (amount: number): GameNode => leaf(amount, -amount);
        const tree = lead(`${own}`, {
          check: follow(`${other} after check`, {
            check: end(win),
            bet: lead(`${own} after a bet`, { fold: end(-1), call: end(2 * win) }),
          }),
          bet: follow(`${other} after a bet`, { fold: end(1), call: end(2 * win) }),
        });
        return [[`${own}${other}`, tree] as const];
      }),
    ),
  );
  return { title: 'Kuhn poker', root: chance(deals) };
}

/** A simple poker game (Myerson, Game Theory, 1991, section 2.1): the leader sees a red or a black card; value 1/3, bluffing with 1/3. */
export function simplePoker(): ExtensiveForm {
  const hand = (colour: string, win: number): GameNode =>
    lead(colour, {
      raise: follow('after a raise', { meet: leaf(2 * win, -2 * win), pass: leaf(1, -1) }),
      fold: leaf(win, -win),
    });
  return { title: 'A simple poker game', root: chance({ red: hand('red', 1), black: hand('black', -1) }) };
}

/** The four-move centipede of McKelvey & Palfrey (Econometrica 1992). */
export function centipede(): ExtensiveForm {
  return {
    title: 'Centipede',
    root: lead('1', {
      pass: follow('2', {
        pass: lead('3', { pass: follow('4', { pass: leaf(6.4, 1.6), take: leaf(0.8, 3.2) }), take: leaf(1.6, 0.4) }),
        take: leaf(0.2, 0.8),
      }),
      take: leaf(0.4, 0.1),
    }),
  };
}

/** Entry deterrence (Selten 1978, one market): the incumbent leads, the entrant moves first. */
export function entryDeterrence(): ExtensiveForm {
  return {
    title: 'Entry deterrence',
    root: follow('enter?', { in: lead('entered', { fight: leaf(0, -1), accommodate: leaf(1, 1) }), out: leaf(2, 0) }),
  };
}

/** The game of Letchford et al. (2012) as a tree, whose follower does not see the leader's move, or sees it. */
export function conitzer(seen: boolean): ExtensiveForm {
  const after = (row: string, left: GameNode, right: GameNode): GameNode => follow(seen ? row : 'after any row', { left, right });
  return { root: lead('row', { up: after('up', leaf(1, 1), leaf(3, 0)), down: after('down', leaf(0, 0), leaf(2, 1)) }) };
}
