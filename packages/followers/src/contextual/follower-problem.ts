import type { Batch, Column, FiniteModel, Game, Player, Random, Savable, SavableEnvironment } from '@firstmover/core';
import {
  InputError,
  RefusedError,
  createBatch,
  discrete,
  followersOf,
  randomStream,
  savable,
  savedCount,
  soleLeader,
} from '@firstmover/core';

/** The most rows (contexts x observations) that a contextual table may have. */
export const CONTEXT_ROW_LIMIT = 1_048_576;

/** How the answers to a query set become a context: one digit per query, in mixed radix, the first query most significant. */
export interface ContextEncoding {
  /** The queried leader observations. */
  readonly queries: readonly number[];
  /** How many actions the leader has. */
  readonly leaderActions: number;
  /** How many contexts there are. */
  readonly contexts: number;
  /** How many observations the follower has. */
  readonly observations: number;
  /** How many actions the follower has. */
  readonly actions: number;
}

/** The players of a game with one leader and one follower, both with discrete spaces. */
export interface Pair {
  /** The position of the leader. */
  readonly leader: number;
  /** The position of the follower. */
  readonly follower: number;
}

/**
 * The encoding of the answers to all leader observations, as a list (Gerstgrasser & Parkes 2023, Section 5).
 *
 * @throws InputError for games with other than one follower or with spaces that are not discrete
 * @throws RefusedError where a table would be larger than {@link CONTEXT_ROW_LIMIT} rows
 */
export function contextEncoding(game: Game): ContextEncoding & Pair {
  const leader = soleLeader(game);
  const [follower, ...others] = followersOf(game);
  if (follower === undefined || others.length > 0) {
    throw new InputError(`${game.id} has ${followersOf(game).length} followers: a contextual table serves exactly one`);
  }
  const size = (player: number, what: 'observation' | 'action'): number => {
    const { name, [what]: space } = game.players[player] as Player;
    if (space.kind !== 'discrete')
      throw new InputError(`the ${what}s of ${name} in ${game.id} are a ${space.kind} space: a contextual table needs discrete ones`);
    return space.n;
  };
  const queryCount = size(leader, 'observation');
  const leaderActions = size(leader, 'action');
  const observations = size(follower, 'observation');
  let contexts = 1;
  for (let q = 0; q < queryCount; q++) contexts *= leaderActions;
  if (contexts * observations > CONTEXT_ROW_LIMIT) {
    throw new RefusedError(
      `a contextual table for ${game.id} needs ${contexts} contexts x ${observations} observations: the limit is ${CONTEXT_ROW_LIMIT} rows; use the exact oracle`,
    );
  }
  const queries = Array.from({ length: queryCount }, (_unused, q) => q);
  return { queries, leaderActions, contexts, observations, actions: size(follower, 'action'), leader, follower };
}

/** The leader's answers in a context, one per query. */
export function decodeContext(encoding: ContextEncoding, context: number, answers: Int32Array): void {
  for (let q = encoding.queries.length - 1; q >= 0; q--) {
    answers[q] = context % encoding.leaderActions;
    context = Math.floor(context / encoding.leaderActions);
  }
}

/**
 * The contexts that agree with one of them in some answers.
 *
 * @param context - the one
 * @param used - by query, whether its answer has to agree
 */
export function agreeingContexts(encoding: ContextEncoding, context: number, used: ArrayLike<number>): Int32Array {
  const { leaderActions } = encoding;
  let agreeing = Int32Array.of(context);
  let weight = 1;
  for (let q = encoding.queries.length - 1; q >= 0; q--, weight *= leaderActions) {
    if (used[q] !== 0) continue;
    const first = Math.floor(context / weight) % leaderActions;
    const wider = new Int32Array(agreeing.length * leaderActions);
    for (let answer = 0, at = 0; answer < leaderActions; answer++) {
      for (const other of agreeing) wider[at++] = other + (answer - first) * weight;
    }
    agreeing = wider;
  }
  return agreeing;
}

/** The context of a leader's answers: the inverse of {@link decodeContext}. */
export function encodeContext(encoding: ContextEncoding, answers: ArrayLike<unknown>): number {
  let context = 0;
  for (let q = 0; q < encoding.queries.length; q++) context = context * encoding.leaderActions + (answers[q] as number);
  return context;
}

