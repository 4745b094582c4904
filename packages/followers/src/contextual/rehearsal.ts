import type { Column, FiniteModel, Game, Savable } from '@firstmover/core';
import { InputError, childSeed, createBatch, savable, savedCount, savedValue } from '@firstmover/core';
import type { ContextEncoding, Pair } from './follower-problem.ts';

/** What came of a follower's table against a leader's. */
export interface Outcome {
  /** What the follower earned in each rollout. */
  readonly follower: Float64Array;
  /** What the leader earned in each rollout. */
  readonly leader: Float64Array;
  /** Whether the follower met each observation. */
  readonly visited: Uint8Array;
}

/** Plays tables against each other, and remembers what was played. */
export interface Rehearsal extends Savable {
  /** The game. */
  readonly encoding: ContextEncoding & Pair;
  /** The steps that the game executed so far. */
  readonly steps: number;
  /** An outcome to be written. */
  outcome(): Outcome;
  /** Plays a follower's table against a leader's, or remembers it; false, and no outcome, where that would take more than so many steps. */
  play(leader: Int32Array, follower: Int32Array, budget: number, out: Outcome): boolean;
}

/** A situation that was met: what both saw, and by joint action what came of it. */
interface Situation {
  readonly leaderSaw: number;
  readonly followerSaw: number;
  readonly moves: (Move | undefined)[];
}

/** What came of a joint action; without a situation behind it the game was over. */
interface Move {
  readonly leaderReward: number;
  readonly followerReward: number;
  next: Situation | undefined;
}

/**
 * Rollouts that are never played twice. Chance is the same in the k-th rollout of every pair of tables, so what it brings depends on the tables
 * through the entries that it uses: a rollout that has been played with these entries, whatever the others were, is remembered. What was met
 * is kept as one tree per rollout.
 *
 * @param rollouts - how many with different chance; 1 suffices where nothing is random
 */
export function rehearsal(
  game: Game,
  encoding: ContextEncoding & Pair,
  { rollouts, seed, model }: { readonly rollouts: number; readonly seed: number; readonly model?: FiniteModel },
): Rehearsal {
  const { leader, follower, actions, observations } = encoding;
  const batchOptions = { size: rollouts, seed: childSeed(seed, 'improvement'), ...(model ? { model } : {}) };
  const roots: (Situation | undefined)[] = new Array<Situation | undefined>(rollouts).fill(undefined);
  const leaderActions = new Int32Array(rollouts);
  const followerActions = new Int32Array(rollouts);
  const joint: Column[] = [];
  joint[leader] = leaderActions;
  joint[follower] = followerActions;
  let steps = 0;

  /** Follows a rollout through what was met before; false where the tables leave it. */
  const recall = (rollout: number, leads: Int32Array, follows: Int32Array, out: Outcome): boolean => {
    let situation = roots[rollout];
    if (!situation) return false;
    while (situation) {
      const { leaderSaw, followerSaw, moves }: Situation = situation;
      const move: Move | undefined = moves[leads[leaderSaw]! * actions + follows[followerSaw]!];
      if (!move) return false;
      out.visited[followerSaw] = 1;
      out.leader[rollout]! += move.leaderReward;
      out.follower[rollout]! += move.followerReward;
      situation = move.next;
    }
    return true;
  };

  /** Plays all rollouts side by side and keeps what is met; false where the steps run out. */
  const execute = (leads: Int32Array, follows: Int32Array, last: number): boolean => {
    const batch = createBatch(game, batchOptions);
    batch.reset();
    const seen = (rollout: number): Situation => ({
      leaderSaw: batch.observations[leader]![rollout]!,
      followerSaw: batch.observations[follower]![rollout]!,
      moves: [],
    });
    const at = roots.map((root, rollout) => root ?? (roots[rollout] = seen(rollout)));
    const playing = new Uint8Array(rollouts).fill(1);
    for (let running = rollouts; running > 0;) {
      if (steps + running > last) return false;
      steps += running;
      for (let rollout = 0; rollout < rollouts; rollout++) {
        if (playing[rollout] === 0) continue;
        leaderActions[rollout] = leads[at[rollout]!.leaderSaw]!;
        followerActions[rollout] = follows[at[rollout]!.followerSaw]!;
      }
      batch.step(joint);
      for (let rollout = 0; rollout < rollouts; rollout++) {
        if (playing[rollout] === 0) continue;
        const over = batch.terminated[rollout] === 1 || batch.truncated[rollout] === 1;
        const move = (at[rollout]!.moves[leaderActions[rollout]! * actions + followerActions[rollout]!] ??= {
          leaderReward: batch.rewards[leader]![rollout]!,
          followerReward: batch.rewards[follower]![rollout]!,
          next: over ? undefined : seen(rollout),
        });
        if (move.next) at[rollout] = move.next;
        if (!over) continue;
        playing[rollout] = 0;
        running--;
      }
    }
    return true;
  };

  return {
    ...savable(
      'rehearsal',
      { rollouts, seed },
      {
        steps: savedCount(
          () => steps,
          (count) => (steps = count),
        ),
        met: savedValue(
          () => packTrees(roots),
          (state) => unpackTrees(state, roots),
        ),
      },
    ),
    encoding,
    get steps() {
      return steps;
    },
    outcome: () => ({
      follower: new Float64Array(rollouts),
      leader: new Float64Array(rollouts),
      visited: new Uint8Array(observations),
    }),
    play(leads, follows, budget, out) {
      const recallAll = (): boolean => {
        out.follower.fill(0);
        out.leader.fill(0);
        out.visited.fill(0);
        return roots.every((_unused, rollout) => recall(rollout, leads, follows, out));
      };
      return recallAll() || (execute(leads, follows, steps + budget) && recallAll());
    },
  };
}

