import type { Column, FiniteModel, FollowerOracle, Game, ParametersOf, TablePolicy } from '@firstmover/core';
import {
  InputError,
  columnOf,
  createBatch,
  definePart,
  deterministicPolicy,
  finiteModel,
  followersOf,
  greedyChoices,
  randomStream,
  savable,
  savedCount,
  soleLeader,
  tablePolicy,
  withoutDefaults,
} from '@firstmover/core';
import { softmaxRows } from '@firstmover/experience';
import type { MethodPart, MethodRun, StartOptions } from '../part/method-part.ts';

/** The settings of bi-level actor-critic. */
export const BILEVEL_ACTOR_CRITIC_PARAMETERS = {
  copies: { kind: 'integer', min: 1, max: 1e6, default: 8, about: 'episodes side by side' },
  criticRate: { kind: 'number', min: 0, max: 1, default: 0.2, about: 'the step size of both critics' },
  actorRate: { kind: 'number', min: 0, max: 1e6, default: 0.05, about: "the step size of the leader's logits" },
  epsilon: { kind: 'number', min: 0, max: 1, default: 0.2, about: 'how often either player takes a random action instead' },
  gamma: { kind: 'number', min: 0, max: 1, default: 1, about: 'the discount of both critics' },
} as const;

/**
 * Bi-level actor-critic (Zhang et al., AAAI 2020) on tables. Critics of both players are over (observation, leader action, follower
 * action); the follower replies to the leader's present action with the best one by its critic, and the leader climbs its own critic
 * along that reply. In one-shot games this is the Stackelberg answer for pure commitments; in Markov games it is a stage-wise notion, the
 * leader commits to an action at a time and not to a policy.
 *
 * It serves finite games where leader and follower see the same: the reply reads the leader's action off the queried policy.
 */
export const bilevelActorCriticMethod: MethodPart = definePart({
  kind: 'method',
  name: 'bilevel-actor-critic',
  about: "The follower replies to the leader's present action by its critic; the leader climbs its own critic along that reply.",
  source: 'Zhang et al., Bi-level Actor-Critic for Multi-agent Coordination (AAAI 2020)',
  needs: ['one-follower', 'finite-model', 'discrete-observations', 'discrete-actions'],
  parameters: BILEVEL_ACTOR_CRITIC_PARAMETERS,
  create: (settings) => ({
    equilibrium: 'stage-wise best response to the action, not to the policy',
    conditions: {
      queriesOnly: 'kept',
      queriesInTrajectory: 'does not apply',
      leaderCannotSeePhase: 'kept',
      queriesEarnNothing: 'does not apply',
      oracleRestarts: 'dropped',
      consistentAnswers: 'does not apply',
    },
    start: (game, options) => startBilevelActorCritic(game, settings, options),
  }),
});

