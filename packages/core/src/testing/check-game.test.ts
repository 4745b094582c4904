import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../game/descriptor.ts';
import type { Chance, FiniteChance } from '../game/chance.ts';
import type { Game, Rules } from '../game/game.ts';
import { defineContinuousGame, defineGame } from '../game/game.ts';
import { box, discrete } from '../spaces/spaces.ts';
import { checkGame } from './check-game.ts';
import { refusal } from './refusal.ts';
import { echo } from './scripted-oracles.ts';
import { toyDescriptor, toyGames } from './toy-games.ts';

interface Race {
  readonly round: number;
  readonly lead: number;
}

/** A sound game of five rounds with chance in its first state and its steps. */
const race: Rules<Race> = {
  players: [
    { name: 'leader', role: 'leader', observation: discrete(6), action: discrete(2) },
    { name: 'follower', role: 'follower', observation: discrete(2), action: discrete(2) },
  ],
  initial: (chance) => ({ round: 0, lead: chance.pick([1, 1]) }),
  step: ({ round, lead }, [run], chance) => ({
    state: { round: round + 1, lead: chance.pick([1, 1]) },
    rewards: [lead, run as number],
    terminated: round === 4,
  }),
  observe: ({ round, lead }, player) => (player === 0 ? round : lead),
};

function game<TState>(rules: Rules<TState>, descriptor: Descriptor = toyDescriptor([0, 1])): Game {
  return defineGame({ id: 'toy/Race-v1', rules: (): Rules<TState> => rules, descriptor: () => descriptor }).create();
}

/** The race with some rules broken. */
const broken = (rules: Partial<Rules<Race>>): Game => game({ ...race, ...rules });

/** Rules that play a race in steps that see and count every call. */
function counting(change: (call: number, state: Race) => Race): Partial<Rules<Race>> {
  let calls = 0;
  return {
    step(state, actions, chance) {
      const transition = race.step(state, actions, chance);
      return { ...transition, state: change(calls++, transition.state) };
    },
  };
}

