import type { Column } from '../environment/batch.ts';
import { columnOf, createBatch } from '../environment/batch.ts';
import type { SavableEnvironment } from '../environment/vector.ts';
import { InputError, show } from '../errors/errors.ts';
import type { Player } from '../game/game.ts';
import { followersOf, soleLeader } from '../game/game.ts';
import type { FiniteModel } from '../model/finite-model.ts';
import type { FollowerOracle, OracleRun, Query, Response } from '../oracle/oracle.ts';
import type { Policy } from '../policy/policy.ts';
import type { Random } from '../random/random.ts';
import { randomStream } from '../random/random.ts';
import { savable, savedCount, savedEntries, savedValue } from '../saved-state/savable.ts';
import type { Space, Value } from '../spaces/spaces.ts';
import { contains, discrete, flatten, labelAt, tuple, unflatten, width } from '../spaces/spaces.ts';
import { AnswerCache } from './answer-cache.ts';
import type { Conditions } from './conditions.ts';
import { resolveConditions } from './conditions.ts';
import { NumberLogs } from './number-logs.ts';
import { oracleView } from './oracle-view.ts';
import { replay } from './replay.ts';

/** How to make a leader problem. */
export interface LeaderProblemOptions {
  /** The number of outer episodes that run side by side. */
  readonly copies: number;
  /** The seed of chance, oracle and followers (default 0). */
  readonly seed?: number;
  /** Which copies of a larger problem these are: they draw what its copies `firstCopy` to `firstCopy + copies - 1` draw (default 0). */
  readonly firstCopy?: number;
  /** The finite model of the game, where it has one: faster, equal results. */
  readonly model?: FiniteModel;
  /** Conditions that differ from their defaults. */
  readonly conditions?: Partial<Conditions>;
  /** How many games are played against one response; the return is their mean (default 1). */
  readonly games?: number;
  /**
   * What a critic sees while the leader learns: what the leader sees (default), or beside it whether it is queried and what the oracle
   * remembers (centralised training; the policy never sees that).
   */
  readonly critic?: 'leader' | 'oracle';
}

/** The leader's single-agent problem, with the conditions it was made under. */
export interface LeaderProblem extends SavableEnvironment {
  /** The conditions in force. */
  readonly conditions: Conditions;
  /** How many of the steps so far answered queries. */
  readonly querySteps: number;
}

/**
 * Builds the leader's single-agent problem: in each outer episode first the oracle's queries as zero-reward steps, then the game against
 * the response, frozen (Gerstgrasser & Parkes 2023, Section 4; Brero et al. 2022). Any single-agent algorithm can solve it.
 *
 * @param oracle - the follower oracle; the game is its game, which must have one leader
 * @throws InputError for a condition that the oracle or the game cannot make a difference to
 */