function startBilevelActorCritic(
  game: Game,
  settings: ParametersOf<typeof BILEVEL_ACTOR_CRITIC_PARAMETERS>,
  { seed = 0, model = finiteModel(game) }: StartOptions,
): MethodRun {
  const { copies, criticRate, actorRate, epsilon, gamma } = settings;
  const { leader, follower, observations, leaderActions, followerActions } = sharedView(game, model);
  const batch = createBatch(game, { size: copies, seed, model });
  const stream = randomStream(seed, 'bilevel actor-critic').at(0, 0);
  const critics = [leader, follower].map(() => new Float64Array(observations * leaderActions * followerActions));
  const [leaderCritic, followerCritic] = critics as [Float64Array, Float64Array];
  const logits = new Float32Array(observations * leaderActions);
  const probabilities = new Float32Array(logits.length);
  const logs = new Float32Array(logits.length);
  const seen = batch.observations[leader] as Int32Array;
  const joint: Column[] = game.players.map(({ action }) => columnOf(action, copies));
  const before = new Int32Array(copies);
  let steps = 0;

  const cell = (observation: number, first: number, second: number): number =>
    (observation * leaderActions + first) * followerActions + second;
  const replyTo = (observation: number, first: number): number => {
    let best = 0;
    for (let second = 1; second < followerActions; second++) {
      if (followerCritic[cell(observation, first, second)]! > followerCritic[cell(observation, first, best)]!) best = second;
    }
    return best;
  };
  const leaderValue = (observation: number, first: number): number => leaderCritic[cell(observation, first, replyTo(observation, first))]!;
  const bestAction = (observation: number): number => {
    let best = 0;
    for (let first = 1; first < leaderActions; first++) if (leaderValue(observation, first) > leaderValue(observation, best)) best = first;
    return best;
  };
  const softmax = (): void => softmaxRows(logits, observations, leaderActions, probabilities, logs, leaderActions);

  /** Moves both critics of what was just played towards reward plus the value of the bi-level play that follows. */
  const learn = (copy: number): void => {
    const played = cell(before[copy]!, joint[leader]![copy]!, joint[follower]![copy]!);
    const next = seen[copy]!;
    const after = cell(next, bestAction(next), replyTo(next, bestAction(next)));
    for (const [player, critic] of [
      [leader, leaderCritic],
      [follower, followerCritic],
    ] as const) {
      const target = batch.rewards[player]![copy]! + (batch.terminated[copy] === 1 ? 0 : gamma * critic[after]!);
      critic[played]! += criticRate * (target - critic[played]!);
    }
  };

  /** One step of the leader's logits at an observation along the gradient of its expected value, over all actions. */
  const climb = (observation: number): void => {
    const start = observation * leaderActions;
    let mean = 0;
    for (let first = 0; first < leaderActions; first++) mean += probabilities[start + first]! * leaderValue(observation, first);
    for (let first = 0; first < leaderActions; first++) {
      logits[start + first]! += actorRate * probabilities[start + first]! * (leaderValue(observation, first) - mean);
    }
  };

  return {
    ...savable(
      'bilevel-actor-critic',
      { ...withoutDefaults(BILEVEL_ACTOR_CRITIC_PARAMETERS, settings), seed },
      {
        ...{ batch, stream, leaderCritic, followerCritic, logits },
        steps: savedCount(
          () => steps,
          (count) => (steps = count),
        ),
      },
    ),
    phase: 'leader',
    get steps() {
      return { pretraining: 0, leader: steps };
    },
    update() {
      batch.reset();
      let total = 0;
      const over = (copy: number): boolean => batch.terminated[copy] === 1 || batch.truncated[copy] === 1;
      for (let running = copies; running > 0;) {
        softmax();
        const live = Uint8Array.from({ length: copies }, (_unused, copy) => (over(copy) ? 0 : 1));
        for (let copy = 0; copy < copies; copy++) {
          if (live[copy] === 0) continue;
          const observation = (before[copy] = seen[copy]!);
          const row = probabilities.subarray(observation * leaderActions, (observation + 1) * leaderActions);
          const first = stream.uniform() < epsilon ? stream.integer(leaderActions) : stream.pick(row);
          joint[leader]![copy] = first;
          joint[follower]![copy] = stream.uniform() < epsilon ? stream.integer(followerActions) : replyTo(observation, first);
        }
        batch.step(joint);
        for (let copy = 0; copy < copies; copy++) {
          if (live[copy] === 0) continue;
          steps++;
          total += batch.rewards[leader]![copy]!;
          learn(copy);
          climb(before[copy]!);
          if (over(copy)) running--;
        }
      }
      return { return: total / copies };
    },
    leader(mode) {
      softmax();
      const table = Float64Array.from(probabilities);
      for (let start = 0; start < table.length; start += leaderActions) {
        const sum = table.subarray(start, start + leaderActions).reduce((all, p) => all + p, 0);
        for (let k = start; k < start + leaderActions; k++) table[k]! /= sum;
      }
      const policy = tablePolicy(table, { observations, actions: leaderActions });
      return mode === 'greedy' ? deterministicPolicy(greedyChoices(policy), leaderActions) : policy;
    },
    oracle: () => replies(game, observations, followerActions, replyTo),
  };
}

/** The follower as an oracle: it is told the leader's action at each observation and replies to it there. */
function replies(
  game: Game,
  observations: number,
  actions: number,
  replyTo: (observation: number, first: number) => number,
): FollowerOracle {
  const query = { observations: Array.from({ length: observations }, (_unused, i) => i) };
  return {
    name: 'bilevel-actor-critic',
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: 'stage-wise best response, learned',
    queries: observations,
    earnsRewards: false,
    carriesOver: false,
    *respond() {
      const answers = yield query;
      const policy: TablePolicy = deterministicPolicy(
        answers.map((answer, observation) => replyTo(observation, answer as number)),
        actions,
      );
      return { policies: [policy] };
    },
  };
}

/** The sizes of a game of two players that see the same index. */
function sharedView(
  game: Game,
  model: FiniteModel,
): { leader: number; follower: number; observations: number; leaderActions: number; followerActions: number } {
  const leader = soleLeader(game);
  const [follower, ...others] = followersOf(game);
  if (follower === undefined || others.length > 0) {
    throw new InputError(`bilevel-actor-critic serves one follower: ${game.id} has ${followersOf(game).length}; use an oracle for several`);
  }
  for (const player of [leader, follower]) {
    const { name, observation, action } = game.players[player]!;
    for (const [what, space] of [
      ['observations', observation],
      ['actions', action],
    ] as const) {
      if (space.kind === 'discrete') continue;
      throw new InputError(`the ${what} of ${name} in ${game.id} are a ${space.kind} space: bilevel-actor-critic needs discrete ones`);
    }
  }
  const [first, second] = [model.observations[leader]!, model.observations[follower]!];
  if (first.some((seen, state) => seen !== second[state])) {
    throw new InputError(
      `leader and follower of ${game.id} do not see the same: bilevel-actor-critic needs games where they do; use the contextual follower`,
    );
  }
  return {
    leader,
    follower,
    observations: model.observationCounts[leader]!,
    leaderActions: model.actionCounts[leader]!,
    followerActions: model.actionCounts[follower]!,
  };
}
