import { InputError } from '../errors/errors.ts';
import type { OracleRun, Query, Response } from '../oracle/oracle.ts';
import type { Value } from '../spaces/spaces.ts';

/** Where a run is after some answers. */
export interface Replayed {
  /** What it asks now, or what it returned. */
  readonly turn: IteratorResult<Query, Response>;
  /** The answers to what it asks, of which the first are given. */
  readonly given: Value[];
}

/**
 * Gives a run that has just begun the answers that it got before: a run is a function of its random stream and of these.
 *
 * @param run - the run
 * @param answers - all of them, flat
 * @param width - how many numbers an answer takes
 * @param valueAt - the answer that starts at a number
 * @throws InputError where the run returns before it has heard them all
 */
export function replay(
  run: OracleRun,
  answers: Float64Array,
  width: number,
  valueAt: (numbers: Float64Array, start: number) => Value,
): Replayed {
  let at = 0;
  let turn = run.next();
  while (turn.done !== true) {
    const given = new Array<Value>(turn.value.observations.length);
    for (let i = 0; i < given.length && at < answers.length; i++, at += width) given[i] = valueAt(answers, at);
    if (given.length > 0 && given[given.length - 1] === undefined) return { turn, given };
    turn = run.next(given);
  }
  if (at < answers.length)
    throw new InputError(
      `an oracle had ${answers.length / width} answers when it was saved, and now asks for ${at / width}: expected the same oracle`,
    );
  return { turn, given: [] };
}
