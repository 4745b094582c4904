import type { FiniteModel, FollowerOracle, Game, Player } from '@firstmover/core';
import { InputError, RefusedError, box, deterministicPolicy, followersOf, show, tablePolicy, unknownName } from '@firstmover/core';
import { episodeLength } from '../simulation/episode-length.ts';
import { correlatedPolicies, heldPolicy } from './held-policy.ts';
import type { NoRegretAlgorithm, NoRegretLearner } from './learners.ts';
import { ALGORITHMS, exp3, multiplicativeWeights, regretMatching } from './learners.ts';
import type { Round } from './rounds.ts';
import { PROFILE_LIMIT, counterfactualSweep, playedActions, profileSweep } from './rounds.ts';

/** What happened in one update of no-regret followers. */
export interface NoRegretUpdate {
  /** The update, from 1. */
  readonly update: number;
  /** The private type of each follower in it. */
  readonly types: readonly number[];
  /** Per follower, the mixed strategies that it played before it learned: rows of its actions, one per type. */
  readonly strategies: readonly (readonly number[])[];
}

/** How no-regret followers learn and play. */
export interface NoRegretOptions {
  /** The algorithm (default `multiplicative-weights`). */
  readonly algorithm?: NoRegretAlgorithm;
  /** How many updates in each run (default 100). */
  readonly updates?: number;
  /** Multiplicative weights: a weight is multiplied by (1 + rate)^utility. EXP3: the share of uniform play (default 0.1; regret matching has none). */
  readonly rate?: number;
  /**
   * What is played to learn what each action would have earned. `counterfactual`: a joint action is drawn from the strategies, then one game per
   * follower and action, the others held to it. `profiles`: one game per joint action, utilities averaged over the others' strategies. EXP3
   * needs neither (default `counterfactual`).
   */
  readonly sweep?: 'counterfactual' | 'profiles';
  /**
   * What the followers play against the leader in the end: the most likely action of the last strategies, the lowest of equals (`greedy`, the default), a draw from
   * them (`weights`), or all together as in an update drawn at random (`average`, the play that theory is about).
   */
  readonly play?: 'greedy' | 'weights' | 'average';
  /** The lowest and highest return of a follower in one game (default the game's `rewardBounds`). */
  readonly utilityBounds?: readonly [number, number];
  /** The finite model of the game, where it has one: tells how many queries a run makes. */
  readonly model?: FiniteModel;
  /** Is told of each update of each run. */
  readonly onUpdate?: (update: NoRegretUpdate) => void;
}

/** An oracle of no-regret followers. */
export interface NoRegretFollowers extends FollowerOracle {
  /** How many games a run plays against the leader. */
  readonly games: number;
  /** How many of them an update takes. */
  readonly gamesPerUpdate: number;
}

const EQUILIBRIA = {
  greedy: 'none (most likely last play of no-regret learning)',
  weights: 'none (last play of no-regret learning)',
  average: 'coarse correlated equilibrium, Bayesian where types are private (average play of no-regret learning)',
} as const;

/**
 * Followers that learn without regret by playing against the leader, each choosing once per episode by its first observation, its private type, and
 * holding that action. Their average play tends to a Bayesian coarse correlated equilibrium of the game that the leader induces (Hartline, Syrgkanis
 * & Tardos 2015), so leaders on top of it learn Stackelberg-(B)CCE policies. With the counterfactual sweep these are the followers of Brero et
 * al. 2022 (Section 5): an update draws types and a joint action in proportion to weights, replays the same chance once per follower and
 * action with the others held to it, and learns the row of each follower's type. Utilities are returns scaled from `utilityBounds` to [0, 1].
 *
 * Its memory is the weights, follower by follower, types x actions, each row scaled by its largest.
 *
 * @param game - one leader with any spaces, at least one follower, all with discrete spaces
 * @throws InputError for options out of range or spaces that are not discrete, and while playing, for returns outside `utilityBounds`;
 * RefusedError for more than {@link PROFILE_LIMIT} joint actions of the `profiles` sweep
 */
