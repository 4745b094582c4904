import type {
  FiniteModel,
  FollowerOracle,
  Game,
  OptionsOf,
  Player,
  Query,
  Savable,
  SavableEnvironment,
  SavedState,
  Value,
  VectorEnvironment,
} from '@firstmover/core';
import {
  InputError,
  columnOf,
  flatten,
  followersOf,
  resolveOptions,
  savable,
  savedList,
  soleLeader,
  unflatten,
  width,
} from '@firstmover/core';
import { concurrentProblem } from '@firstmover/algorithms';
import type { InterleavedLearner, Learner } from '@firstmover/experience';

/** The settings of {@link innerLoopFollower}. */
export const INNER_LOOP_PARAMETERS = {
  updates: { kind: 'integer', min: 1, default: 50, about: 'how many updates each learner makes in a run, at least' },
  copies: { kind: 'integer', min: 1, max: 1e6, default: 8, about: 'games that the learners play side by side' },
  play: {
    kind: 'choice',
    options: ['greedy', 'sampled'],
    default: 'greedy',
    about: 'how policies that randomise play against the leader in the end',
  },
} as const;

/** How followers learn in an inner loop. */
export interface InnerLoopOptions extends OptionsOf<typeof INNER_LOOP_PARAMETERS> {
  /**
   * Makes the learner of a follower on its problem, the game that the leader induces. It is called anew in each run, with a seed of that
   * run. `follower` counts among the followers from 0. The learner must be one that can pause after each step.
   */
  readonly learner: (environment: VectorEnvironment, seed: number, follower: number) => Learner;
  /** The finite model of the game, where it has one: faster, equal results. */
  readonly model?: FiniteModel;
}

/** What a run carries over: plain data. */
interface Carry {
  readonly seed: number;
  readonly state: SavedState;
}

/** Learners at work. */
interface Workshop {
  /** What it was opened with. */
  readonly seed: number;
  /** Saves them, where none is in the middle of an update. */
  readonly saved: Savable;
  readonly leader: SavableEnvironment;
  readonly problems: readonly VectorEnvironment[];
  readonly learners: readonly InterleavedLearner[];
  /** The update that each learner is in the middle of. */
  readonly running: (ReturnType<InterleavedLearner['updating']> | undefined)[];
  /** Which learners have acted and wait for the others and the leader. */
  readonly acted: boolean[];
}

/**
 * Followers that learn by any algorithm inside each response. Their learners train on the game that the leader induces, the leader's
 * moves in it being the queries; then their policies are frozen and played. With one follower it approximates a best response (the inner
 * loop of e.g. Balaguer et al. 2022), as well as its algorithm does with so many updates; several followers learn at the same time, each
 * on what it sees.
 *
 * Carried over, learners continue where they stopped, in the middle of games too, against another leader: followers that learn along with their
 * leader. What one run carries over belongs to the run that continues it alone. It is plain data, which can be saved, where all learners and their problems
 * can be saved at the end of a run: learners whose updates are of different lengths are in the middle of one.
 *
 * @param game - one leader and at least one follower, with spaces that the learners serve
 * @throws InputError for options out of range, a learner that cannot pause, and whatever the learner refuses
 */
