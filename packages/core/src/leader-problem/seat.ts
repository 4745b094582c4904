import type { Column } from '../environment/batch.ts';
import { columnOf } from '../environment/batch.ts';
import type { Player } from '../game/game.ts';
import type { FollowerOracle } from '../oracle/oracle.ts';
import type { Space, Value } from '../spaces/spaces.ts';
import { flatten, unflatten, width } from '../spaces/spaces.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { Conditions } from './conditions.ts';
import { Presentation } from './presentation.ts';

/** One leader's place in the problem: what it sees and does in every copy, asked by the oracle or in play. */
export class Seat {
  /** Which of the game's players it is. */
  readonly position: number;
  /** That player. */
  readonly player: Player;
  /** How many numbers an action has. */
  readonly actionWidth: number;
  /** What it observes now, without the phase. */
  readonly current: Column;
  /** The actions that were executed: with consistent answers not always those that the learner chose. */
  readonly executed: Column;
  /** What its learner is shown. */
  readonly presentation: Presentation;
  readonly #observationWidth: number;
  readonly #answers: AnswerCache | undefined;
  readonly #played: AnswerCache | undefined;

  /**
   * @param position - of the leader among the game's players
   * @param critic - whether a critic sees what the oracle remembers
   */
  constructor(oracle: FollowerOracle, position: number, conditions: Conditions, copies: number, critic: boolean) {
    this.position = position;
    this.player = oracle.game.players[position]!;
    const { observation, action } = this.player;
    this.#observationWidth = width(observation);
    this.actionWidth = width(action);
    this.current = columnOf(observation, copies);
    this.executed = columnOf(action, copies);
    this.presentation = new Presentation(oracle, observation, action, conditions, copies, critic);
    this.#answers = this.presentation.answers;
    this.#played = this.presentation.played;
  }

  /** The oracle asks it for its action at an observation. */
  ask(copy: number, observation: Value): void {
    flatten(this.player.observation, observation, this.current, copy * this.#observationWidth);
    this.presentation.show(copy, this.current, true);
  }

  /** It sees the game. */
  look(copy: number, seen: Column): void {
    const size = this.#observationWidth;
    for (let k = copy * size; k < (copy + 1) * size; k++) this.current[k] = seen[k]!;
    this.presentation.show(copy, this.current, false);
  }

  /** Takes its action; where answers are consistent, the first at this observation stands. */
  take(copy: number, actions: ArrayLike<number>): void {
    const from = copy * this.actionWidth;
    for (let k = from; k < from + this.actionWidth; k++) this.executed[k] = actions[k]!;
    this.#answers?.fix(copy, this.presentation.observations, this.executed);
  }

  /** Plays the action that it took. */
  play(copy: number, joint: readonly Column[]): void {
    this.#played?.fix(copy, this.presentation.observations, this.executed);
    const from = copy * this.actionWidth;
    const column = joint[this.position]!;
    for (let k = from; k < from + this.actionWidth; k++) column[k] = this.executed[k]!;
  }

  /** The action that it took, as a value. */
  action(copy: number): Value {
    return valueIn(this.player.action, this.executed, copy * this.actionWidth);
  }

  /** An observation as numbers. */
  numbers(observation: Value): Float64Array {
    const numbers = new Float64Array(this.#observationWidth);
    flatten(this.player.observation, observation, numbers);
    return numbers;
  }
}

/** The value that starts at an entry of a column. */
export function valueIn(space: Space, column: Column, start: number): Value {
  return space.kind === 'discrete' ? column[start]! : unflatten(space, column, start);
}
