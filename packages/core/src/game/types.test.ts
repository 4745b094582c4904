// What the compiler says: `npm run typecheck` fails where one of the errors below is none any more.
import { describe, expectTypeOf, it } from 'vitest';
import { box, dict, discrete, multiDiscrete, simplex, tuple, type Space, type Value, type ValueOf } from '../spaces/spaces.ts';
import type { ActionsOf, GameId, Player, RewardsOf } from './game.ts';
import { defineContinuousGame, defineGame, defineRules } from './game.ts';

const players = [
  { name: 'seller', role: 'leader', observation: discrete(1), action: box(0, 1, [2]) },
  { name: 'buyer', role: 'follower', observation: discrete(3), action: discrete(2) },
] as const;

const rules = {
  initial: () => ({ round: 0 }),
  observe: () => 0,
};

/** A value of a space, for the compiler alone. */
const valueOf = <TSpace>(space: TSpace): ValueOf<TSpace> => space as ValueOf<TSpace>;

describe('spaces', () => {
  it('know the type of their values', () => {
    expectTypeOf<ValueOf<ReturnType<typeof discrete>>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<ReturnType<typeof box>>>().toEqualTypeOf<readonly number[]>();
    expectTypeOf<ValueOf<ReturnType<typeof multiDiscrete>>>().toEqualTypeOf<readonly number[]>();
    expectTypeOf<ValueOf<ReturnType<typeof simplex>>>().toEqualTypeOf<readonly number[]>();
    const pair = tuple([discrete(2), box(0, 1, [3])]);
    expectTypeOf(valueOf(pair)).toEqualTypeOf<readonly [number, readonly number[]]>();
    const record = dict({ price: box(0, 1, [1]), item: discrete(4) });
    expectTypeOf(valueOf(record)).toEqualTypeOf<{ readonly price: readonly number[]; readonly item: number }>();
    const nested = tuple([dict({ a: discrete(2) }), tuple([discrete(2), discrete(3)])]);
    expectTypeOf(valueOf(nested)).toEqualTypeOf<readonly [{ readonly a: number }, readonly [number, number]]>();
  });

  it('of which nothing is known have any value', () => {
    expectTypeOf<Value>().toExtend<ValueOf<Space> | Value>();
    expectTypeOf(tuple([discrete(2)])).toExtend<Space>();
    expectTypeOf(dict({ a: discrete(2) })).toExtend<Space>();
  });

  it('refuse wrong parts', () => {
    // @ts-expect-error: the number of values is a number
    const two = (): unknown => discrete('2');
    // @ts-expect-error: labels are a list
    const label = (): unknown => discrete(2, 'yes');
    // @ts-expect-error: a box has a shape
    const shapeless = (): unknown => box(0, 1);
    // @ts-expect-error: items are spaces
    const numbers = (): unknown => tuple([2, 3]);
    // @ts-expect-error: entries are spaces
    const entry = (): unknown => dict({ a: 2 });
    // @ts-expect-error: counts are a list
    const counts = (): unknown => multiDiscrete(3);
    expectTypeOf([two, label, shapeless, numbers, entry, counts]).toExtend<readonly (() => unknown)[]>();
  });
});

describe('players', () => {
  it('say what they do, and how many rewards there are', () => {
    expectTypeOf<ActionsOf<typeof players>>().toEqualTypeOf<readonly [readonly number[], number]>();
    expectTypeOf<RewardsOf<typeof players>>().toEqualTypeOf<readonly [number, number]>();
    expectTypeOf<ActionsOf<readonly Player[]>>().toExtend<readonly unknown[]>();
    expectTypeOf<RewardsOf<readonly Player[]>>().toEqualTypeOf<readonly number[]>();
  });
});

