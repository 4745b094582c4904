import { InputError, show } from '../errors/errors.ts';
import type { FollowerOracle, OracleRun, Query, Response } from '../oracle/oracle.ts';
import type { Random } from '../random/random.ts';
import { randomStream } from '../random/random.ts';
import type { Value } from '../spaces/spaces.ts';
import { contains } from '../spaces/spaces.ts';
import type { Conditions } from './conditions.ts';
import { NumberLogs } from './number-logs.ts';
import { replay } from './replay.ts';
import type { Seat } from './seat.ts';
import { valueIn } from './seat.ts';

/**
 * The first part of every outer episode, in which the oracle of a copy asks the leader and hears its answers. In the end the oracle
 * returns the followers' policies.
 */
export class OuterEpisodes {
  /** How many episodes were begun. */
  readonly episodes: Uint32Array;
  /** The answers of the present episode, from which an oracle is run again where a problem is restored. */
  readonly heard: NumberLogs;
  /** What the last oracle that returned left for the next. */
  readonly carried: unknown[];
  /** What the present oracle was given of it. */
  readonly found: unknown[];
  readonly #oracle: FollowerOracle;
  readonly #conditions: Conditions;
  readonly #seat: Seat;
  readonly #firstCopy: number;
  readonly #rewards: Float64Array;
  readonly #streams: readonly ReturnType<typeof randomStream>[];
  readonly #runs: (OracleRun | undefined)[];
  readonly #queries: (Query | undefined)[];
  readonly #answers: Value[][];
  readonly #answered: Uint32Array;

  /**
   * @param seat - the leader that is asked
   * @param rewards - gets what queries earn, where the conditions let them
   */
  constructor(oracle: FollowerOracle, conditions: Conditions, seat: Seat, rewards: Float64Array, seed: number, firstCopy: number) {
    const copies = rewards.length;
    this.#oracle = oracle;
    this.#conditions = conditions;
    this.#seat = seat;
    this.#firstCopy = firstCopy;
    this.#rewards = rewards;
    this.episodes = new Uint32Array(copies);
    this.heard = new NumberLogs(copies);
    this.carried = new Array<unknown>(copies);
    this.found = new Array<unknown>(copies);
    this.#streams = Array.from({ length: copies }, () => randomStream(seed, 'oracle'));
    this.#runs = new Array<OracleRun | undefined>(copies);
    this.#queries = new Array<Query | undefined>(copies);
    this.#answers = new Array<Value[]>(copies);
    this.#answered = new Uint32Array(copies);
  }

  /** Whether the oracle of a copy waits for an answer. */
  asks(copy: number): boolean {
    return this.#queries[copy] !== undefined;
  }

  /** Begins an episode; the response, where the oracle asks nothing. */
  begin(copy: number): Response | undefined {
    const random = this.#streams[copy]!.at(this.#firstCopy + copy, this.episodes[copy]!++);
    if (this.#queries[copy]) this.#runs[copy]!.return({ policies: [] });
    this.#queries[copy] = undefined;
    this.heard.clear(copy);
    this.found[copy] = this.#conditions.oracleRestarts ? undefined : this.carried[copy];
    this.#runs[copy] = this.#start(copy, random);
    return this.#advance(copy);
  }

  /** Takes the leader's action as the answer to what was asked; the response, where it was the last. */
  answer(copy: number): Response | undefined {
    const given = this.#answers[copy]!;
    given[this.#answered[copy]!++] = this.#seat.action(copy);
    this.heard.append(copy, this.#seat.executed, copy * this.#seat.actionWidth, this.#seat.actionWidth);
    if (this.#answered[copy]! === given.length) return this.#advance(copy, given);
    this.#ask(copy);
    return undefined;
  }

  /** Runs the oracle of a copy again, up to where it was when the problem was saved; the response, where it had returned. */
  resume(copy: number): Response | undefined {
    const random = this.#streams[copy]!.at(this.#firstCopy + copy, this.episodes[copy]! - 1);
    const run = this.#start(copy, random);
    const { actionWidth, player } = this.#seat;
    const { turn, given } = replay(run, this.heard.of(copy), actionWidth, (numbers, start) => valueIn(player.action, numbers, start));
    this.#runs[copy] = run;
    this.#queries[copy] = turn.done === true ? undefined : turn.value;
    if (turn.done === true) return this.#keep(copy, turn.value);
    this.#answers[copy] = given;
    this.#answered[copy] = given.filter((answer) => answer !== undefined).length;
    return undefined;
  }

  /** Forgets the oracle of a copy, before it is resumed. */
  forget(copy: number): void {
    this.#runs[copy] = this.#queries[copy] = undefined;
  }

  /** What is asked of a copy: how many answers, how many of them are given, and the observation at hand; empty in play. */
  pending(copy: number): number[] {
    const query = this.#queries[copy];
    if (!query) return [];
    return [query.observations.length, this.#answered[copy]!, ...this.#seat.numbers(query.observations[this.#answered[copy]!]!)];
  }

  #start(copy: number, random: Random): OracleRun {
    return this.#oracle.respond(this.#conditions.oracleRestarts ? { random } : { random, carried: this.found[copy] });
  }

  /** Runs an oracle until it asks again or returns. */
  #advance(copy: number, given?: readonly Value[]): Response | undefined {
    const run = this.#runs[copy]!;
    let turn: IteratorResult<Query, Response> = given ? run.next(given) : run.next();
    let reward = turn.value.reward ?? 0;
    while (turn.done !== true && turn.value.observations.length === 0) {
      turn = run.next([]);
      reward += turn.value.reward ?? 0;
    }
    if (!this.#conditions.queriesEarnNothing) this.#rewards[copy] = reward;
    this.#queries[copy] = turn.done === true ? undefined : turn.value;
    if (turn.done === true) return this.#keep(copy, turn.value);
    for (const asked of turn.value.observations) {
      if (contains(this.#seat.player.observation, asked)) continue;
      const { name, observation } = this.#seat.player;
      throw new InputError(`oracle ${this.#oracle.name} asks ${show(asked)}: expected an observation of ${name}, ${show(observation)}`);
    }
    this.#seat.presentation.critic?.remember(copy, turn.value.memory);
    this.#answers[copy] = new Array<Value>(turn.value.observations.length); // the oracle may keep it
    this.#answered[copy] = 0;
    this.#ask(copy);
    return undefined;
  }

  #ask(copy: number): void {
    this.#seat.ask(copy, this.#queries[copy]!.observations[this.#answered[copy]!]!);
  }

  #keep(copy: number, response: Response): Response {
    if (!this.#conditions.oracleRestarts) this.carried[copy] = response.carry;
    return response;
  }
}
