import type { FiniteModel, FollowerOracle, Game, OptionsOf, ParametersOf, Player } from '@firstmover/core';
import { InputError, RefusedError, box, deterministicPolicy, followersOf, resolveOptions, show, tablePolicy } from '@firstmover/core';
import { episodeLength } from '../simulation/episode-length.ts';
import { correlatedPolicies, heldPolicy } from './held-policy.ts';
import type { NoRegretLearner } from './learners.ts';
import { exp3, multiplicativeWeights, regretMatching } from './learners.ts';
import type { Round } from './rounds.ts';
import { JOINT_ACTION_LIMIT, counterfactualSweep, playedActions, profileSweep } from './rounds.ts';

/** What happened in one update of no-regret followers. */
export interface NoRegretUpdate {
  /** The update, from 1. */
  readonly update: number;
  /** The private type of each follower in it. */
  readonly types: readonly number[];
  /** Per follower, the mixed strategies that it played before it learned: rows of its actions, one per type. */
  readonly strategies: readonly (readonly number[])[];
}

/** The settings of {@link noRegretFollowers}. */
export const NO_REGRET_PARAMETERS = {
  algorithm: {
    kind: 'choice',
    options: ['multiplicative-weights', 'regret-matching', 'exp3'],
    default: 'multiplicative-weights',
    about: 'the algorithm',
  },
  updates: { kind: 'integer', min: 1, default: 100, about: 'how many updates in each run' },
  rate: {
    kind: 'number',
    min: 0,
    above: true,
    max: 1,
    unset: '0.1; regret matching has none',
    about: 'multiplicative weights: a weight is multiplied by (1 + rate)^utility; EXP3: the share of uniform play',
  },
  sweep: {
    kind: 'choice',
    options: ['counterfactual', 'profiles'],
    unset: 'counterfactual; EXP3 needs none',
    about: 'what is played to learn what actions would have earned: one game per follower and action, or one per joint action',
  },
  play: {
    kind: 'choice',
    options: ['greedy', 'weights', 'average'],
    default: 'greedy',
    about: 'what is played in the end: the most likely action, a draw from the last strategies, or a past update drawn at random',
  },
  utilityBounds: {
    kind: 'list',
    of: { kind: 'number' },
    length: [2, 2],
    unset: "the game's reward bounds, times the length of an episode where that is known",
    about: 'the lowest and highest return of a follower in one game',
  },
} as const;

/** How no-regret followers learn and play. */
export interface NoRegretOptions extends OptionsOf<typeof NO_REGRET_PARAMETERS> {
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
 * Followers that learn without regret by playing against the leader. Each chooses once per episode by its first observation, its private
 * type, and holds that action. Their average play tends to a Bayesian coarse correlated equilibrium of the game that the leader induces
 * (Hartline, Syrgkanis & Tardos 2015), so leaders on top of it learn Stackelberg-(B)CCE policies. With the counterfactual sweep these are
 * the followers of Brero et al. 2022 (Section 5): an update draws types and a joint action in proportion to weights, replays the same
 * chance once per follower and action with the others held to it, and learns the row of each follower's type. Utilities are returns
 * scaled from `utilityBounds` to [0, 1].
 *
 * Its memory is the weights, follower by follower, types x actions, each row scaled by its largest.
 *
 * @param game - one leader with any spaces, at least one follower, all with discrete spaces
 * @throws InputError for options out of range or spaces that are not discrete, and while playing, for returns outside `utilityBounds`;
 * RefusedError for more than {@link JOINT_ACTION_LIMIT} joint actions of the `profiles` sweep
 */
export function noRegretFollowers(game: Game, options: NoRegretOptions = {}): NoRegretFollowers {
  const settings = resolveOptions(NO_REGRET_PARAMETERS, options, 'no-regret followers', ['model', 'onUpdate']);
  const { algorithm, updates, play } = settings;
  const { rate = 0.1 } = settings;
  const { model, onUpdate } = options;
  const shapes = followerShapes(game);
  const sweep = sweepOf(game, shapes, settings);
  const moves = model ? episodeLength(model) : undefined;
  const bounds = utilityBounds(game, settings.utilityBounds, moves);
  const gamesPerUpdate =
    algorithm === 'exp3'
      ? 1
      : shapes.reduce((count, { actions }) => (sweep === 'profiles' ? count * actions : count + actions), sweep === 'profiles' ? 1 : 0);
  const sizes = shapes.map(({ types, actions }) => types * actions);
  const size = sizes.reduce((sum, entries) => sum + entries, 0);
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
    // What is held throughout an episode of one step is a function of what is seen in it.
    followerClass: (game.descriptor.horizon ?? moves) === 1 ? 'stationary' : 'held',
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

/** The sweep; settings that the algorithm has no use for are refused. */
function sweepOf(
  game: Game,
  shapes: readonly { readonly actions: number }[],
  { algorithm, rate, sweep }: Pick<ParametersOf<typeof NO_REGRET_PARAMETERS>, 'algorithm' | 'rate' | 'sweep'>,
): 'counterfactual' | 'profiles' {
  const refuse = (name: string, value: unknown, expected: string): never => {
    throw new InputError(`${name} of ${algorithm} followers is ${show(value)}: expected ${expected}`);
  };
  if (algorithm === 'regret-matching' && rate !== undefined) refuse('rate', rate, 'none: regret matching has no rate');
  if (sweep === undefined) return 'counterfactual';
  if (algorithm === 'exp3') refuse('sweep', sweep, 'none: EXP3 learns from the actions played');
  const profiles = shapes.reduce((product, { actions }) => product * actions, 1);
  if (sweep === 'profiles' && profiles > JOINT_ACTION_LIMIT) {
    throw new RefusedError(
      `the followers of ${game.id} have ${profiles} joint actions: the limit of sweep profiles is ${JOINT_ACTION_LIMIT}; use counterfactual`,
    );
  }
  return sweep;
}

/** The bounds of a follower's return: those of one step, where an episode has no known length. */
function utilityBounds(game: Game, given: readonly number[] | undefined, moves: number | undefined): readonly [number, number] {
  const [first, last] = game.descriptor.rewardBounds;
  const steps = moves ?? 1;
  const [low, high] = (given ?? [Math.min(first, steps * first), Math.max(last, steps * last)]) as [number, number];
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return [low, high];
  throw new InputError(
    `utilities of ${game.id} lie between ${low} and ${high}: expected finite bounds; give utilityBounds, the lowest and highest return of a follower in one game`,
  );
}