describe('defineGame', () => {
  it('gives step the action of each player', () => {
    defineGame({
      id: 'test/Typed-v1',
      rules: () => ({
        players,
        ...rules,
        step(state, [offer, choice]) {
          expectTypeOf(offer).toEqualTypeOf<readonly number[]>();
          expectTypeOf(choice).toEqualTypeOf<number>();
          expectTypeOf(state).toEqualTypeOf<{ round: number }>();
          return { state, rewards: [choice, offer[0]!], terminated: true };
        },
      }),
    });
  });

  it('infers from players that are written in place', () => {
    defineGame({
      id: 'test/Typed-v1',
      rules: () => ({
        players: [
          { name: 'l', role: 'leader', observation: discrete(1), action: tuple([discrete(2), simplex(3)]) },
          { name: 'f', role: 'follower', observation: discrete(1), action: dict({ a: discrete(2) }) },
        ],
        initial: () => 1,
        observe: () => 0,
        step(state, [[first, mixture], { a }]) {
          expectTypeOf(first).toEqualTypeOf<number>();
          expectTypeOf(mixture).toEqualTypeOf<readonly number[]>();
          expectTypeOf(a).toEqualTypeOf<number>();
          return { state, rewards: [0, 0], terminated: true };
        },
      }),
    });
  });

  it('refuses rules that do not fit the players', () => {
    const one = (): unknown =>
      // @ts-expect-error: one reward for two players
      defineGame({ id: 'test/Typed-v1', rules: () => ({ players, ...rules, step: (state) => ({ state, rewards: [1] }) }) });
    const three = (): unknown =>
      // @ts-expect-error: three rewards for two players
      defineGame({ id: 'test/Typed-v1', rules: () => ({ players, ...rules, step: (state) => ({ state, rewards: [1, 2, 3] }) }) });
    const text = (): unknown =>
      // @ts-expect-error: a reward that is a text
      defineGame({ id: 'test/Typed-v1', rules: () => ({ players, ...rules, step: (state) => ({ state, rewards: [1, '2'] }) }) });
    const none = (): unknown =>
      // @ts-expect-error: no rewards
      defineGame({ id: 'test/Typed-v1', rules: () => ({ players, ...rules, step: (state) => ({ state }) }) });
    const swapped = (): unknown =>
      defineGame({
        id: 'test/Typed-v1',
        rules: () => ({
          players,
          ...rules,
          // @ts-expect-error: a vector is no number
          step: (state, [offer, choice]) => ({ state, rewards: [offer + 1, choice] as const }),
        }),
      });
    const annotated = (): unknown =>
      defineGame({
        id: 'test/Typed-v1',
        // @ts-expect-error: the first player chooses a vector, not a number
        rules: () => ({ players, ...rules, step: (state: { round: number }, [a, b]: readonly [number, number]) => ({ state, rewards: [a, b] as const }) }), // prettier-ignore
      });
    const third = (): unknown =>
      // @ts-expect-error: there is no third player
      defineGame({ id: 'test/Typed-v1', rules: () => ({ players, ...rules, step: (state, [, , c]) => ({ state, rewards: [c, c] }) }) });
    const stateless = (): unknown =>
      // @ts-expect-error: no next state
      defineGame({ id: 'test/Typed-v1', rules: () => ({ players, ...rules, step: () => ({ rewards: [0, 0] }) }) });
    const later = (): unknown =>
      // @ts-expect-error: a promise is no transition
      defineGame({ id: 'test/Typed-v1', rules: () => ({ players, ...rules, step: async (state) => ({ state, rewards: [0, 0] }) }) });
    const blind = (): unknown =>
      // @ts-expect-error: observe is missing
      defineGame({ id: 'test/Typed-v1', rules: () => ({ players, initial: () => 0, step: (state) => ({ state, rewards: [0, 0] }) }) });
    expectTypeOf([one, three, text, none, swapped, annotated, third, stateless, later, blind]).toExtend<readonly (() => unknown)[]>();
  });

  it('refuses wrong players, ids and parameters', () => {
    const fine = { ...rules, step: (state: { round: number }) => ({ state, rewards: [0] as const }) };
    const player = { name: 'l', observation: discrete(1), action: discrete(2) };
    // @ts-expect-error: roles are leader and follower
    const role = (): unknown => defineGame({ id: 'test/T-v1', rules: () => ({ ...fine, players: [{ ...player, role: 'Leader' }] }) });
    // @ts-expect-error: an action is a space
    const action = (): unknown => defineGame({ id: 'test/T-v1', rules: () => ({ ...fine, players: [{ ...player, role: 'leader', action: 2 }] }) }); // prettier-ignore
    // @ts-expect-error: an id has a version
    const unversioned = (): unknown => defineGame({ id: 'test/T', rules: () => ({ ...fine, players: [] }) });
    // @ts-expect-error: an id has a namespace
    const nameless = (): unknown => defineGame({ id: 'T-v1', rules: () => ({ ...fine, players: [] }) });
    // @ts-expect-error: rules are a function
    const object = (): unknown => defineGame({ id: 'test/T-v1', rules: { ...fine, players: [] } });
    expectTypeOf([role, action, unversioned, nameless, object]).toExtend<readonly (() => unknown)[]>();
    expectTypeOf<'test/T-v1'>().toExtend<GameId>();
    expectTypeOf<'test/T-vx'>().not.toExtend<GameId>();
  });

  it('knows the types of parameters', () => {
    defineGame({
      id: 'test/Typed-v1',
      parameters: {
        fine: { kind: 'number', default: 1, about: 'a fine' },
        sees: { kind: 'choice', options: ['all', 'nothing'], default: 'all', about: 'what is seen' },
      },
      rules: ({ fine, sees }) => {
        expectTypeOf(fine).toEqualTypeOf<number>();
        expectTypeOf(sees).toEqualTypeOf<'all' | 'nothing'>();
        return defineRules({
          players,
          ...rules,
          step(state, [offer, choice]) {
            expectTypeOf(offer).toEqualTypeOf<readonly number[]>();
            expectTypeOf(choice).toEqualTypeOf<number>();
            return { state, rewards: [fine, choice] };
          },
        });
      },
    });
    const unknown = (): unknown =>
      // @ts-expect-error: there is no parameter of that name
      defineGame({ id: 'test/T-v1', parameters: {}, rules: ({ fine }) => defineRules({ players, ...rules, step: (state) => ({ state, rewards: [fine, 0] }) }) }); // prettier-ignore
    // @ts-expect-error: one reward for two players
    const short = (): unknown => defineRules({ players, ...rules, step: (state) => ({ state, rewards: [0] }) });
    expectTypeOf([unknown, short]).toExtend<readonly (() => unknown)[]>();
  });

  it('falls back to arrays where players are made by a function', () => {
    const made: readonly Player[] = [...players];
    defineGame({
      id: 'test/Typed-v1',
      rules: () => ({
        players: made,
        ...rules,
        step(state, actions) {
          expectTypeOf(actions[0]).toEqualTypeOf<Value | undefined>();
          return { state, rewards: made.map(() => 0), terminated: true };
        },
      }),
    });
  });

  it('gives continuous games real numbers, and finite ones none', () => {
    defineContinuousGame({
      id: 'test/Typed-v1',
      rules: () => ({
        players,
        observe: () => 0,
        initial: (chance) => ({ x: chance.uniform() }),
        step: (state) => ({ state, rewards: [0, 0] }),
      }),
    });
    const finite = (): unknown =>
      defineGame({
        id: 'test/Typed-v1',
        // @ts-expect-error: a finite game draws from lists of weights only
        rules: () => ({ players, observe: () => 0, initial: (chance) => ({ x: chance.uniform() }), step: (state) => ({ state, rewards: [0, 0] }) }), // prettier-ignore
      });
    expectTypeOf(finite).toExtend<() => unknown>();
  });
});
