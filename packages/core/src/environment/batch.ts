import { expectOptions, expectThing } from '../expected/expected.ts';
import { InputError, show } from '../errors/errors.ts';
import type { Chance } from '../game/chance.ts';
import { sampledChance } from '../game/chance.ts';
import type { Game, Transition } from '../game/game.ts';
import type { ChanceTree, FiniteModel } from '../model/finite-model.ts';
import type { RandomStream } from '../random/random.ts';
import { randomStream } from '../random/random.ts';
import { savable, savedEntries, savedValue } from '../saved-state/savable.ts';
import type { Savable } from '../saved-state/saved-state.ts';
import type { Space, Value } from '../spaces/spaces.ts';
import { contains, flatten, indexOf, unflatten, valueAt, width } from '../spaces/spaces.ts';
import { allBytes } from './all-bytes.ts';
import { certainSteps } from './certain-steps.ts';
import { checkActions, checkRewards } from './environment.ts';

/** Observations or actions of N copies: one index each for a Discrete space, else N rows of flat numbers. */
export type Column = Int32Array | Float64Array;

/** A column for `size` values of a space. */
export function columnOf(space: Space, size: number): Column {
  return space.kind === 'discrete' ? new Int32Array(size) : new Float64Array(size * width(space));
}

/** N copies of a game that advance in lock-step; everything lives in typed arrays that are overwritten at each call. */
export interface Batch extends Savable {
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
  /** Which copies of a larger batch these are: they draw what its copies `firstCopy` to `firstCopy + size - 1` draw (default 0). */
  readonly firstCopy?: number;
}

/**
 * Checks where a part of a larger batch begins.
 *
 * @throws InputError for anything but an integer from 0, such that all copies are below 2^32
 */
export function checkFirstCopy(firstCopy: number, copies: number): number {
  if (!Number.isSafeInteger(firstCopy) || firstCopy < 0 || firstCopy + copies > 4294967296)
    throw new InputError(`firstCopy ${show(firstCopy)} of ${copies} copies: expected an integer from 0, all copies below 2^32`);
  return firstCopy;
}

/**
 * N copies of a game. Copy i draws the same chance as `createEnvironment(game, { seed, copy: firstCopy + i })`, with or without a
 * model.
 *
 * @throws InputError for a size below 1, a first copy out of range or the model of another game
 */
export function createBatch(game: Game, options: BatchOptions): Batch {
  expectThing(game, 'a game', 'createBatch');
  expectOptions(options, 'createBatch', '{ size: 16 }');
  const { size, seed = 0, model } = options;
  if (!Number.isSafeInteger(size) || size < 1) throw new InputError(`batch size ${show(size)}: expected an integer of at least 1`);
  if (model && model.game !== game)
    throw new InputError(`the model given for a batch of ${game.id} is of another game: expected finiteModel(game)`);
  const firstCopy = checkFirstCopy(options.firstCopy ?? 0, size);
  const stream = randomStream(seed, 'chance');
  const shared: Shared = {
    observations: game.players.map(({ observation }) => columnOf(observation, size)),
    rewards: game.players.map(() => new Float64Array(size)),
    terminated: new Uint8Array(size).fill(1),
    truncated: new Uint8Array(size),
    ticks: new Uint32Array(size),
    stream,
    firstCopy,
  };
  const engine = model ? tabulated(model, size, shared) : interpreted(game, size, shared);
  const { terminated, truncated } = shared;
  const chosen = new Int32Array(size); // the copies that a call is about
  const [noneTerminated, noneTruncated] = [allBytes(terminated, 0), allBytes(truncated, 0)];
  return {
    game,
    size,
    observations: shared.observations,
    rewards: shared.rewards,
    terminated: shared.terminated,
    truncated: shared.truncated,
    reset(mask) {
      let count = 0;
      for (let copy = 0; copy < size; copy++) if (!mask || mask[copy] === 1) chosen[count++] = copy;
      engine.reset(chosen, count);
    },
    step(actions, mask) {
      if (!mask && noneTerminated() && noneTruncated()) return engine.step(undefined, size, actions);
      let count = 0;
      for (let copy = 0; copy < size; copy++) {
        if (terminated[copy] === 0 && truncated[copy] === 0 && (!mask || mask[copy] === 1)) chosen[count++] = copy;
      }
      engine.step(chosen, count, actions);
    },
    ...savable(
      'batch',
      { game: game.id, parameters: game.parameters, size, seed, firstCopy, tabulated: model !== undefined },
      {
        states: engine.states,
        ticks: shared.ticks,
        terminated,
        truncated,
        ...Object.fromEntries(shared.observations.map((column, i) => [`observations ${i}`, column])),
        ...Object.fromEntries(shared.rewards.map((column, i) => [`rewards ${i}`, column])),
      },
    ),
  };
}