describe('checkGame', () => {
  it.each([...toyGames, echo, game(race)].map((sound) => [sound.id, sound] as const))('passes %s', (_id, sound) => {
    expect(() => checkGame(sound, { steps: 3000 })).not.toThrow();
  });

  const firstState = (): Partial<Rules<Race>> => {
    let first: Race | undefined;
    return { initial: (chance) => (first ??= race.initial(chance)) };
  };
  const generator = (): Partial<Rules<Race>> => {
    let word = 1;
    return { initial: () => ({ round: 0, lead: (word = (word * 1103515245 + 12345) % 2147483648) > 1073741824 ? 1 : 0 }) };
  };
  const outside = (): Game => {
    let lead = 0;
    return broken({
      initial: (chance) => ((lead = chance.pick([1, 1])), { round: 0, lead: 0 }),
      step: (state, actions, chance) => ((lead = chance.pick([1, 1])), race.step(state, actions, chance)),
      observe: ({ round }, player) => (player === 0 ? round : lead),
    });
  };
  const buffer = [0];

  const cases: readonly (readonly [string, () => Game, RegExp])[] = [
    [
      'an observation outside its space, in the final state only',
      () => broken({ players: [{ ...race.players[0]!, observation: discrete(5) }, race.players[1]!] }),
      /observations: leader sees 5 after a step \(row 5 .*expected a value of .*"n":5/,
    ],
    [
      'no observation',
      () => broken({ observe: (state, player) => (player === 0 ? state.round : (undefined as unknown as number)) }),
      /observations: follower sees undefined after an unseeded reset \(row 0/,
    ],
    [
      'a reward above its bounds',
      () => game(race, toyDescriptor([0, 0.5])),
      /rewards: \w+ earns 1 in a step .*expected 0 to 0.5 as in the descriptor/,
    ],
    ['a reward below its bounds', () => game(race, toyDescriptor([0.5, 1])), /rewards: \w+ earns 0 in a step/],
    [
      'a reward of NaN at one late call',
      () => broken(lateNaN()),
      /rewards: step returns rewards \["NaN",\d\]: expected one finite number per player/,
    ],
    [
      'too few rewards',
      () => broken({ step: (state) => ({ state, rewards: [0], terminated: true }) }),
      /rewards: step returns rewards \[0\]: expected one finite number per player \(2\)/,
    ],
    [
      'a first state that is drawn once and kept',
      () => broken(firstState()),
      /replay: an unseeded reset \(row 0 of the trace\) differs between two environments/,
    ],
    ['a random generator of its own', () => broken(generator()), /replay: an unseeded reset .*snapshot: an unseeded reset/],
    [
      'a change every 97th call',
      () => broken(counting((call, state) => (call % 97 === 96 ? { ...state, lead: 1 - state.lead } : state))),
      /replay: a step/,
    ],
    ['state outside the record', outside, /observe: what is observed after .* differs when another copy moved since/],
    [
      'drift that the twin and the heir share',
      () => broken(counting((call, state) => (call < 3000 ? state : { ...state, lead: 1 }))),
      /seeded reset: the trace differs at row/,
    ],
    [
      'a step that changes its state',
      () =>
        broken({
          step: (state, actions, chance) => ({
            ...race.step(state, actions, chance),
            state: Object.assign(state, { round: state.round + 1 }),
          }),
        }),
      /mutation: step changes what it was given or gave before: Cannot assign to read only property 'round'/,
    ],
    [
      'a step that changes its actions',
      () => broken({ step: (state, actions, chance) => (((actions as number[])[0] = 0), race.step(state, actions, chance)) }),
      /mutation: step changes .*: Cannot assign to read only property '0'/,
    ],
    ['a state that holds a typed array', typed, /plain records: the game uses a Int32Array in states/],
    [
      'one observation array for all',
      () =>
        game({
          ...race,
          players: race.players.map((player) => ({ ...player, observation: box(0, 9, [1]) })),
          observe: ({ round, lead }, player) => ((buffer[0] = player === 0 ? round : lead), buffer),
        }),
      /mutation: observe changes .*: Cannot assign to read only property '0'/,
    ],
    [
      'no end',
      () => broken({ step: (state, actions, chance) => ({ ...race.step(state, actions, chance), state, terminated: false }) }),
      /end: no episode terminated or was truncated in 2000 steps/,
    ],
    [
      'an end that is not true or false',
      () =>
        broken({
          step: (state, actions, chance) => ({
            ...race.step(state, actions, chance),
            terminated: Number(state.round === 4) as unknown as boolean,
          }),
        }),
      /end: step returns 0 for terminated or truncated: expected true or false/,
    ],
    [
      'a state that holds a map',
      maps,
      /plain records: the game uses a Map in states.*snapshot: threw TypeError: state.get is not a function/,
    ],
    ['states that only -0 tells apart', zeros, /batch: 3 copies by finite model differ from single environments in row/],
    [
      'reward bounds the wrong way round',
      () => game(race, toyDescriptor([1, 0])),
      /reward bounds: \[1,0\]: expected the lowest and the highest reward/,
    ],
    [
      'parameters that do not survive JSON',
      () => ({ ...game(race), parameters: { cap: Infinity } }),
      /parameters: \{"cap":"Infinity"\} do not survive JSON/,
    ],
    [
      'a space that does not survive JSON',
      () =>
        broken({
          players: [
            { ...race.players[0]!, observation: { kind: 'discrete', n: 6, labels: undefined as unknown as string[] } },
            { ...race.players[1]!, action: { ...discrete(2), about: 'x' } as never },
          ],
        }),
      /spaces: \{"kind":"discrete","n":2,"about":"x"\} of follower does not survive JSON/,
    ],
    [
      'real numbers in a game declared finite',
      () => broken({ initial: (chance) => ({ round: 0, lead: (chance as Chance).uniform() < 0.5 ? 0 : 1 }) }),
      /batch: threw InputError: chance.uniform\(\) in a game declared with finite chance/,
    ],
  ];

  it.each(cases)('fails %s', (_what, make, violation) => {
    const message = refusal(() => checkGame(make(), { steps: 2000 }));
    expect(message).toMatch(/^toy\/Race-v1 breaks \d+ of the rules of a game: /);
    expect(message).toMatch(violation);
  });

  it('lists every rule that is broken, once', () => {
    const message = refusal(() =>
      checkGame(
        game({
          ...race,
          players: [race.players[0]!, { ...race.players[1]!, observation: discrete(1) }],
          step: (state) => ({ state, rewards: [7, 0] }),
        }),
      ),
    );
    expect(message).toMatch(/breaks 3 of the rules of a game: observations: .*; rewards: .*; end: /);
    expect(message.match(/observations:/g)).toHaveLength(1);
  });

  it('fails a game whatever the seed, and takes its options in range only', () => {
    for (const seed of [1, 2, 3]) expect(refusal(() => checkGame(broken(firstState()), { seed, steps: 50 }))).toContain('replay');
    for (const steps of [0, -1, 1.5, NaN])
      expect(refusal(() => checkGame(game(race), { steps }))).toBe(`steps ${steps}: expected an integer of at least 1`);
    expect(refusal(() => checkGame(game(race), { seed: -1 }))).toContain('seed -1');
  });

  it('passes states with infinite numbers and with minus zero, which plain JSON would lose', () => {
    const best = game<{ readonly best: number; readonly sign: number }>({
      ...(race as unknown as Rules<never>),
      players: race.players.map((player) => ({ ...player, observation: box(-1, 9, [1]) })),
      initial: () => ({ best: -Infinity, sign: 0 }),
      step: ({ best, sign }, [bid], chance: FiniteChance) => ({
        state: { best: Math.max(best, bid as number), sign: -sign },
        rewards: [0, 0],
        terminated: chance.pick([3, 1]) === 1,
      }),
      observe: ({ best, sign }, player) => [player === 1 ? Number(Object.is(sign, -0)) : best === -Infinity ? -1 : best],
    });
    expect(() => checkGame(best, { steps: 500 })).not.toThrow();
  });
});

/** Rules whose reward is NaN at call 977. */
function lateNaN(): Partial<Rules<Race>> {
  let calls = 0;
  return {
    step(state, actions, chance) {
      const transition = race.step(state, actions, chance);
      return ++calls === 977 ? { ...transition, rewards: [NaN, 0] } : transition;
    },
  };
}

function typed(): Game {
  return defineContinuousGame({
    id: 'toy/Race-v1',
    rules: (): Rules<{ readonly track: Int32Array }, Chance> => ({
      players: race.players,
      initial: () => ({ track: new Int32Array(1) }),
      step({ track }) {
        track[0]!++;
        return { state: { track }, rewards: [0, 0], terminated: track[0] === 5 };
      },
      observe: ({ track }, player) => (player === 0 ? (track[0] as number) : 0),
    }),
    descriptor: () => toyDescriptor([0, 1]),
  }).create();
}

function maps(): Game {
  return game<ReadonlyMap<string, number>>({
    players: race.players,
    initial: () => new Map([['round', 0]]),
    step: (state) => ({
      state: new Map([['round', (state.get('round') as number) + 1]]),
      rewards: [0, 0],
      terminated: state.get('round') === 4,
    }),
    observe: (state, player) => (player === 0 ? (state.get('round') as number) : 0),
  });
}

function zeros(): Game {
  return game<{ readonly x: number; readonly round: number }>({
    players: race.players,
    initial: () => ({ x: 0, round: 0 }),
    step: ({ round }, [run]) => ({ state: { x: run === 1 ? -0 : 0, round: round + 1 }, rewards: [0, 0], terminated: round === 4 }),
    observe: ({ x }) => Number(Object.is(x, -0)),
  });
}
