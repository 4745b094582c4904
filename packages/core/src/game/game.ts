import { expectOptions, expectThing } from '../expected/expected.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { InputError, show } from '../errors/errors.ts';
import type { ParameterSchema, Parameters, ParametersOf } from '../parameters/schema.ts';
import { resolveParameters } from '../parameters/parameters.ts';
import type { Space, Value, ValueOf } from '../spaces/spaces.ts';
import type { Chance, FiniteChance } from './chance.ts';
import type { Descriptor } from './descriptor.ts';

/** Who a player is and what it sees and does. */
export interface Player {
  /** The name, unique in the game. */
  readonly name: string;
  /** Whether it commits first or responds; a game may have several of either. */
  readonly role: 'leader' | 'follower';
  /** What it sees. */
  readonly observation: Space;
  /** What it can do. */
  readonly action: Space;
  /** The parts of the state that it must never see, as paths such as `wanted` or `types.1`; the conformance kit checks it (default none). */
  readonly hidden?: readonly string[];
}

/** What each player does, by its action space. */
export type ActionsOf<TPlayers extends readonly Player[]> = { readonly [TKey in keyof TPlayers]: ValueOf<TPlayers[TKey]['action']> };

/** A reward for each player. */
export type RewardsOf<TPlayers extends readonly Player[]> = { readonly [TKey in keyof TPlayers]: number };

/** What one step leads to. */
export interface Transition<TState, TRewards extends readonly number[] = readonly number[]> {
  /** The next state. */
  readonly state: TState;
  /** One reward per player. */
  readonly rewards: TRewards;
  /** Whether the game has ended by its rules. */
  readonly terminated?: boolean;
  /** Whether it was cut short from outside its rules (a time limit that is not part of the game); ignored in a step that terminates. */
  readonly truncated?: boolean;
}

/**
 * The rules for many copies in one call, where every call is dear because the game runs in another process. Each copy must come out as by a
 * call of its own. `chance(k)` is the chance of copy k, to be used up before that of another is asked for.
 */
export interface Together<TState, TChance extends FiniteChance = FiniteChance> {
  /** The first states of so many copies. */
  initial(count: number, chance: (k: number) => TChance): readonly TState[];
  /** What one joint action leads to in each copy. */
  step(states: readonly TState[], actions: readonly (readonly Value[])[], chance: (k: number) => TChance): readonly Transition<TState>[];
}

/** The rules of a game with its parameters fixed: pure functions on plain-record states. All players move at once. */
export interface Rules<TState, TChance extends FiniteChance = FiniteChance, TPlayers extends readonly Player[] = readonly Player[]> {
  /** The players, in the order of actions and rewards. */
  readonly players: TPlayers;
  /** The first state. */
  initial(chance: TChance): TState;
  /** What one joint action leads to; `actions[i]` is player i's. */
  step(state: TState, actions: ActionsOf<TPlayers>, chance: TChance): Transition<TState, RewardsOf<TPlayers>>;
  /** What a player sees in a state. */
  observe(state: TState, player: number): ValueOf<TPlayers[number]['observation']>;
  /** A state for people; `actions` led to it, undefined at the start (default: pictures show what players see, do and earn only). */
  draw?(state: TState, actions: ActionsOf<TPlayers> | undefined): Drawing;
  /** The same for many copies at once; a batch without a finite model uses it (default: copy by copy). */
  readonly together?: Together<TState, TChance> | undefined;
}

/** A versioned id: `namespace/Name-vN`. */
export type GameId = `${string}/${string}-v${number}`;

/** What an author of a game writes down. */
export interface GameSpec<TSchema extends ParameterSchema, TState, TChance extends FiniteChance, TPlayers extends readonly Player[]> {
  /** The versioned id, `namespace/Name-vN`; any change of dynamics, rewards or observations needs the next version. */
  readonly id: GameId;
  /** The parameters that a user may set. */
  readonly parameters?: TSchema;
  /** The rules for given parameters: with {@link defineRules}, actions and rewards have the types of the players there too. */
  rules(parameters: ParametersOf<TSchema>): Rules<TState, TChance, TPlayers>;
  /** What is known about the game with given parameters; what is left out gets the defaults of {@link Descriptor}. */
  descriptor?(parameters: ParametersOf<TSchema>): Partial<Descriptor>;
}

/** A family of games with parameters. */
export interface GameDefinition {
  /** What it is, among what a registry holds. */
  readonly kind: 'game';
  /** The versioned id. */
  readonly id: string;
  /** The parameters that a user may set. */
  readonly parameters: ParameterSchema;
  /** Fixes the parameters. Unknown names and values out of range are an {@link InputError}. */
  create(parameters?: { readonly [name: string]: unknown }): Game;
}

/** A game: rules with fixed parameters. From it come the environments, the batch, the finite model and everything else. */
export interface Game extends Rules<unknown, Chance> {
  /** The versioned id. */
  readonly id: string;
  /** The fixed parameters. */
  readonly parameters: Parameters;
  /** Whether chance only picks among finitely many outcomes: needed for a finite model. */
  readonly chance: 'finite' | 'continuous';
  /** What is known about the game. */
  readonly descriptor: Descriptor;
}

const DEFAULT_DESCRIPTOR: Descriptor = {
  summary: '',
  utility: 'general-sum',
  commitment: 'pure',
  rewardBounds: [-Infinity, Infinity],
  gamma: 1,
  optima: [],
  source: '',
};