interface Shared {
  readonly observations: readonly Column[];
  readonly rewards: readonly Float64Array[];
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly ticks: Uint32Array;
  readonly stream: RandomStream;
  readonly firstCopy: number;
}

/** The copies that a call is about, of which the first so many count; undefined for all in their order. */
type Copies = Int32Array | undefined;

function copyAt(copies: Copies, k: number): number {
  return copies ? (copies[k] as number) : k;
}

/** What moves copies. */
interface Engine {
  /** The state of each copy. */
  readonly states: Savable;
  reset(copies: Copies, count: number): void;
  step(copies: Copies, count: number, actions: readonly Column[]): void;
}

/** The actions of one copy, by player. */
function jointAction(game: Game, actions: readonly Column[], copy: number): Value[] {
  return game.players.map(({ action }, i) => unflatten(action, actions[i] as Column, copy * width(action)));
}

/** Copies as state records, advanced by the definition itself. */
function interpreted(game: Game, size: number, shared: Shared): Engine {
  const { observations, rewards, terminated, truncated, ticks, stream, firstCopy } = shared;
  const states = new Array<unknown>(size);
  const chance = sampledChance(stream);
  const observe = (copy: number): void => {
    game.players.forEach((player, i) =>
      flatten(player.observation, game.observe(states[copy], i), observations[i] as Column, copy * width(player.observation)),
    );
  };
  const begin = (copy: number, state: unknown): void => {
    states[copy] = state;
    terminated[copy] = 0;
    truncated[copy] = 0;
    observe(copy);
  };
  const joints = (copy: number, actions: readonly Column[]): Value[] => {
    const joint = jointAction(game, actions, copy);
    checkActions(game, joint);
    return joint;
  };
  const take = (copy: number, transition: Transition<unknown>): void => {
    checkRewards(game, transition.rewards);
    states[copy] = transition.state;
    transition.rewards.forEach((reward, i) => ((rewards[i] as Float64Array)[copy] = reward));
    terminated[copy] = transition.terminated ? 1 : 0;
    truncated[copy] = transition.truncated && !transition.terminated ? 1 : 0;
    observe(copy);
  };
  const chanceOf = (copy: number): Chance => {
    stream.at(firstCopy + copy, ticks[copy] as number);
    return chance;
  };
  const { together } = game;
  return {
    states: savedEntries(states),
    reset(copies, count) {
      const begun = together?.initial(count, (k) => chanceOf(copyAt(copies, k)));
      for (let k = 0; k < count; k++) {
        const copy = copyAt(copies, k);
        begin(copy, begun ? begun[k] : game.initial(chanceOf(copy)));
        ticks[copy]!++;
      }
    },
    step(copies, count, actions) {
      const chosen = together && Array.from({ length: count }, (_unused, k) => copyAt(copies, k));
      const moved = chosen?.map((copy) => joints(copy, actions));
      const led = together?.step(
        chosen!.map((copy) => states[copy]),
        moved!,
        (k) => chanceOf(chosen![k]!),
      );
      for (let k = 0; k < count; k++) {
        const copy = copyAt(copies, k);
        take(copy, led ? led[k]! : game.step(states[copy], joints(copy, actions), chanceOf(copy)));
        ticks[copy]!++;
      }
    },
  };
}

/** Copies as state indices, advanced through the tables of the finite model: column by column, so that nothing is called per copy. */
function tabulated(model: FiniteModel, size: number, shared: Shared): Engine {
  const { terminated, truncated, ticks, stream, firstCopy } = shared;
  const { game, trees, initial, initialTree } = model;
  const states = new Int32Array(size);
  const slots = new Int32Array(size); // state and joint action
  const outcomes = new Int32Array(size);
  const readers = game.players.map(({ action }, i) => actionReader(action, model.actionCounts[i] as number));
  const certain = trees.every((tree) => typeof tree !== 'object') ? certainSteps(model, shared, states) : undefined;
  const views = game.players.map(({ observation }, i) => view(observation, model, i, shared));

  const draw = (copy: number): number => {
    const tree = trees[slots[copy] as number] as ChanceTree;
    return typeof tree === 'number' ? tree : walk(tree, stream.at(firstCopy + copy, ticks[copy] as number));
  };

  const start = typeof initialTree === 'number' ? initial[initialTree]!.state : -1;
  return {
    states: savedValue(
      () => states,
      (saved) => {
        if (!(saved instanceof Int32Array) || saved.length !== size || !saved.every((state) => state >= 0 && state < model.states.length))
          throw new InputError(`found ${show(saved)}: expected ${size} states from 0 to ${model.states.length - 1}`);
        states.set(saved);
      },
    ),
    reset(copies, count) {
      for (let k = 0; k < count; k++) {
        const copy = copyAt(copies, k);
        const tick = ticks[copy]!++;
        states[copy] = typeof initialTree === 'number' ? start : initial[walk(initialTree, stream.at(firstCopy + copy, tick))]!.state;
        terminated[copy] = 0;
        truncated[copy] = 0;
      }
      for (const { observe } of views) observe(states, copies, count);
    },
    step(copies, count, actions) {
      for (let i = 0; i < readers.length; i++) {
        const refused = (readers[i] as ActionReader)(actions[i] as Column, copies, count, i === 0 ? states : slots, slots);
        if (refused >= 0) checkActions(game, jointAction(game, actions, refused));
      }
      if (certain && copies === undefined) return certain.step(slots);
      for (let k = 0; k < count; k++) outcomes[copyAt(copies, k)] = draw(copyAt(copies, k));
      move(model, outcomes, copies, count, shared, states);
      for (const { show } of views) show(states, outcomes, copies, count);
    },
  };
}

