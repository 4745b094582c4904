import { InputError, show } from '../errors/errors.ts';
import { sampledChance } from '../game/chance.ts';
import type { Game } from '../game/game.ts';
import type { ChanceTree, FiniteModel } from '../model/finite-model.ts';
import type { RandomStream } from '../random/random.ts';
import { randomStream } from '../random/random.ts';
import type { Space, Value } from '../spaces/spaces.ts';
import { contains, flatten, indexOf, unflatten, valueAt, width } from '../spaces/spaces.ts';
import { checkActions, checkRewards } from './environment.ts';

/** Observations or actions of N copies: one index each for a Discrete space, else N rows of flat numbers. */
export type Column = Int32Array | Float64Array;

/** A column for `size` values of a space. */
export function columnOf(space: Space, size: number): Column {
  return space.kind === 'discrete' ? new Int32Array(size) : new Float64Array(size * width(space));
}

/** N copies of a game that advance in lock-step; everything lives in typed arrays that are overwritten at each call. */
export interface Batch {
  /** The game. */
  readonly game: Game;
  /** N. */
  readonly size: number;
  /** Per player, what each copy shows it. */
  readonly observations: readonly Column[];
  /** Per player, what the last step of each copy earned; copies that a call leaves out keep theirs. */
  readonly rewards: readonly Float64Array[];
  /** Copies whose game has ended by its rules. */
  readonly terminated: Uint8Array;
  /** Copies whose game was cut short. */
  readonly truncated: Uint8Array;
  /** Starts an episode in the copies whose mask is 1 (default: in all); the random streams continue. */
  reset(mask?: Uint8Array): void;
  /**
   * Plays one joint action in every copy that is not over and whose mask is 1 (default: in all); `actions[player]` has one entry per copy.
   * What is not in the player's action space is an {@link InputError}.
   */
  step(actions: readonly Column[], mask?: Uint8Array): void;
}

/** How to make a batch. */
export interface BatchOptions {
  /** The number of copies. */
  readonly size: number;
  /** The seed of the chance streams (default 0). */
  readonly seed?: number;
  /** The finite model: copies then advance by table look-up. */
  readonly model?: FiniteModel;
}

/**
 * N copies of a game. Copy i draws the same chance as `createEnvironment(game, { seed, copy: i })`, with or without a model.
 *
 * @throws InputError for a size below 1 or the model of another game
 */
export function createBatch(game: Game, options: BatchOptions): Batch {
  const { size, seed = 0, model } = options;
  if (!Number.isSafeInteger(size) || size < 1) throw new InputError(`batch size ${show(size)}: expected an integer of at least 1`);
  if (model && model.game !== game)
    throw new InputError(`the model given for a batch of ${game.id} is of another game: expected finiteModel(game)`);
  const stream = randomStream(seed, 'chance');
  const shared: Shared = {
    observations: game.players.map(({ observation }) => columnOf(observation, size)),
    rewards: game.players.map(() => new Float64Array(size)),
    terminated: new Uint8Array(size).fill(1),
    truncated: new Uint8Array(size),
    ticks: new Uint32Array(size),
    stream,
  };
  const engine = model ? tabulated(model, size, shared) : interpreted(game, size, shared);
  return {
    game,
    size,
    observations: shared.observations,
    rewards: shared.rewards,
    terminated: shared.terminated,
    truncated: shared.truncated,
    reset(mask) {
      for (let copy = 0; copy < size; copy++) if (!mask || mask[copy] === 1) engine.reset(copy);
    },
    step(actions, mask) {
      for (let copy = 0; copy < size; copy++) {
        if (shared.terminated[copy] === 0 && shared.truncated[copy] === 0 && (!mask || mask[copy] === 1)) engine.step(copy, actions);
      }
    },
  };
}

interface Shared {
  readonly observations: readonly Column[];
  readonly rewards: readonly Float64Array[];
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly ticks: Uint32Array;
  readonly stream: RandomStream;
}

interface Engine {
  reset(copy: number): void;
  step(copy: number, actions: readonly Column[]): void;
}

/** The actions of one copy, by player. */
function jointAction(game: Game, actions: readonly Column[], copy: number): Value[] {
  return game.players.map(({ action }, i) => unflatten(action, actions[i] as Column, copy * width(action)));
}