export function leaderProblem(oracle: FollowerOracle, options: LeaderProblemOptions): LeaderProblem {
  const { game } = oracle;
  const { copies, seed = 0, firstCopy = 0, games = 1, critic = 'leader' } = options;
  if (!Number.isSafeInteger(games) || games < 1) {
    throw new InputError(`games of the leader problem is ${show(games)}: expected an integer of at least 1`);
  }
  if (critic !== 'leader' && critic !== 'oracle') {
    throw new InputError(`critic of the leader problem is ${show(critic)}: expected leader or oracle`);
  }
  const leader = soleLeader(game);
  const followers = followersOf(game);
  const widths = followers.map((index) => width((game.players[index] as Player).observation));
  const player = game.players[leader] as Player;
  const conditions = resolveConditions(oracle, options.conditions ?? {});
  const batch = createBatch(game, { size: copies, seed, firstCopy, ...(options.model ? { model: options.model } : {}) });

  const discreteObservation = player.observation.kind === 'discrete';
  const observationWidth = width(player.observation);
  const actionWidth = width(player.action);
  const observation = conditions.leaderCannotSeePhase ? player.observation : withPhase(player.observation);
  const phaseWidth = width(observation);
  const observations = columnOf(observation, copies);
  const executed = columnOf(player.action, copies);
  const rewards = new Float64Array(copies);
  const terminated = new Uint8Array(copies).fill(1);
  const truncated = new Uint8Array(copies);
  const learn = new Uint8Array(copies);
  const cache = conditions.consistentAnswers ? new AnswerCache(observation, player.action, copies) : undefined;
  // Where queries are hidden, the first visit in play is the one that is learned from.
  const shown = Number(conditions.queriesInTrajectory);
  const playedBefore = cache && shown < 1 ? new AnswerCache(observation, player.action, copies) : undefined;
  const hidden = new Uint8Array(copies).fill(shown === 0 ? 1 : 0);
  const hidingStream = randomStream(seed, 'hidden queries');
  const criticView = critic === 'oracle' ? oracleView(oracle, observation, copies) : undefined;

  const runs = new Array<OracleRun | undefined>(copies);
  const queries = new Array<Query | undefined>(copies);
  const answers = new Array<Value[]>(copies);
  const answered = new Uint32Array(copies); // how many of them are given
  const responses = new Array<readonly Policy[]>(copies);
  const carried = new Array<unknown>(copies); // by the last run that returned
  const found = new Array<unknown>(copies); // what the present run was given of it
  // What is needed to run an oracle and its followers again, up to where they are.
  const heard = new NumberLogs(copies);
  const seenByFollowers = new NumberLogs(copies);
  const remembering = new Uint8Array(copies); // whether followers have memory
  const oracleStreams = Array.from({ length: copies }, () => randomStream(seed, 'oracle'));
  const followerStream = randomStream(seed, 'followers');
  const episodes = new Uint32Array(copies);
  const ticks = new Uint32Array(copies);
  const starting = new Uint8Array(copies);
  const playing = new Uint8Array(copies);
  const gamesLeft = new Uint32Array(copies);
  const joint: Column[] = game.players.map(({ action }) => columnOf(action, copies));
  const current = columnOf(player.observation, copies); // the leader's observation without the phase
  let steps = 0;
  let querySteps = 0;

  /** Shows the current observation of a copy, with the phase if the leader sees it, and says whether the next action is learned from. */
  const present = (copy: number, querying: boolean): void => {
    if (discreteObservation) {
      const index = current[copy] as number;
      observations[copy] = !conditions.leaderCannotSeePhase && querying ? (player.observation as { n: number }).n + index : index;
    } else {
      const start = copy * phaseWidth + (phaseWidth - observationWidth);
      if (!conditions.leaderCannotSeePhase) observations[copy * phaseWidth] = querying ? 1 : 0;
      for (let k = 0; k < observationWidth; k++) observations[start + k] = current[copy * observationWidth + k] as number;
    }
    criticView?.look(copy, observations, querying);
    if (querying) learn[copy] = hidden[copy] === 0 && !cache?.has(copy, observations) ? 1 : 0;
    else if (playedBefore && hidden[copy] === 1) learn[copy] = playedBefore.has(copy, observations) ? 0 : 1;
    else learn[copy] = cache?.has(copy, observations) ? 0 : 1;
  };

  const presentQuery = (copy: number): void => {
    const query = queries[copy] as Query;
    flatten(player.observation, query.observations[answered[copy] as number] as Value, current, copy * observationWidth);
    present(copy, true);
  };

  const presentPlay = (copy: number): void => {
    const source = batch.observations[leader] as Column;
    for (let k = copy * observationWidth; k < (copy + 1) * observationWidth; k++) current[k] = source[k] as number;
    present(copy, false);
  };

  const begin = (copy: number, random: Random): OracleRun =>
    oracle.respond(conditions.oracleRestarts ? { random } : { random, carried: found[copy] });

  /** Keeps what the oracle of a copy returned. */
  const frozen = (copy: number, { policies, carry }: Response): void => {
    responses[copy] = policies;
    remembering[copy] = policies.some(({ reset }) => reset) ? 1 : 0;
    if (!conditions.oracleRestarts) carried[copy] = carry;
  };

  /** Runs the oracle of a copy until it asks again or returns; then play begins. */
  const advance = (copy: number, given?: readonly Value[]): void => {
    const run = runs[copy] as OracleRun;
    let turn: IteratorResult<Query, Response> = given ? run.next(given) : run.next();
    let reward = turn.value.reward ?? 0;
    while (turn.done !== true && turn.value.observations.length === 0) {
      turn = run.next([]);
      reward += turn.value.reward ?? 0;
    }
    if (!conditions.queriesEarnNothing) rewards[copy] = reward;
    if (turn.done !== true) {
      for (const asked of turn.value.observations) {
        if (contains(player.observation, asked)) continue;
        throw new InputError(
          `oracle ${oracle.name} asks ${show(asked)}: expected an observation of ${player.name}, ${show(player.observation)}`,
        );
      }
      queries[copy] = turn.value;
      criticView?.remember(copy, turn.value.memory);
      answers[copy] = new Array<Value>(turn.value.observations.length); // the oracle may keep it
      answered[copy] = 0;
      presentQuery(copy);
      return;
    }
    queries[copy] = undefined;
    if (turn.value.policies.length !== followers.length) {
      throw new InputError(
        `oracle ${oracle.name} returned ${turn.value.policies.length} policies: expected one per follower of ${game.id} (${followers.length})`,
      );
    }
    frozen(copy, turn.value);
    criticView?.remember(copy, turn.value.memory);
    gamesLeft[copy] = games;
    starting[copy] = 1;
  };

  /** Starts a game in the copies whose oracle has returned, or whose last game was not the last. */
  const start = (): void => {
    if (!starting.includes(1)) return;
    batch.reset(starting);
    for (let copy = 0; copy < copies; copy++) {
      if (starting[copy] === 0) continue;
      for (const policy of responses[copy] as readonly Policy[]) policy.reset?.();
      seenByFollowers.clear(copy);
      presentPlay(copy);
    }
    starting.fill(0);
  };

  /** Lets the followers of a copy act on what they see. */
  const respond = (copy: number): void => {
    followerStream.at(firstCopy + copy, ticks[copy] as number);
    const policies = responses[copy] as readonly Policy[];
    for (let f = 0; f < policies.length; f++) {
      const index = followers[f] as number;
      const follower = game.players[index] as Player;
      const seen = batch.observations[index] as Column;
      const start = copy * widths[f]!;
      const sees = valueIn(follower.observation, seen, start);
      if (remembering[copy] === 1) seenByFollowers.append(copy, seen, start, widths[f]!);
      const action = (policies[f] as Policy).act(sees, followerStream);
      if (!contains(follower.action, action)) {
        throw new InputError(
          `${follower.name} of oracle ${oracle.name} plays ${show(action)}: expected a value of ${show(follower.action)}`,
        );
      }
      if (typeof action === 'number') (joint[index] as Column)[copy] = action;
      else flatten(follower.action, action, joint[index] as Column, copy * width(follower.action));
    }
  };

  /** Runs the oracle of a copy again, up to where it was when the problem was saved, and its followers through their present game. */
  const resume = (copy: number): void => {
    const random = (oracleStreams[copy] as ReturnType<typeof randomStream>).at(firstCopy + copy, (episodes[copy] as number) - 1);
    const run = begin(copy, random);
    const { turn, given } = replay(run, heard.of(copy), actionWidth, (numbers, start) => valueIn(player.action, numbers, start));
    runs[copy] = run;
    queries[copy] = turn.done === true ? undefined : turn.value;
    if (turn.done !== true) {
      answers[copy] = given;
      answered[copy] = given.filter((answer) => answer !== undefined).length;
      return;
    }
    frozen(copy, turn.value);
    const policies = turn.value.policies;
    for (const policy of policies) policy.reset?.();
    const seen = seenByFollowers.of(copy);
    const row = widths.reduce((sum, size) => sum + size, 0);
    for (let start = 0, tick = (ticks[copy] as number) + 1 - seen.length / row; start < seen.length; start += row, tick++) {
      followerStream.at(firstCopy + copy, tick);
      let at = start;
      policies.forEach((policy, f) => {
        policy.act(valueIn((game.players[followers[f] as number] as Player).observation, seen, at), followerStream);
        at += widths[f]!;
      });
    }
  };

  /** What is asked of a copy: how many answers, how many of them are given, and the observation at hand; none in play. */
  const pending = (): number[][] =>
    Array.from(queries, (query, copy) => {
      if (!query || over(copy)) return [];
      const at = new Float64Array(observationWidth);
      flatten(player.observation, query.observations[answered[copy] as number] as Value, at);
      return [query.observations.length, answered[copy] as number, ...at];
    });
  const over = (copy: number): boolean => (terminated[copy] as number) + (truncated[copy] as number) > 0;

  return {
    ...savable(
      'leader problem',
      { game: game.id, parameters: game.parameters, oracle: oracle.name, conditions, copies, seed, firstCopy, games, critic },
      {
        batch,
        observations,
        executed,
        rewards,
        terminated,
        truncated,
        learn,
        hidden,
        episodes,
        ticks,
        gamesLeft,
        current,
        ...(cache ? { cache: cache.savable() } : {}),
        ...(playedBefore ? { playedBefore: playedBefore.savable() } : {}),
        ...(criticView ? { critic: criticView.observations } : {}),
        steps: savedCount(
          () => steps,
          (count) => (steps = count),
        ),
        querySteps: savedCount(
          () => querySteps,
          (count) => (querySteps = count),
        ),
        heard: heard.savable(),
        seenByFollowers: seenByFollowers.savable(),
        carried: savedEntries(carried),
        found: savedEntries(found),
        // Restored last: needs all the others.
        asked: savedValue(pending, (saved) => {
          for (let copy = 0; copy < copies; copy++) {
            runs[copy] = queries[copy] = undefined;
            if (!over(copy)) resume(copy);
          }
          if (JSON.stringify(pending()) !== JSON.stringify(saved))
            throw new InputError(
              `oracle ${oracle.name} does not ask what it had asked when it was saved: expected one made with the same options, whose runs are functions of their random stream and the answers`,
            );
        }),
      },
    ),
    size: copies,
    observation,
    action: player.action,
    observations,
    rewards,
    terminated,
    truncated,
    executed,
    learn,
    conditions,
    ...(criticView ? { privileged: { space: criticView.space, observations: criticView.observations } } : {}),
    get steps() {
      return steps;
    },
    get querySteps() {
      return querySteps;
    },
    reset(mask) {
      for (let copy = 0; copy < copies; copy++) {
        if (mask && mask[copy] !== 1) continue;
        terminated[copy] = 0;
        truncated[copy] = 0;
        rewards[copy] = 0;
        cache?.clear(copy);
        playedBefore?.clear(copy);
        const episode = (episodes[copy] as number)++;
        const random = (oracleStreams[copy] as ReturnType<typeof randomStream>).at(firstCopy + copy, episode);
        if (shown > 0 && shown < 1) hidden[copy] = hidingStream.at(firstCopy + copy, episode).uniform() < shown ? 0 : 1;
        if (queries[copy]) (runs[copy] as OracleRun).return({ policies: [] });
        queries[copy] = undefined;
        heard.clear(copy);
        found[copy] = conditions.oracleRestarts ? undefined : carried[copy];
        runs[copy] = begin(copy, random);
        advance(copy);
      }
      start();
    },
    step(actions) {
      for (let copy = 0; copy < copies; copy++) {
        rewards[copy] = 0;
        if (terminated[copy] === 1 || truncated[copy] === 1) continue;
        steps++;
        (ticks[copy] as number)++;
        const from = copy * actionWidth;
        for (let k = from; k < from + actionWidth; k++) executed[k] = actions[k] as number;
        cache?.fix(copy, observations, executed);
        const query = queries[copy];
        if (query) {
          querySteps++;
          const given = answers[copy] as Value[];
          given[(answered[copy] as number)++] = valueIn(player.action, executed, from);
          heard.append(copy, executed, from, actionWidth);
          if ((answered[copy] as number) < given.length) presentQuery(copy);
          else advance(copy, given);
        } else {
          playedBefore?.fix(copy, observations, executed);
          for (let k = from; k < from + actionWidth; k++) (joint[leader] as Column)[k] = executed[k] as number;
          respond(copy);
          playing[copy] = 1;
        }
      }
      batch.step(joint, playing);
      for (let copy = 0; copy < copies; copy++) {
        if (playing[copy] === 0) continue;
        playing[copy] = 0;
        rewards[copy] = ((batch.rewards[leader] as Float64Array)[copy] as number) / games;
        const over = batch.terminated[copy] === 1 || batch.truncated[copy] === 1;
        if (over && --(gamesLeft[copy] as number) > 0) {
          starting[copy] = 1;
          continue;
        }
        terminated[copy] = batch.terminated[copy] as number;
        truncated[copy] = batch.truncated[copy] as number;
        presentPlay(copy);
        if (terminated[copy] === 1 || truncated[copy] === 1) learn[copy] = 0;
      }
      start();
    },
  };
}

/** The value that starts at an entry of a column. */
function valueIn(space: Space, column: Column, start: number): Value {
  return space.kind === 'discrete' ? (column[start] as number) : unflatten(space, column, start);
}

/** The leader's observations with the phase: for indices, playing comes first and querying second. */
function withPhase(space: Space): Space {
  if (space.kind !== 'discrete') return tuple([discrete(2, ['play', 'query']), space]);
  const labels = Array.from({ length: space.n }, (_unused, index) => labelAt(space, index));
  return discrete(2 * space.n, [...labels, ...labels.map((label) => `${label} (queried)`)]);
}