/** Moves copies to what their outcomes lead to. */
function move({ next, ended }: FiniteModel, outcomes: Int32Array, copies: Copies, count: number, shared: Shared, states: Int32Array): void {
  const { terminated, truncated, ticks } = shared;
  for (let k = 0; k < count; k++) {
    const copy = copyAt(copies, k);
    const outcome = outcomes[copy] as number;
    const end = ended[outcome] as number; // 0, 1 or 2
    states[copy] = next[outcome] as number;
    terminated[copy] = end & 1;
    truncated[copy] = end >> 1;
    ticks[copy] = (ticks[copy] as number) + 1;
  }
}

/** Appends the index of each copy's action to its slot, in mixed radix, and writes it; returns a copy whose action is none, or -1. */
type ActionReader = (actions: Column, copies: Copies, count: number, slots: Int32Array, to: Int32Array) => number;

function actionReader(space: Space, radix: number): ActionReader {
  const size = width(space);
  // Another state's table entries must never be read, so what is no action has no index.
  return (actions, copies, count, slots, to) => {
    const indices = space.kind === 'discrete' && actions instanceof Int32Array;
    if (indices) return readIndices(actions, radix, copies, count, slots, to);
    for (let k = 0; k < count; k++) {
      const copy = copyAt(copies, k);
      const value = space.kind === 'discrete' ? (actions[copy] as number) : unflatten(space, actions, copy * size);
      if (!contains(space, value)) return copy;
      to[copy] = (slots[copy] as number) * radix + indexOf(space, value);
    }
    return -1;
  };
}

function readIndices(actions: Int32Array, radix: number, copies: Copies, count: number, slots: Int32Array, to: Int32Array): number {
  for (let k = 0; k < count; k++) {
    const copy = copyAt(copies, k);
    const action = actions[copy] as number;
    if (action < 0 || action >= radix) return copy;
    to[copy] = (slots[copy] as number) * radix + action;
  }
  return -1;
}

/** Writes what a player is shown. */
interface View {
  /** The observations of copies: an index, or a row of flat numbers. */
  observe(states: Int32Array, copies: Copies, count: number): void;
  /** The observations and the rewards. */
  show(states: Int32Array, outcomes: Int32Array, copies: Copies, count: number): void;
}

function view(space: Space, model: FiniteModel, player: number, shared: Shared): View {
  const seen = model.observations[player] as Int32Array;
  const earned = model.rewards[player] as Float64Array;
  const rewards = shared.rewards[player] as Float64Array;
  const observations = shared.observations[player] as Column;
  if (observations instanceof Int32Array) {
    return {
      observe(states, copies, count) {
        for (let k = 0; k < count; k++) observations[copyAt(copies, k)] = seen[states[copyAt(copies, k)] as number] as number;
      },
      show(states, outcomes, copies, count) {
        for (let k = 0; k < count; k++) {
          const copy = copyAt(copies, k);
          rewards[copy] = earned[outcomes[copy] as number] as number;
          observations[copy] = seen[states[copy] as number] as number;
        }
      },
    };
  }
  const size = width(space);
  const rows = new Float64Array((model.observationCounts[player] as number) * size);
  for (let index = 0; index * size < rows.length; index++) flatten(space, valueAt(space, index), rows, index * size);
  const observe: View['observe'] = (states, copies, count) => {
    for (let k = 0; k < count; k++) {
      const copy = copyAt(copies, k);
      const from = (seen[states[copy] as number] as number) * size;
      for (let j = 0; j < size; j++) observations[copy * size + j] = rows[from + j] as number;
    }
  };
  return {
    observe,
    show(states, outcomes, copies, count) {
      for (let k = 0; k < count; k++) rewards[copyAt(copies, k)] = earned[outcomes[copyAt(copies, k)] as number] as number;
      observe(states, copies, count);
    },
  };
}

function walk(tree: ChanceTree, stream: RandomStream): number {
  let node = tree;
  while (typeof node === 'object') node = node.branches[stream.pick(node.weights)] as ChanceTree;
  return node;
}