/** The follower's problem during pre-training. */
export interface FollowerProblem extends SavableEnvironment {
  /** How the context and the observation make up an index: context * observations + observation. */
  readonly encoding: ContextEncoding;
  /** What the leader saw in the last step of each copy: which of its answers that step used. */
  readonly asked: Int32Array;
}

/**
 * What a contextual follower is pre-trained on: every episode draws a random deterministic leader, queries it at every observation, and
 * plays the game against it. The follower sees its own observation and the answers. Leaders are drawn without replacement, reshuffled
 * when all have been met. Query steps are counted like all others.
 *
 * @param game - one leader and one follower with discrete spaces
 * @param options - `copies` side by side, `seed`, and the finite `model` where there is one
 */
export function followerProblem(
  game: Game,
  options: { readonly copies: number; readonly seed: number; readonly model?: FiniteModel },
): FollowerProblem {
  const encoding = contextEncoding(game);
  const { copies, seed, model } = options;
  const batch: Batch = createBatch(game, model ? { size: copies, seed, model } : { size: copies, seed });
  const dealing = dealer(encoding.contexts, randomStream(seed, 'contextual/leaders'));
  const contexts = new Int32Array(copies);
  const answers = Array.from({ length: copies }, () => new Int32Array(encoding.queries.length));
  const observations = new Int32Array(copies);
  const executed = new Int32Array(copies);
  const leaderActions = new Int32Array(copies);
  const asked = new Int32Array(copies);
  const joint: Column[] = [];
  joint[encoding.leader] = leaderActions;
  joint[encoding.follower] = executed;
  let steps = 0;

  const look = (copy: number): void => {
    observations[copy] = contexts[copy]! * encoding.observations + batch.observations[encoding.follower]![copy]!;
  };

  const met = savable('contexts', {}, { contexts });
  return {
    ...savable(
      'follower problem',
      { seed },
      {
        batch,
        observations,
        executed,
        contexts: {
          save: () => met.save(),
          restore(state) {
            met.restore(state);
            contexts.forEach((context, copy) => decodeContext(encoding, context, answers[copy]!));
          },
        },
        dealing: dealing.saved,
        steps: savedCount(
          () => steps,
          (count) => (steps = count),
        ),
      },
    ),
    encoding,
    size: copies,
    observation: discrete(encoding.contexts * encoding.observations),
    action: (game.players[encoding.follower] as Player).action,
    observations,
    rewards: batch.rewards[encoding.follower] as Float64Array,
    terminated: batch.terminated,
    truncated: batch.truncated,
    executed,
    asked,
    learn: new Uint8Array(copies).fill(1),
    get steps() {
      return steps;
    },
    reset(mask) {
      batch.reset(mask);
      for (let copy = 0; copy < copies; copy++) {
        if (mask && mask[copy] !== 1) continue;
        contexts[copy] = dealing.deal();
        decodeContext(encoding, contexts[copy]!, answers[copy]!);
        steps += encoding.queries.length;
        look(copy);
      }
    },
    step(actions) {
      for (let copy = 0; copy < copies; copy++) {
        if (batch.terminated[copy] === 1 || batch.truncated[copy] === 1) continue;
        steps++;
        executed[copy] = actions[copy]!;
        asked[copy] = batch.observations[encoding.leader]![copy]!;
        leaderActions[copy] = answers[copy]![asked[copy]!]!;
      }
      batch.step(joint);
      for (let copy = 0; copy < copies; copy++) look(copy);
    },
  };
}

/** Draws from 0..count-1 without replacement, and reshuffles when all were drawn. */
function dealer(count: number, stream: ReturnType<typeof randomStream>): { readonly saved: Savable; deal(): number } {
  const deck = Int32Array.from({ length: count }, (_unused, i) => i);
  let drawn = count;
  let shuffles = 0;
  const random: Random = stream;
  return {
    saved: savable(
      'deck',
      {},
      {
        deck,
        stream,
        drawn: savedCount(
          () => drawn,
          (many) => (drawn = many),
        ),
        shuffles: savedCount(
          () => shuffles,
          (many) => (shuffles = many),
        ),
      },
    ),
    deal() {
      if (drawn === count) {
        drawn = 0;
        stream.at(0, shuffles++);
      }
      const other = drawn + random.integer(count - drawn);
      const value = deck[other]!;
      deck[other] = deck[drawn]!;
      deck[drawn++] = value;
      return value;
    },
  };
}