export function innerLoopFollower(game: Game, options: InnerLoopOptions): FollowerOracle {
  const { updates, copies, play } = resolveOptions(INNER_LOOP_PARAMETERS, options, 'the inner loop', ['learner', 'model']);
  const { learner: make, model } = options;
  const position = soleLeader(game);
  const followers = followersOf(game);
  if (followers.length === 0) throw new InputError(`${game.id} has no followers: an inner loop serves at least one`);

  const open = (seed: number): Workshop => {
    const all = concurrentProblem(game, model ? { copies, seed, model } : { copies, seed });
    const problems = followers.map((follower) => all[follower]!);
    const learners = problems.map((problem, f) => interleaved(make(problem, seed, f)));
    return {
      seed,
      // What the problems share, the leader's part included, is saved with each.
      saved: savable('inner loop', {}, { learners: savedList(learners) }),
      leader: all[position]!,
      problems,
      learners,
      running: learners.map(() => undefined),
      acted: learners.map(() => false),
    };
  };
  // Those that carried data were saved from, so that a run that follows at once need not build them again.
  const kept = new WeakMap<object, Workshop>();
  const carryOf = (workshop: Workshop): unknown => {
    if (workshop.running.some((run) => run !== undefined)) return workshop;
    let state: SavedState;
    try {
      state = workshop.saved.save();
    } catch (error) {
      if (error instanceof InputError) return workshop;
      throw error;
    }
    const carry: Carry = { seed: workshop.seed, state };
    kept.set(carry, workshop);
    return carry;
  };
  const take = (carried: object): Workshop => {
    if ('learners' in carried) return carried as Workshop;
    const known = kept.get(carried);
    kept.delete(carried);
    if (known) return known;
    const { seed, state } = carried as Carry;
    const workshop = open(seed);
    workshop.saved.restore(state);
    return workshop;
  };
  // A learner that does not fit is refused here, not in the middle of the leader's training.
  const names = new Set(open(0).learners.map(({ name }) => name));

  return {
    name: `inner-loop ${[...names].join(' and ')}`,
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: followers.length === 1 ? 'learned best response' : 'none (independent learners)',
    queries: 'adaptive',
    earnsRewards: true,
    carriesOver: true,
    *respond({ random, carried }) {
      const workshop = carried === undefined ? open(random.integer(Number.MAX_SAFE_INTEGER)) : take(carried as object);
      const { learners, running, acted } = workshop;
      const moves = leaderMoves(game.players[position]!, workshop);
      const done = learners.map(() => 0);
      let reward = 0;
      while (done.some((count) => count < updates)) {
        learners.forEach((learner, f) => {
          if (acted[f]) return;
          const run = (running[f] ??= learner.updating());
          if (run.next().done === true) {
            running[f] = undefined;
            done[f]!++;
          } else acted[f] = true;
        });
        if (acted.includes(false)) continue;
        reward = moves.take(yield moves.ask(reward));
        acted.fill(false);
      }
      return { policies: learners.map((learner) => learner.policy(play)), reward, carry: carryOf(workshop) };
    },
  };
}

/** The leader's part in the learners' games. */
function leaderMoves(
  player: Player,
  { leader, problems }: Workshop,
): {
  /** The query for the moves in all games that are running. */
  ask(reward: number): Query;
  /** Plays the answers; returns what they earned. */
  take(answers: readonly Value[]): number;
} {
  const { size, observations } = leader;
  const cells = width(player.action);
  const actions = columnOf(player.action, size);
  const started = new Uint8Array(size);
  const over = (problem: VectorEnvironment, copy: number): boolean => (problem.terminated[copy]! | problem.truncated[copy]!) === 1;
  let live: number[] = [];
  return {
    ask(reward) {
      // The learners start games; the leader joins those.
      for (let copy = 0; copy < size; copy++) started[copy] = over(leader, copy) && !over(problems[0]!, copy) ? 1 : 0;
      leader.reset(started);
      live = Array.from({ length: size }, (_unused, copy) => copy).filter((copy) => !over(leader, copy));
      return { observations: live.map((copy) => unflatten(player.observation, observations, copy * width(player.observation))), reward };
    },
    take(answers) {
      live.forEach((copy, i) => flatten(player.action, answers[i]!, actions, copy * cells));
      leader.step(actions);
      return live.reduce((sum, copy) => sum + leader.rewards[copy]!, 0);
    },
  };
}

function interleaved(learner: Learner): InterleavedLearner {
  if ('updating' in learner) return learner as InterleavedLearner;
  throw new InputError(
    `${learner.name} cannot learn in an inner loop: expected a learner that pauses after each step, with updating(); evolution strategies and searches do not`,
  );
}
