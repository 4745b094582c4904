import { InputError, RefusedError, show } from '../errors/errors.ts';
import { expectThing } from '../expected/expected.ts';
import { checkRewards } from '../environment/environment.ts';
import type { Fork } from '../game/chance.ts';
import { enumerateChance } from '../game/chance.ts';
import type { Game, Transition } from '../game/game.ts';
import type { Value } from '../spaces/spaces.ts';
import { cardinality, contains, indexOf, valueAt } from '../spaces/spaces.ts';

/** How chance unfolds in one step: an outcome, or a pick among branches. */
export type ChanceTree = number | { readonly weights: readonly number[]; readonly branches: readonly (ChanceTree | undefined)[] };

/**
 * A game as tables: every reachable state with its observations, and every outcome of every joint action. S states, J joint actions
 * (mixed radix of the players' actions, player 0 most significant).
 */
export interface FiniteModel {
  /** The game. */
  readonly game: Game;
  /** The state records, by index. */
  readonly states: readonly unknown[];
  /** J, the number of joint actions. */
  readonly jointActions: number;
  /** The number of actions of each player. */
  readonly actionCounts: readonly number[];
  /** The number of observations of each player. */
  readonly observationCounts: readonly number[];
  /** Per player, the observation index in each state: S entries. */
  readonly observations: readonly Int32Array[];
  /** The outcomes of joint action j in state s are `first[s*J+j]` to `first[s*J+j+1]` (none in states where the game is over). */
  readonly first: Int32Array;
  /** Per outcome, the next state. */
  readonly next: Int32Array;
  /** Per outcome, its probability. */
  readonly probability: Float64Array;
  /** Per player and outcome, the reward. */
  readonly rewards: readonly Float64Array[];
  /** Per outcome: 0 the game goes on, 1 terminated, 2 truncated. */
  readonly ended: Uint8Array;
  /** The first states. */
  readonly initial: readonly { readonly state: number; readonly probability: number }[];
  /** How the first state is drawn; leaves index `initial`. */
  readonly initialTree: ChanceTree;
  /** Per `s*J+j`, how the outcome is drawn; leaves index outcomes. */
  readonly trees: readonly (ChanceTree | undefined)[];
}

/** The most outcomes that {@link finiteModel} tabulates. */
export const MODEL_LIMIT = 4_000_000;

const models = new WeakMap<Game, FiniteModel>();

/**
 * Enumerates the finite model of a game from its definition; kept, so that asking again costs nothing.
 *
 * @param game - a game with finite chance and finite observation and action spaces
 * @throws RefusedError when the game has no finite model or is larger than {@link MODEL_LIMIT}; InputError for an observation or rewards
 * that the game should not return
 */
export function finiteModel(game: Game): FiniteModel {
  let model = models.get(game);
  if (!model) models.set(game, (model = enumerate(game)));
  return model;
}

