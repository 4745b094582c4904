import type { FiniteModel, FollowerOracle, Game, Metrics, OptionsOf, Player, Savable, VectorEnvironment } from '@firstmover/core';
import {
  InputError,
  childSeed,
  followersOf,
  randomStream,
  resolveOptions,
  respondTo,
  savable,
  savedCount,
  soleLeader,
} from '@firstmover/core';
import { reinforce } from '@firstmover/algorithms';
import type { Network } from '@firstmover/networks';
import { headFor, savedNetwork, tableNetwork } from '@firstmover/networks';
import type { LeaderSampler } from '../leaders/leaders.ts';
import { uniformLeaders } from '../leaders/leaders.ts';
import { innerLoopFollower } from '../inner-loop/inner-loop.ts';

/** The settings of {@link gradientAdaptedFollower}. */
export const GRADIENT_ADAPTED_PARAMETERS = {
  updates: { kind: 'integer', min: 1, default: 10, about: 'policy-gradient updates of an adaptation' },
  copies: { kind: 'integer', min: 1, max: 1e6, default: 8, about: 'games side by side in an adaptation' },
  learningRate: { kind: 'number', min: 0, above: true, default: 0.3, about: 'the step size of an adaptation' },
  entropyBonus: {
    kind: 'number',
    min: 0,
    max: 1e6,
    default: 0.3,
    about: 'the weight of the entropy bonus, which keeps starting points open to every leader',
  },
  metaRate: {
    kind: 'number',
    min: 0,
    above: true,
    max: 1,
    default: 0.1,
    about: 'how far the starting point follows the update after an adaptation',
  },
  metaUpdates: { kind: 'integer', min: 1, default: 200, about: 'leaders that it is pre-trained against' },
} as const;

/** How a gradient-adapted follower is pre-trained and adapts. */
export interface GradientAdaptedOptions extends OptionsOf<typeof GRADIENT_ADAPTED_PARAMETERS> {
  /** Draws those leaders (default a uniformly random action at each of finitely many observations). */
  readonly leaders?: LeaderSampler;
  /** The policy network (default a table, for discrete observations). */
  readonly network?: Network;
  /** The seed (default 0). */
  readonly seed?: number;
  /** The finite model of the game, where it has one: faster, equal results. */
  readonly model?: FiniteModel;
}

/** A gradient-adapted follower during and after pre-training; saved between two updates. */
export interface GradientAdaptedFollower extends Savable {
  /** The environment steps spent so far. */
  readonly steps: number;
  /** Whether pre-training is over. */
  readonly done: boolean;
  /** Meets one more leader; `return` is the follower's mean return against it after adapting, `moved` the norm of the move of the starting point. */
  update(): Metrics;
  /** The follower as an oracle, from the present starting point. */
  oracle(): FollowerOracle;
}

/**
 * A follower that adapts to each leader by a few policy-gradient updates from a starting point learned beforehand. That point is learned
 * by first-order MAML (Finn, Abbeel & Levine 2017): against one random leader after the other, it follows the update that comes after the
 * adaptation, so that what is learned is to be good once adapted. It pays where leaders have something in common, which uniformly random
 * tables have not. As an oracle it is an inner loop whose learner starts there and not anew; the leader's moves in its games are the
 * queries.
 *
 * @param game - one leader and one follower
 * @throws InputError for options out of range, other numbers of followers, or spaces that the network does not fit
 */
export function gradientAdaptedFollower(game: Game, options: GradientAdaptedOptions = {}): GradientAdaptedFollower {
  const { updates, copies, learningRate, metaRate, entropyBonus, metaUpdates } = resolveOptions(
    GRADIENT_ADAPTED_PARAMETERS,
    options,
    'the gradient-adapted follower',
    ['seed', 'model', 'leaders', 'network'],
  );
  const { seed = 0, model } = options;
  const followers = followersOf(game);
  if (followers.length !== 1) {
    throw new InputError(`${game.id} has ${followers.length} followers: a gradient-adapted follower is exactly one; use innerLoopFollower`);
  }
  const follower = game.players[followers[0]!] as Player;
  const leaders = options.leaders ?? uniformLeaders(game.players[soleLeader(game)] as Player, game.id);
  const start = options.network?.clone() ?? tableFor(game, follower);
  let met = 0;
  let spent = 0;

  /** The inner loop from a starting point; with `notice`, which is shown the adapted network and its problem, one more update follows. */
  const innerLoop = (from: Network, notice?: (network: Network, environment: VectorEnvironment) => void): FollowerOracle =>
    innerLoopFollower(game, {
      updates: notice ? updates + 1 : updates,
      copies,
      ...(model ? { model } : {}),
      learner: (environment, innerSeed) => {
        const network = from.clone();
        const learner = reinforce(environment, { network, learningRate, entropyBonus, seed: innerSeed });
        let begun = 0;
        return {
          ...learner,
          *updating() {
            if (begun++ === updates) notice?.(network, environment);
            return yield* learner.updating();
          },
        };
      },
    });

  return {
    ...savable(
      'gradient-adapted follower',
      { ...options, model: undefined, game: game.id, parameters: game.parameters },
      {
        start: savedNetwork(start),
        met: savedCount(
          () => met,
          (count) => (met = count),
        ),
        spent: savedCount(
          () => spent,
          (count) => (spent = count),
        ),
      },
    ),
    get steps() {
      return spent;
    },
    get done() {
      return met >= metaUpdates;
    },
    update() {
      const random = randomStream(childSeed(seed, 'gradient-adapted'), 'leaders').at(0, met++);
      const leader = leaders(random);
      let after = start;
      let adapted = start.parameters;
      let environment: VectorEnvironment | undefined;
      const oracle = innerLoop(start, (network, problem) => {
        after = network;
        adapted = network.parameters.slice();
        environment = problem;
      });
      respondTo(oracle, leader, random);
      spent += environment!.steps;
      let squared = 0;
      const { parameters } = start;
      for (let i = 0; i < parameters.length; i++) {
        const move = metaRate * (after.parameters[i]! - adapted[i]!);
        squared += move * move;
        parameters[i]! += move;
      }
      return { moved: Math.sqrt(squared) };
    },
    oracle: () => {
      const adapting = innerLoop(start.clone());
      return {
        ...adapting,
        name: 'gradient-adapted',
        equilibrium: 'best response, adapted',
        // Each run starts from the starting point: what an inner loop could go on from is left behind.
        carriesOver: false,
        *respond({ random }) {
          const { policies, reward, memory } = yield* adapting.respond({ random });
          return { policies, ...(reward === undefined ? {} : { reward }), ...(memory === undefined ? {} : { memory }) };
        },
      };
    },
  };
}

function tableFor(game: Game, { name, observation, action }: Player): Network {
  if (observation.kind === 'discrete') return tableNetwork(observation.n, headFor(action).parameters);
  throw new InputError(`the observations of ${name} in ${game.id} are a ${observation.kind} space: give a network that reads them`);
}
