import type { FiniteModel, FollowerOracle, Game, Metrics, OptionsOf, Player, Policy, Savable } from '@firstmover/core';
import { box, resolveOptions, sampledChance, savable } from '@firstmover/core';
import type { RecurrentPpoOptions } from '@firstmover/algorithms';
import { recurrentPpo } from '@firstmover/algorithms';
import type { RecurrentPolicy } from '@firstmover/experience';
import type { LeaderSampler } from '../leaders/leaders.ts';
import { uniformLeaders } from '../leaders/leaders.ts';
import { PRETRAINING_PARAMETERS, TRAINING_OPTIONS } from '../pretraining/options.ts';
import { episodeLength } from '../simulation/episode-length.ts';
import { simulation } from '../simulation/simulation.ts';
import type { Senses } from './senses.ts';
import { createSenses } from './senses.ts';
import { pairOf, trialProblem } from './trial-problem.ts';

/** The settings of {@link recurrentFollower}. */
export const RECURRENT_PARAMETERS = {
  games: {
    kind: 'integer',
    min: 2,
    default: 3,
    about: 'how many games a trial has, the last of which is the one that is played for good',
  },
  rewarded: {
    kind: 'choice',
    options: ['last', 'all'],
    default: 'last',
    about: 'which games of a trial it is trained for: with the last it is free to explore in those before',
  },
  copies: { kind: 'integer', min: 1, max: 1e6, default: 64, about: 'trials side by side' },
} as const;

/** How a recurrent follower is pre-trained. */
export interface RecurrentFollowerOptions extends OptionsOf<typeof RECURRENT_PARAMETERS> {
  /**
   * XX are answered by generalisation only.
   */
  readonly leaders?: LeaderSampler;
  /** The environment steps of pre-training, all games and copies (default 500,000); updates are whole. */
  readonly budget?: number;
  /**
   * Settings of the learner; its seed and what an update collects, one trial per copy, are set. By default 64 units, eight minibatches, and a step size and entropy
   * bonus that fall from 0.006 and 0.01 to a twentieth over the budget.
   */
  readonly learner?: Omit<RecurrentPpoOptions, 'seed' | 'collect'>;
  /** The seed (default 0). */
  readonly seed?: number;
  /** The finite model of the game, where it has one: faster, and it tells how many queries a run makes. */
  readonly model?: FiniteModel;
}

/** A recurrent follower during and after pre-training; saved between two updates. */
export interface RecurrentFollower extends Savable {
  /** The environment steps spent so far. */
  readonly steps: number;
  /** Whether the budget is spent. */
  readonly done: boolean;
  /** Trains on, one trial per copy; the metrics are those of `recurrentPpo`, `return` per trial. */
  update(): Metrics;
  /** The follower as an oracle, frozen as it stands. */
  oracle(): FollowerOracle;
}

/**
 * A follower that learns how to adapt to a leader by playing it (RL²: Duan et al. 2016; Wang et al. 2016): its policy has a memory, is trained once on trials
 * of several games against one random leader each, and is told its own observations, actions and rewards. As an oracle it plays all games of a trial but the last
 * against the leader, whose moves are the queries, and answers with what it then remembers. So it needs no list of the leader's observations, and any spaces
 * will do.
 *
 * While adapting it acts as it was trained, randomly; in the game that counts it plays its most likely action. It may count moves: its class is `rational`.
 *
 * @param game - one leader and one follower
 * @throws InputError for options out of range, other numbers of players, or a leader without random tables where no `leaders` are given
 */
export function recurrentFollower(game: Game, options: RecurrentFollowerOptions = {}): RecurrentFollower {
  const owner = 'the recurrent follower';
  const { games, rewarded, copies } = resolveOptions(RECURRENT_PARAMETERS, options, owner, [...TRAINING_OPTIONS, 'learner']);
  const { budget } = resolveOptions(PRETRAINING_PARAMETERS, { budget: options.budget ?? 500_000 }, owner);
  const { seed = 0, model } = options;
  const pair = pairOf(game);
  const leaders = options.leaders ?? uniformLeaders(game.players[pair.leader] as Player, game.id);
  const problem = trialProblem(game, { copies, seed, games, rewarded, leaders, ...(model ? { model } : {}) });
  const falling = (from: number): { from: number; to: number; steps: number } => ({ from, to: from / 20, steps: budget });
  const learner = recurrentPpo(problem, {
    learningRate: falling(0.006),
    entropyBonus: falling(0.01),
    minibatches: Math.min(8, copies),
    ...(options.learner?.network ? {} : { units: 64 }),
    ...options.learner,
    seed,
  });

  return {
    ...savable('recurrent follower', { ...options, model: undefined, game: game.id, parameters: game.parameters }, { learner }),
    get steps() {
      return problem.steps;
    },
    get done() {
      return problem.steps >= budget;
    },
    update: () => learner.update(),
    oracle: () => recurrentOracle(game, games, learner.policy(), model),
  };
}

function recurrentOracle(game: Game, games: number, frozen: RecurrentPolicy, model: FiniteModel | undefined): FollowerOracle {
  const { follower } = pairOf(game);
  const player = game.players[follower] as Player;
  const length = model && episodeLength(model);
  return {
    name: 'recurrent',
    game,
    followerClass: 'rational',
    ties: 'unspecified',
    equilibrium: 'learned best response',
    queries: length === undefined ? 'adaptive' : (games - 1) * length,
    earnsRewards: true,
    carriesOver: false,
    memory: box(-Infinity, Infinity, [frozen.stateWidth]),
    *respond({ random }) {
      const mind = frozen.fork('sampled');
      const senses = createSenses(player);
      const memory = (): number[] => Array.from(mind.state());
      const simulated = simulation(game, memory);
      const chance = sampledChance(random);
      for (let played = 0; played < games - 1; played++) {
        senses.beginGame(false);
        yield* simulated.play(
          {
            act: (_follower, observation) => mind.act(tell(senses, observation), random),
            learn: ({ action, reward }) => senses.note(action, reward),
          },
          chance,
        );
      }
      senses.beginGame(true);
      return { policies: [adapted(mind, senses)], reward: simulated.settle(), memory: memory() };
    },
  };
}

/** The policy of the last game: it starts, at each reset, from what was learned in the games before. */
function adapted(mind: RecurrentPolicy, learned: Senses): Policy {
  const policy = mind.fork('greedy');
  let senses = learned.clone();
  return {
    act(observation, random) {
      const action = policy.act(tell(senses, observation), random);
      senses.note(action, 0);
      return action;
    },
    reset() {
      policy.reset();
      senses = learned.clone();
    },
  };
}

function tell(senses: Senses, observation: Parameters<Policy['act']>[0]): number[] {
  const told: number[] = [];
  senses.write(observation, told, 0);
  return told;
}