const ID_PATTERN = /^[a-z][a-z0-9-]*\/[A-Z][A-Za-z0-9]*-v[1-9][0-9]*$/;

/**
 * Defines a game once; the simulation, the batch of copies and the exact model are derived from it. State is a plain record that
 * `step` never changes in place, and chance enters only through `chance.pick`.
 *
 * @example
 * const inspection = defineGame({
 *   id: 'my/Inspection-v1',
 *   rules: () => ({
 *     players: [
 *       { name: 'inspector', role: 'leader', observation: discrete(1), action: discrete(2, ['trust', 'inspect']) },
 *       { name: 'worker', role: 'follower', observation: discrete(1), action: discrete(2, ['work', 'shirk']) },
 *     ],
 *     initial: () => ({}),
 *     step: (state, [inspect, shirk]) => ({ state, rewards: [-3 * shirk - inspect, shirk - 5 * inspect * shirk], terminated: true }),
 *     observe: () => 0,
 *   }),
 * });
 * @throws InputError for an id that is not `namespace/Name-vN`
 */
export function defineGame<const TPlayers extends readonly Player[], TState, const TSchema extends ParameterSchema = Record<never, never>>(
  spec: GameSpec<TSchema, TState, FiniteChance, TPlayers>,
): GameDefinition {
  return define(spec, 'finite');
}

/** Defines a game that also draws real numbers (`chance.uniform`): it can be simulated and learned, but has no finite model. */
export function defineContinuousGame<
  const TPlayers extends readonly Player[],
  TState,
  const TSchema extends ParameterSchema = Record<never, never>,
>(spec: GameSpec<TSchema, TState, Chance, TPlayers>): GameDefinition {
  return define(spec, 'continuous');
}

/**
 * Rules whose types follow from their players: `step` gets each player's own action and must return a reward for each. Rules that take parameters need
 * it, because the compiler cannot look into what a function returns before it knows what it takes.
 *
 * @example
 * rules: ({ fine }) =>
 *   defineRules({
 *     players: [
 *       { name: 'inspector', role: 'leader', observation: discrete(1), action: discrete(2) },
 *       { name: 'worker', role: 'follower', observation: discrete(1), action: discrete(2) },
 *     ],
 *     initial: () => ({}),
 *     step: (state, [inspect, shirk]) => ({ state, rewards: [-inspect, -fine * inspect * shirk], terminated: true }),
 *     observe: () => 0,
 *   }),
 */
export function defineRules<const TPlayers extends readonly Player[], TState, TChance extends FiniteChance = FiniteChance>(
  rules: Rules<TState, TChance, TPlayers>,
): Rules<TState, TChance, TPlayers> {
  return rules;
}

function define<TSchema extends ParameterSchema, TState, TChance extends FiniteChance, TPlayers extends readonly Player[]>(
  spec: GameSpec<TSchema, TState, TChance, TPlayers>,
  chance: 'finite' | 'continuous',
): GameDefinition {
  expectOptions(spec, 'defineGame', '{ id, rules }');
  if (!ID_PATTERN.test(spec.id)) throw new InputError(`game id ${show(spec.id)}: expected namespace/Name-vN, for example matrix/Escape-v1`);
  const schema = spec.parameters ?? ({} as TSchema);
  return {
    kind: 'game',
    id: spec.id,
    parameters: schema,
    create(given = {}) {
      expectOptions(given, `${spec.id}.create`);
      const parameters = resolveParameters(schema, given, spec.id);
      const rules = spec.rules(parameters) as unknown as Rules<unknown, Chance>;
      checkPlayers(rules.players, spec.id);
      return {
        players: rules.players,
        initial: (source) => rules.initial(source),
        step: (state, actions, source) => rules.step(state, actions, source),
        observe: (state, player) => rules.observe(state, player),
        ...(rules.draw && { draw: rules.draw.bind(rules) }),
        ...(rules.together && { together: rules.together }),
        id: spec.id,
        parameters: parameters as Parameters,
        chance,
        descriptor: { ...DEFAULT_DESCRIPTOR, ...spec.descriptor?.(parameters) },
      };
    },
  };
}

function checkPlayers(players: readonly Player[], id: string): void {
  if (new Set(players.map(({ name }) => name)).size !== players.length) {
    throw new InputError(`players of ${id} are named ${show(players.map(({ name }) => name))}: expected different names`);
  }
  if (!players.some(({ role }) => role === 'leader')) throw new InputError(`${id} has no player with role 'leader': expected at least one`);
}

/** The positions of the leaders among the players. */
export function leadersOf(game: Game): number[] {
  expectThing(game, 'a game', 'a method');
  return game.players.flatMap(({ role }, i) => (role === 'leader' ? [i] : []));
}

/** The positions of the followers among the players. */
export function followersOf(game: Game): number[] {
  expectThing(game, 'a game', 'a method');
  return game.players.flatMap(({ role }, i) => (role === 'follower' ? [i] : []));
}

/**
 * The position of the one leader, for methods that know one leader only.
 *
 * @throws InputError when there are several
 */
export function soleLeader(game: Game): number {
  const [leader, ...others] = leadersOf(game);
  if (leader === undefined || others.length > 0)
    throw new InputError(`${game.id} has ${1 + others.length} leaders: expected exactly one for this method`);
  return leader;
}
