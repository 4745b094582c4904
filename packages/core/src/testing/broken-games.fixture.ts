/* eslint-disable no-restricted-properties, no-restricted-globals -- these games are broken on purpose */
import type { Game, Rules } from '../game/game.ts';
import type { Value } from '../spaces/spaces.ts';
import { discrete, multiDiscrete } from '../spaces/spaces.ts';
import type { CheckGameOptions } from './check-game.ts';
import type { Deal } from './honest-games.fixture.ts';
import { ROUNDS, atCalls, byHand, change, honestRules, make, mixed, optimum, pennies, player } from './honest-games.fixture.ts';
import type { Rule } from './report.ts';

const shared = [0, 0];
let first: Deal | undefined;
let hidden = 0;

const honest = make(honestRules);

/** What is broken, the rule that must catch it, the game, and what is given to the kit beside it. */
export const brokenGames: readonly (readonly [what: string, rule: Rule, game: Game, options?: CheckGameOptions])[] = [
  [
    'a horizon one step too long',
    'horizon',
    change({
      step: (s, a, c) => ({ ...honestRules.step(s, a, c), terminated: s.round === ROUNDS }),
      players: [
        { ...honestRules.players[0]!, observation: multiDiscrete([10, 2]) },
        { ...honestRules.players[1]!, observation: discrete(20) },
      ],
    }),
  ],
  [
    'a horizon one step too short',
    'horizon',
    change({ step: (s, a, c) => ({ ...honestRules.step(s, a, c), terminated: s.round === ROUNDS - 2 }) }),
  ],
  [
    'an observation buffer shared between steps',
    'mutation',
    change({
      observe: ({ round, card, bid }, i) => {
        if (i > 0) return 2 * round + bid;
        shared[0] = round;
        shared[1] = card;
        return shared;
      },
    }),
  ],
  [
    'Math.random after step 1',
    'hidden randomness',
    change({
      step: (s, a, c) => {
        const t = honestRules.step(s, a, c);
        return s.round > 0 ? { ...t, state: { ...t.state, card: Math.random() < 0.5 ? 0 : 1 } } : t;
      },
    }),
  ],
  [
    'Math.random once in 500 calls',
    'hidden randomness',
    (() => {
      let calls = 0;
      return change({
        initial: (c) => (++calls % 500 === 0 ? { round: 0, card: Math.floor(2 * Math.random()), bid: 0 } : honestRules.initial(c)),
      });
    })(),
  ],
  [
    'the clock, without effect',
    'hidden randomness',
    change({
      step: (s, a, c) => {
        const t = honestRules.step(s, a, c);
        return Date.now() < 0 ? { ...t, rewards: [0, 0] } : t;
      },
    }),
  ],
  ['a new Date', 'hidden randomness', change({ initial: (c) => ({ ...honestRules.initial(c), bid: new Date().getTime() < 0 ? 1 : 0 }) })],
  ['performance.now', 'hidden randomness', change({ observe: (s, i) => (performance.now() < 0 ? 0 : honestRules.observe(s, i)) })],
  [
    'a leak of the hidden card',
    'isolation',
    change({ observe: ({ round, card, bid }, i) => (i === 0 ? [round, card] : 2 * round + (round === 0 ? card : bid)) }),
  ],
  [
    'a leak in the last state only',
    'isolation',
    change({ observe: ({ round, card, bid }, i) => (i === 0 ? [round, card] : 2 * round + (round === ROUNDS ? card : bid)) }),
  ],
  ['a hidden part that no state has', 'isolation', change({ players: player(1, { hidden: ['cards'] }) })],
  [
    'a reward of NaN at call 977',
    'rewards',
    atCalls(
      (call) => call === 977,
      (t) => ({ ...t, rewards: [NaN, 0] }),
    ),
  ],
  [
    'an infinite reward once',
    'rewards',
    atCalls(
      (call) => call === 1501,
      (t) => ({ ...t, rewards: [0, Infinity] }),
    ),
  ],
  ['a reward too few', 'rewards', change({ step: (s, a, c) => ({ ...honestRules.step(s, a, c), rewards: [0] }) })],
  ['a reward too many', 'rewards', change({ step: (s, a, c) => ({ ...honestRules.step(s, a, c), rewards: [0, 0, 0] }) })],
  [
    'a reward as text',
    'rewards',
    change({ step: (s, a, c) => ({ ...honestRules.step(s, a, c), rewards: ['1', 0] as unknown as number[] }) }),
  ],
  [
    'the sign of a reward flipped once in a thousand steps',
    'replay',
    atCalls(
      (call) => call % 1001 === 0,
      (t) => ({ ...t, rewards: [0.5 - t.rewards[0]!, t.rewards[1]!].map((r) => Math.abs(r)) }),
    ),
  ],
  [
    'a reward beyond the bounds, in the last round with one card',
    'rewards',
    change({
      step: (s, a, c) => {
        const t = honestRules.step(s, a, c);
        return s.round === ROUNDS - 1 && s.card === 1 ? { ...t, rewards: [1.001, 0] } : t;
      },
    }),
  ],
  ['reward bounds the wrong way round', 'reward bounds', make(honestRules, [], [1, 0])],
  ['an observation of the wrong shape', 'observations', change({ observe: (s, i) => (i === 0 ? [s.round] : honestRules.observe(s, i)) })],
  [
    'an observation out of its space in the final state',
    'observations',
    change({ players: player(0, { observation: multiDiscrete([ROUNDS, 2]) }) }),
  ],
  [
    'an observation that is not an integer',
    'observations',
    change({ observe: (s, i) => (i === 0 ? honestRules.observe(s, i) : s.round + 0.5) }),
  ],
  [
    'no observation for one player',
    'observations',
    change({ observe: (s, i) => (i === 0 ? honestRules.observe(s, i) : (undefined as unknown as Value)) }),
  ],
  [
    'a mutated action',
    'mutation',
    change({
      step: (s, a, c) => {
        (a as number[])[0] = 0;
        return honestRules.step(s, a, c);
      },
    }),
  ],
  [
    'a mutated state',
    'mutation',
    change({
      step: (s, a, c) => {
        (s as { bid: number }).bid = 1;
        return honestRules.step(s, a, c);
      },
    }),
  ],
  [
    'a state that grows in place',
    'mutation',
    change({
      observe: (s, i) => {
        (s as unknown as { seen: number }).seen = i;
        return honestRules.observe(s, i);
      },
    }),
  ],
  [
    'a state that is a Map',
    'plain records',
    make<ReadonlyMap<string, number>>({
      ...(honestRules as unknown as Rules<never>),
      initial: () => new Map([['round', 0]]),
      step: (s) => ({ state: new Map([['round', s.get('round')! + 1]]), rewards: [0, 0], terminated: s.get('round') === ROUNDS - 1 }),
      observe: (s, i) => (i === 0 ? [s.get('round') ?? 0, 0] : 0),
    }),
  ],
  ['a state with a function', 'plain records', change({ initial: (c) => ({ ...honestRules.initial(c), more: () => 1 }) })],
  ['a state with a typed array', 'plain records', change({ initial: (c) => ({ ...honestRules.initial(c), more: new Float64Array(2) }) })],
  [
    'a hidden global counter in the state',
    'replay',
    change({
      step: (s, a, c) => {
        const t = honestRules.step(s, a, c);
        return { ...t, state: { ...t.state, bid: Number(++hidden % 3 === 0) } };
      },
    }),
  ],
  [
    'state outside the record',
    'observe',
    (() => {
      let card = 0;
      return change({
        step: (s, a, c) => {
          const t = honestRules.step(s, a, c);
          card = t.state.card;
          return t;
        },
        observe: (s, i) => (i === 0 ? [s.round, s.round === 0 ? s.card : card] : honestRules.observe(s, i)),
      });
    })(),
  ],
  ['a first state drawn once and kept', 'replay', change({ initial: (c) => (first ??= honestRules.initial(c)) })],
  [
    'a random generator of its own',
    'replay',
    (() => {
      let word = 1;
      return change({
        initial: () => ({ round: 0, bid: 0, card: (word = (word * 1103515245 + 12345) % 2147483648) > 1073741824 ? 1 : 0 }),
      });
    })(),
  ],
  [
    'no end',
    'end',
    change({ step: (s, a, c) => ({ ...honestRules.step(s, a, c), state: { ...s, card: c.pick([1, 1]) }, terminated: false }) }),
  ],
  [
    'terminated as a number',
    'end',
    change({ step: (s, a, c) => ({ ...honestRules.step(s, a, c), terminated: Number(s.round === ROUNDS - 1) as unknown as boolean }) }),
  ],
  ['truncated as text', 'end', change({ step: (s, a, c) => ({ ...honestRules.step(s, a, c), truncated: 'no' as unknown as boolean }) })],
  [
    'an action space larger than what step knows',
    'play',
    change({
      players: player(0, { action: discrete(3) }),
      step: (s, a, c) => {
        if (a[0] === 2) throw new Error('no such bid');
        return honestRules.step(s, a, c);
      },
    }),
  ],
  ['weights of chance that are negative', 'play', change({ initial: (c) => ({ round: 0, bid: 0, card: c.pick([2, -1]) }) })],
  [
    'real numbers in a game declared finite',
    'batch',
    change({ initial: (c) => ({ round: 0, bid: 0, card: (c as unknown as { uniform(): number }).uniform() < 0.5 ? 0 : 1 }) }),
  ],
  [
    'a batch by hand that differs in one copy',
    'batch',
    honest,
    {
      batch: byHand(honest, (batch) => {
        (batch.rewards[0] as Float64Array)[2]! += 1e-12;
      }),
    },
  ],
  [
    'a batch by hand that forgets to say that it is over',
    'batch',
    honest,
    {
      batch: byHand(honest, (batch) => {
        batch.terminated[0] = 0;
      }),
    },
  ],
  ['parameters that JSON loses', 'parameters', { ...honest, parameters: { cap: Infinity } }],
  ['a space that JSON loses', 'spaces', change({ players: player(1, { action: { ...discrete(2), about: 'x' } as never }) })],
  [
    'a drawing that remembers',
    'drawing',
    (() => {
      let drawn = 0;
      return change({ draw: () => ({ svg: '', text: String(drawn++) }) });
    })(),
  ],
  ['a drawing with a script', 'drawing', change({ draw: () => ({ svg: '<script>1</script>', text: '' }) })],
  ['a drawing that is not one', 'drawing', change({ draw: () => '<svg/>' as never })],
  ['a pure optimum declared too low', 'optimum', pennies(optimum(2.5))],
  ['a pure optimum declared too high', 'optimum', pennies(optimum(3.1))],
  ['a mixed optimum declared too low', 'optimum', pennies(mixed(3.4))],
  ['a mixed optimum declared too high', 'optimum', pennies(mixed(3.6))],
  ['an optimum that an exact solver does not find', 'optimum', make(honestRules, optimum(2)), { solve: () => 2.25 }],
];