/** Copies as state records, advanced by the definition itself. */
function interpreted(game: Game, size: number, shared: Shared): Engine {
  const { observations, rewards, terminated, truncated, ticks, stream } = shared;
  const states = new Array<unknown>(size);
  const chance = sampledChance(stream);
  const observe = (copy: number): void => {
    game.players.forEach((player, i) =>
      flatten(player.observation, game.observe(states[copy], i), observations[i] as Column, copy * width(player.observation)),
    );
  };
  return {
    reset(copy) {
      stream.at(copy, (ticks[copy] as number)++);
      states[copy] = game.initial(chance);
      terminated[copy] = 0;
      truncated[copy] = 0;
      observe(copy);
    },
    step(copy, actions) {
      stream.at(copy, (ticks[copy] as number)++);
      const joint = jointAction(game, actions, copy);
      checkActions(game, joint);
      const transition = game.step(states[copy], joint, chance);
      checkRewards(game, transition.rewards);
      states[copy] = transition.state;
      transition.rewards.forEach((reward, i) => ((rewards[i] as Float64Array)[copy] = reward));
      terminated[copy] = transition.terminated ? 1 : 0;
      truncated[copy] = transition.truncated && !transition.terminated ? 1 : 0;
      observe(copy);
    },
  };
}

/** Copies as state indices, advanced through the tables of the finite model. */
function tabulated(model: FiniteModel, size: number, shared: Shared): Engine {
  const { observations, rewards, terminated, truncated, ticks, stream } = shared;
  const { game, first, next, ended, jointActions, actionCounts } = model;
  const players = game.players.length;
  const states = new Int32Array(size);
  const actionSpaces = game.players.map(({ action }) => action);
  const discreteObservation = game.players.map(({ observation }) => observation.kind === 'discrete');
  // Flat observations of non-Discrete spaces, one row per observation index.
  const rows = game.players.map(({ observation }, i) => {
    if (discreteObservation[i]) return undefined;
    const count = model.observationCounts[i] as number;
    const flat = new Float64Array(count * width(observation));
    for (let index = 0; index < count; index++) flatten(observation, valueAt(observation, index), flat, index * width(observation));
    return { flat, width: width(observation) };
  });
  const observe = (copy: number): void => {
    const state = states[copy] as number;
    for (let i = 0; i < players; i++) {
      const index = (model.observations[i] as Int32Array)[state] as number;
      const row = rows[i];
      if (!row) (observations[i] as Column)[copy] = index;
      else
        for (let k = 0; k < row.width; k++) (observations[i] as Column)[copy * row.width + k] = row.flat[index * row.width + k] as number;
    }
  };
  /** The index of an action, or -1 for what is no action: another state's table entries must never be read. */
  const actionIndex = (column: Column, player: number, copy: number): number => {
    const space = actionSpaces[player] as Space;
    const value = space.kind === 'discrete' ? (column[copy] as number) : unflatten(space, column, copy * width(space));
    return contains(space, value) ? indexOf(space, value) : -1;
  };
  return {
    reset(copy) {
      stream.at(copy, (ticks[copy] as number)++);
      const leaf = typeof model.initialTree === 'number' ? model.initialTree : walk(model.initialTree, stream);
      states[copy] = (model.initial[leaf] as FiniteModel['initial'][number]).state;
      terminated[copy] = 0;
      truncated[copy] = 0;
      observe(copy);
    },
    step(copy, actions) {
      let joint = 0;
      for (let i = 0; i < players; i++) {
        const index = actionIndex(actions[i] as Column, i, copy);
        if (index < 0) checkActions(game, jointAction(game, actions, copy));
        joint = joint * (actionCounts[i] as number) + index;
      }
      const slot = (states[copy] as number) * jointActions + joint;
      const tick = (ticks[copy] as number)++;
      let outcome = first[slot] as number;
      const tree = model.trees[slot];
      if (typeof tree === 'object') outcome = walk(tree, stream.at(copy, tick));
      states[copy] = next[outcome] as number;
      for (let i = 0; i < players; i++) (rewards[i] as Float64Array)[copy] = (model.rewards[i] as Float64Array)[outcome] as number;
      const end = ended[outcome] as number;
      terminated[copy] = end === 1 ? 1 : 0;
      truncated[copy] = end === 2 ? 1 : 0;
      observe(copy);
    },
  };
}

function walk(tree: ChanceTree, stream: RandomStream): number {
  let node = tree;
  while (typeof node === 'object') node = node.branches[stream.pick(node.weights)] as ChanceTree;
  return node;
}
