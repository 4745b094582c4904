import type { Column, FiniteModel, Game, Player, Savable, SavableEnvironment } from '@firstmover/core';
import { InputError, allBytes, columnOf, createBatch, savable, savedCount, savedList, width } from '@firstmover/core';

/** How to make the problems of all players of one game. */
export interface ConcurrentOptions {
  /** The number of copies that run side by side. */
  readonly copies: number;
  /** The seed of chance (default 0). */
  readonly seed?: number;
  /** The finite model of the game, where it has one: faster, equal results. */
  readonly model?: FiniteModel;
}

/**
 * One problem per player, in the order of the players, all over the same copies of a game: every player learns while the others do. A
 * `step` hands in one player's actions, and the game moves on with the last player's. A copy starts again with the first `reset` after its
 * end and shows that to each player with that player's own `reset`, so the order of the players makes no difference. Drive the learners
 * with `learnTogether`.
 *
 * Each problem saves what all of them share.
 *
 * @throws InputError for copies below 1 or the model of another game; and while playing, when a player steps twice before all have stepped, or
 * starts a copy again that another is still playing
 */
export function concurrentProblem(game: Game, options: ConcurrentOptions): readonly SavableEnvironment[] {
  const { copies, seed = 0, model } = options;
  const batch = createBatch(game, model ? { size: copies, seed, model } : { size: copies, seed });
  const joint = game.players.map(({ action }) => columnOf(action, copies));
  const views: View[] = [];
  const untouched = new Uint8Array(copies); // started and not stepped since
  const starting = new Uint8Array(copies);
  const [noneTerminated, noneTruncated] = [allBytes(batch.terminated, 0), allBytes(batch.truncated, 0)];
  let waiting = 0; // players whose actions are in
  let steps = 0;

  const start = (mask: Uint8Array | undefined): void => {
    let some = false;
    for (let copy = 0; copy < copies; copy++) {
      starting[copy] = (!mask || mask[copy] === 1) && untouched[copy] === 0 ? 1 : 0;
      if (starting[copy] === 0) continue;
      some = true;
      untouched[copy] = 1;
    }
    if (!some) return;
    if (waiting > 0)
      throw new InputError(`${game.id} is started again by one player after another has acted: learn steps or episodes in all`);
    batch.reset(starting);
    for (const view of views) view.leave(starting);
  };

  const deposit = (): void => {
    if (++waiting < views.length) return;
    waiting = 0;
    for (const view of views) view.requireCurrent();
    if (noneTerminated() && noneTruncated()) steps += copies;
    else for (let copy = 0; copy < copies; copy++) steps += 1 - (batch.terminated[copy]! | batch.truncated[copy]!);
    untouched.fill(0);
    batch.step(joint);
    for (const view of views) view.look();
  };

  let all: Savable | undefined;
  const saved = (): Savable =>
    (all ??= savable(
      'concurrent problem',
      { game: game.id, copies, seed },
      {
        batch,
        untouched,
        ...Object.fromEntries(joint.map((actions, i) => [`actions ${i}`, actions])),
        views: savedList(views.map((view) => view.saved)),
        waiting: savedCount(
          () => waiting,
          (count) => (waiting = count),
        ),
        steps: savedCount(
          () => steps,
          (count) => (steps = count),
        ),
      },
    ));

  game.players.forEach((player, index) => {
    views.push(
      createView(player, {
        size: copies,
        observations: batch.observations[index]!,
        rewards: batch.rewards[index]!,
        terminated: batch.terminated,
        truncated: batch.truncated,
        actions: joint[index]!,
        steps: () => steps,
        start,
        deposit,
        saved,
      }),
    );
  });
  return views.map(({ environment }) => environment);
}

/** What all players share, and one player's part of it. */
interface Shared {
  readonly size: number;
  readonly observations: Column;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly actions: Column;
  steps(): number;
  start(mask: Uint8Array | undefined): void;
  deposit(): void;
  /** Everything that all players share and each has. */
  saved(): Savable;
}

interface View {
  readonly environment: SavableEnvironment;
  /** What it remembers. */
  readonly saved: Savable;
  /** Takes note of copies that started again; they are shown when the player resets them. */
  leave(started: Uint8Array): void;
  /** Refuses to go on where the player still sees the end of an episode that is over. */
  requireCurrent(): void;
  /** Shows the results of a joint step. */
  look(): void;
}

function createView(player: Player, shared: Shared): View {
  const { size } = shared;
  const cells = width(player.observation);
  const observations = columnOf(player.observation, size);
  const terminated = new Uint8Array(size).fill(1);
  const truncated = new Uint8Array(size);
  const behind = new Uint8Array(size);
  let acted = false;
  let late = 0;
  return {
    saved: savable(
      'view',
      {},
      {
        observations,
        terminated,
        truncated,
        behind,
        acted: savedCount(
          () => Number(acted),
          (count) => (acted = count > 0),
        ),
        late: savedCount(
          () => late,
          (count) => (late = count),
        ),
      },
    ),
    environment: {
      save: () => shared.saved().save(),
      restore: (state) => shared.saved().restore(state),
      size,
      observation: player.observation,
      action: player.action,
      observations,
      rewards: shared.rewards,
      terminated,
      truncated,
      executed: shared.actions,
      learn: new Uint8Array(size).fill(1),
      get steps() {
        return shared.steps();
      },
      reset(mask) {
        shared.start(mask);
        for (let copy = 0; copy < size; copy++) {
          if (behind[copy] === 0 || (mask && mask[copy] !== 1)) continue;
          behind[copy] = 0;
          late--;
          terminated[copy] = truncated[copy] = 0;
          for (let k = copy * cells; k < (copy + 1) * cells; k++) observations[k] = shared.observations[k]!;
        }
      },
      step(actions) {
        if (acted) throw new InputError(`${player.name} acts twice before the other players: drive the learners with learnTogether`);
        acted = true;
        shared.actions.set(actions);
        shared.deposit();
      },
    },
    leave(started) {
      for (let copy = 0; copy < size; copy++) {
        if (started[copy] === 0 || behind[copy] === 1) continue;
        behind[copy] = 1;
        late++;
      }
    },
    requireCurrent() {
      if (late === 0) return;
      throw new InputError(`${player.name} acts in ${late} copies that another player has started again: collect steps or episodes in all`);
    },
    look() {
      acted = false;
      observations.set(shared.observations);
      terminated.set(shared.terminated);
      truncated.set(shared.truncated);
    },
  };
}