export function noRegretFollowers(game: Game, options: NoRegretOptions = {}): NoRegretFollowers {
  const { algorithm = 'multiplicative-weights', updates = 100, rate = 0.1, play = 'greedy', model, onUpdate } = options;
  const shapes = followerShapes(game);
  const sweep = check(game, shapes, options);
  const bounds = utilityBounds(game, options);
  const gamesPerUpdate =
    algorithm === 'exp3'
      ? 1
      : shapes.reduce((count, { actions }) => (sweep === 'profiles' ? count * actions : count + actions), sweep === 'profiles' ? 1 : 0);
  const sizes = shapes.map(({ types, actions }) => types * actions);
  const size = sizes.reduce((sum, entries) => sum + entries, 0);
  const moves = model ? episodeLength(model) : undefined;
  const round: Round = algorithm === 'exp3' ? playedActions : sweep === 'profiles' ? profileSweep : counterfactualSweep;

  const start = (carried: unknown): NoRegretLearner[] =>
    shapes.map(({ types, actions }, f) => {
      const scores = carried === undefined ? new Array<number>(types * actions).fill(0) : (carried as number[][])[f]!.slice();
      if (algorithm === 'regret-matching') return regretMatching(types, actions, scores);
      return (algorithm === 'exp3' ? exp3 : multiplicativeWeights)(types, actions, rate, scores);
    });

  return {
    name: algorithm,
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: shapes.length === 1 && play !== 'average' ? 'learned best response' : EQUILIBRIA[play],
    queries: moves === undefined ? 'adaptive' : moves * gamesPerUpdate * updates,
    earnsRewards: true,
    carriesOver: true,
    memory: box(0, 1, [size]),
    games: gamesPerUpdate * updates,
    gamesPerUpdate,
    *respond({ random, carried }) {
      const learners = start(carried);
      const history = play === 'average' ? new Float64Array(updates * size) : undefined;
      const strategies = learners.map(({ types, actions }) => new Array<number>(types * actions).fill(0));
      let shown: number[] | undefined;
      const memory = (): number[] => (shown ??= learners.flatMap((learner) => learner.weights()));
      const rounds = round(game, learners, strategies, bounds, memory);
      for (let update = 1; update <= updates; update++) {
        learners.forEach((learner, f) => {
          for (let type = 0; type < learner.types; type++) learner.strategy(type, strategies[f]!, type * learner.actions);
        });
        history?.set(strategies.flat(), (update - 1) * size);
        const played = onUpdate ? strategies.map((rows) => rows.slice()) : strategies;
        const types = yield* rounds.play(random);
        shown = undefined;
        onUpdate?.({ update, types, strategies: played });
      }
      const policies = history
        ? correlatedPolicies(history, shapes)
        : learners.map((learner) => {
            const { types, actions } = learner;
            const table = new Float64Array(types * actions);
            for (let type = 0; type < types; type++) learner.strategy(type, table, type * actions);
            if (play === 'weights') return heldPolicy(tablePolicy(table, { observations: types, actions }));
            const best = Array.from({ length: types }, (_unused, type) => {
              const row = table.subarray(type * actions, (type + 1) * actions);
              return row.indexOf(Math.max(...row));
            });
            return heldPolicy(deterministicPolicy(best, actions));
          });
      return { policies, reward: rounds.settle(), memory: memory(), carry: learners.map(({ scores }) => scores) };
    },
  };
}

/** How many types (observations) and actions each follower has. */
function followerShapes(game: Game): { readonly types: number; readonly actions: number }[] {
  const followers = followersOf(game);
  if (followers.length === 0) throw new InputError(`${game.id} has no followers: no-regret learning serves at least one`);
  return followers.map((position) => {
    const { name, observation, action } = game.players[position] as Player;
    if (observation.kind === 'discrete' && action.kind === 'discrete') return { types: observation.n, actions: action.n };
    const [what, space] = observation.kind === 'discrete' ? ['actions', action] : ['observations', observation];
    throw new InputError(
      `the ${what} of ${name} in ${game.id} are a ${(space as { kind: string }).kind} space: no-regret learning needs discrete ones; use innerLoopFollower`,
    );
  });
}

/** The sweep, checked with the other options. */
function check(game: Game, shapes: readonly { readonly actions: number }[], options: NoRegretOptions): 'counterfactual' | 'profiles' {
  const { algorithm = 'multiplicative-weights', updates = 100, rate = 0.1, play = 'greedy', sweep } = options;
  if (!ALGORITHMS.includes(algorithm)) throw unknownName('algorithm of no-regret followers', algorithm, ALGORITHMS);
  const refuse = (name: string, value: unknown, expected: string): never => {
    throw new InputError(`${name} of ${algorithm} followers is ${show(value)}: expected ${expected}`);
  };
  if (!Number.isSafeInteger(updates) || updates < 1) refuse('updates', updates, 'an integer of at least 1');
  if (algorithm === 'regret-matching' && options.rate !== undefined) refuse('rate', rate, 'none: regret matching has no rate');
  if (!(rate > 0 && rate <= 1)) refuse('rate', rate, 'a number above 0 and at most 1');
  if (play !== 'greedy' && play !== 'weights' && play !== 'average') refuse('play', play, 'greedy, weights or average');
  if (sweep === undefined) return 'counterfactual';
  if (algorithm === 'exp3') refuse('sweep', sweep, 'none: EXP3 learns from the actions played');
  if (sweep !== 'counterfactual' && sweep !== 'profiles') refuse('sweep', sweep, 'counterfactual or profiles');
  const profiles = shapes.reduce((product, { actions }) => product * actions, 1);
  if (sweep === 'profiles' && profiles > PROFILE_LIMIT) {
    throw new RefusedError(
      `the followers of ${game.id} have ${profiles} joint actions: the limit of sweep profiles is ${PROFILE_LIMIT}; use counterfactual`,
    );
  }
  return sweep;
}

function utilityBounds(game: Game, options: NoRegretOptions): readonly [number, number] {
  const [low, high] = options.utilityBounds ?? game.descriptor.rewardBounds;
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return [low, high];
  throw new InputError(
    `utilities of ${game.id} lie between ${low} and ${high}: expected finite bounds; give utilityBounds, the lowest and highest return of a follower in one game`,
  );
}