/**
 * Trees as flat arrays. They hold, by number, what was seen in each situation; the moves, each with where it was made and led to; and the
 * roots.
 */
function packTrees(roots: readonly (Situation | undefined)[]): object {
  const numbers = new Map<Situation, number>();
  const queue: Situation[] = [];
  const numberOf = (situation: Situation | undefined): number => {
    if (!situation) return -1;
    if (!numbers.has(situation)) numbers.set(situation, queue.push(situation) - 1);
    return numbers.get(situation)!;
  };
  const starts = Int32Array.from(roots, numberOf);
  const seen: number[] = [];
  const moves: number[] = [];
  for (let from = 0; from < queue.length; from++) {
    const situation = queue[from]!;
    seen.push(situation.leaderSaw, situation.followerSaw);
    situation.moves.forEach((move, joint) => {
      if (move) moves.push(from, joint, move.leaderReward, move.followerReward, numberOf(move.next));
    });
  }
  return { starts, seen: Int32Array.from(seen), moves: Float64Array.from(moves) };
}

function unpackTrees(state: unknown, roots: (Situation | undefined)[]): void {
  const { starts, seen, moves } = state as Partial<{ starts: Int32Array; seen: Int32Array; moves: Float64Array }>;
  const fits = starts instanceof Int32Array && seen instanceof Int32Array && moves instanceof Float64Array;
  if (!fits || starts.length !== roots.length || moves.length % 5 > 0)
    throw new InputError(`found other than trees of ${roots.length} rollouts`);
  const situations: Situation[] = [];
  for (let i = 0; i + 1 < seen.length; i += 2) situations.push({ leaderSaw: seen[i]!, followerSaw: seen[i + 1]!, moves: [] });
  for (let i = 0; i < moves.length; i += 5) {
    const [from, joint, leaderReward, followerReward, next] = moves.subarray(i, i + 5) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    if (!situations[from]) throw new InputError(`found a move of situation ${from}: expected one of ${situations.length}`);
    situations[from].moves[joint] = { leaderReward, followerReward, next: situations[next] };
  }
  starts.forEach((start, rollout) => (roots[rollout] = situations[start]));
}