function enumerate(game: Game): FiniteModel {
  expectThing(game, 'a game', 'finiteModel');
  if (game.chance !== 'finite')
    throw new RefusedError(`${game.id} draws continuous chance: it has no finite model; expected a game made with defineGame`);
  for (const player of game.players) {
    for (const space of [player.observation, player.action]) {
      if (cardinality(space) === Infinity)
        throw new RefusedError(`${player.name} of ${game.id} has a continuous ${space.kind} space: it has no finite model`);
    }
  }
  const actionCounts = game.players.map(({ action }) => cardinality(action));
  const jointActions = actionCounts.reduce((product, count) => product * count, 1);
  if (jointActions > MODEL_LIMIT)
    throw new RefusedError(`${game.id} has ${jointActions} joint actions: a finite model is limited to ${MODEL_LIMIT} outcomes`);
  const joint = Array.from({ length: jointActions }, (_unused, index) => decode(game, actionCounts, index));

  const indices = new Map<string, number>();
  const states: unknown[] = [];
  const over: boolean[] = [];
  const intern = (state: unknown, ended: boolean): number => {
    // A state in which the game is over is kept apart from an equal one in which it goes on.
    const key = (ended ? 'x' : 'o') + keyOf(game, state);
    let index = indices.get(key);
    if (index === undefined) {
      indices.set(key, (index = states.length));
      states.push(state);
      over.push(ended);
    }
    return index;
  };

  const starts = enumerateChance((chance) => game.initial(chance));
  const initial = starts.map(({ result, probability }) => ({ state: intern(result, false), probability }));
  const first: number[] = [0];
  const next: number[] = [];
  const probability: number[] = [];
  const rewards: number[][] = game.players.map(() => []);
  const ended: number[] = [];
  const trees: (ChanceTree | undefined)[] = [];
  for (let s = 0; s < states.length; s++) {
    for (const actions of joint) {
      if (over[s]) {
        first.push(next.length);
        trees.push(undefined);
        continue;
      }
      const forks: Fork<Transition<unknown>>[] = enumerateChance((chance) => game.step(states[s], actions, chance));
      trees.push(treeOf(forks, next.length));
      for (const fork of forks) {
        const transition = fork.result;
        checkRewards(game, transition.rewards);
        const end = transition.terminated ? 1 : transition.truncated ? 2 : 0;
        next.push(intern(transition.state, end > 0));
        probability.push(fork.probability);
        transition.rewards.forEach((reward, i) => (rewards[i] as number[]).push(reward));
        ended.push(end);
      }
      first.push(next.length);
      if (next.length > MODEL_LIMIT || first.length > MODEL_LIMIT)
        throw new RefusedError(`${game.id} has more than ${MODEL_LIMIT} outcomes: too large for a finite model`);
    }
  }

  return {
    game,
    states,
    jointActions,
    actionCounts,
    observationCounts: game.players.map(({ observation }) => cardinality(observation)),
    observations: game.players.map((_player, i) => Int32Array.from(states, (state) => observationIndex(game, state, i))),
    first: Int32Array.from(first),
    next: Int32Array.from(next),
    probability: Float64Array.from(probability),
    rewards: rewards.map((column) => Float64Array.from(column)),
    ended: Uint8Array.from(ended),
    initial,
    initialTree: treeOf(starts, 0) as ChanceTree,
    trees,
  };
}

/** The text of a state, different for different states. */
function keyOf(game: Game, state: unknown): string {
  const text = String(JSON.stringify(state));
  // JSON writes every number that is not finite as null, and every map and set as {}.
  if (!text.includes('null') && !text.includes('{}')) return text;
  const exact = (_key: string, value: unknown): unknown => {
    if (value instanceof Map || value instanceof Set)
      throw new InputError(`a state of ${game.id} holds a Map or Set: expected a plain record`);
    return typeof value === 'number' && !Number.isFinite(value) ? `!${value}` : value;
  };
  return `!${JSON.stringify(state, exact)}`;
}

function observationIndex(game: Game, state: unknown, player: number): number {
  const { name, observation } = game.players[player] as Game['players'][number];
  const seen = game.observe(state, player);
  if (contains(observation, seen)) return indexOf(observation, seen);
  throw new InputError(`${name} of ${game.id} observes ${show(seen)} in state ${show(state)}: expected a value of ${show(observation)}`);
}

function decode(game: Game, actionCounts: readonly number[], index: number): Value[] {
  const actions = new Array<Value>(actionCounts.length);
  for (let i = actionCounts.length - 1; i >= 0; i--) {
    const count = actionCounts[i] as number;
    actions[i] = valueAt((game.players[i] as Game['players'][number]).action, index % count);
    index = Math.floor(index / count);
  }
  return actions;
}

/** Rebuilds the tree of picks from its forks, which come in depth-first order; leaf k is outcome `offset + k`. */
function treeOf(forks: readonly Fork<unknown>[], offset: number): ChanceTree {
  let leaf = 0;
  const build = (depth: number): ChanceTree => {
    const fork = forks[leaf] as Fork<unknown>;
    if (fork.path.length === depth) return offset + leaf++;
    const weights = fork.weights[depth] as readonly number[];
    const branches = weights.map((weight) => (weight > 0 ? build(depth + 1) : undefined));
    return { weights, branches };
  };
  return build(0);
}
