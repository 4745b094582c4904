import type { FiniteModel, Game, Query, TablePolicy, Value } from '@firstmover/core';
import {
  cardinality,
  discrete,
  expectThing,
  finiteModel,
  followersOf,
  indexOf,
  InputError,
  randomStream,
  RefusedError,
  sample,
  show,
  soleLeader,
  tablePolicy,
  valueAt,
} from '@firstmover/core';

/** What a response is computed from: a game whose leader answered, as a model and a leader's table. */
export type Solver<TResult> = (model: FiniteModel) => (leader: TablePolicy) => TResult;

/** What oracles that compute a response have in common: they ask the leader at all its observations and solve the game that remains. */
export interface LeaderAnswers<TResult> {
  /** The game. */
  readonly game: Game;
  /** All observations of the leader, `samples` times. */
  readonly query: Query;
  /** The response to the answers. */
  solve(answers: readonly Value[]): TResult;
}

const KEPT = 100_000;

/**
 * Prepares to answer leaders of a game. A leader of finitely many actions is answered through the game's model, by the observed
 * frequencies, and results are kept. Any other leader (a mixture, a vector of payments) is answered through the finite game
 * that its answers leave: exactly, whatever the actions are.
 *
 * @param source - a game with finite chance in which followers and the leader's observations are finite, or its model
 * @param samples - how often each observation is asked
 * @param name - of the oracle, for messages
 * @param solver - computes a response; called once per model
 * @throws InputError for samples out of range, a game without followers, or several leaders
 * @throws RefusedError where the game that remains is not finite; and whatever the solver throws for games that it cannot serve
 */
export function leaderAnswers<TResult>(
  source: FiniteModel | Game,
  samples: number,
  name: string,
  solver: Solver<TResult>,
): LeaderAnswers<TResult> {
  if (!Number.isSafeInteger(samples) || samples < 1)
    throw new InputError(`samples of the ${name} oracle is ${show(samples)}: expected an integer of at least 1`);
  expectThing(source, 'a game or its finite model', `the ${name} oracle`);
  const game = 'states' in source ? source.game : source;
  const leader = soleLeader(game);
  if (followersOf(game).length === 0) throw new InputError(`${game.id} has no followers: expected at least one for the ${name} oracle`);
  const { observation, action } = game.players[leader]!;
  const count = cardinality(observation);
  if (count === Infinity) {
    throw new RefusedError(
      `the leader of ${game.id} sees a continuous ${observation.kind}: the ${name} oracle asks at every observation; use a follower that learns by playing`,
    );
  }
  const observations: Value[] = [];
  for (let k = 0; k < samples; k++) for (let index = 0; index < count; index++) observations.push(valueAt(observation, index));
  const query = { observations };
  const actions = cardinality(action);
  if (actions === Infinity) {
    // A first leader, so that games that cannot be served are refused here and not in the first episode.
    const random = randomStream(0, 'leader answers').at(0, 0);
    solver(
      finiteModel(
        answeredGame(
          game,
          observations.map(() => sample(action, random)),
        ),
      ),
    );
    const uniform = tablePolicy(new Float64Array(count * samples).fill(1 / samples), { observations: count, actions: samples });
    return { game, query, solve: (answers) => solver(finiteModel(answeredGame(game, answers)))(uniform) };
  }
  const respond = solver('states' in source ? source : finiteModel(source));
  const known = new Map<string, TResult>();
  return {
    game,
    query,
    solve(answers) {
      const counts = new Float64Array(count * actions);
      answers.forEach((answer, i) => counts[(i % count) * actions + indexOf(action, answer)]!++);
      const key = counts.join();
      let result = known.get(key);
      if (result === undefined) {
        const shares = counts.map((times) => times / samples);
        result = respond(tablePolicy(shares, { observations: count, actions }));
        if (known.size < KEPT) known.set(key, result);
      }
      return result;
    },
  };
}

/** The game in which the leader's action k stands for its k-th answer at what it sees. */
function answeredGame(game: Game, answers: readonly Value[]): Game {
  const leader = soleLeader(game);
  const { observation } = game.players[leader]!;
  const count = cardinality(observation);
  return {
    ...game,
    together: undefined, // of the whole game
    players: game.players.map((player, i) => (i === leader ? { ...player, action: discrete(answers.length / count) } : player)),
    step(state, actions, chance) {
      const given = (actions[leader] as number) * count + indexOf(observation, game.observe(state, leader));
      return game.step(
        state,
        actions.map((taken, i) => (i === leader ? answers[given]! : taken)),
        chance,
      );
    },
  };
}
