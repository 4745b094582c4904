import type { Readable, Writable } from 'node:stream';
import type { Environment, Game, Space, StepResult, Value } from '@firstmover/core';
import { InputError, SIMPLEX_TOLERANCE, createEnvironment, flatten, spaceToJson, unflatten, width } from '@firstmover/core';
import type { Frame } from '../frames/frames.ts';
import { PROTOCOL, frameReader, jsonFrame, numbersFrame } from '../frames/frames.ts';

const RESET = 0;
const STEP = 1;

/** Where a game is asked and answers. */
export interface ServeStreams {
  /** Where requests come from. */
  readonly input: Readable;
  /** Where answers go; nothing else may be written there. */
  readonly output: Writable;
}

/**
 * Serves one copy of a game to another process, such as the Python package `firstmover` beside this one. It says who plays, then answers
 * `[0, seed]` (-1: the stream continues) with the start of an episode and `[1, ...joint action]` with a step, until the input ends. An
 * answer is one row of numbers: 0, or 1 where the episode ended by its rules, or 2 where it was cut short; then for each player its
 * reward and what it sees. A mistake of the asker is answered with an error in JSON.
 *
 * A mixture may come as weights that do not sum to one: only their proportions count, because Python has no space of mixtures.
 *
 * @param game - the game
 * @param streams - where it is asked and answers
 */
export async function serveGame(game: Game, { input, output }: ServeStreams): Promise<void> {
  const agents = game.players.map(({ name, role, observation, action }) => ({
    name,
    role,
    observation: JSON.parse(spaceToJson(observation)) as unknown,
    action: JSON.parse(spaceToJson(action)) as unknown,
  }));
  output.write(jsonFrame({ protocol: PROTOCOL, name: game.id, agents }));
  const environment = createEnvironment(game);
  const reader = frameReader();
  for await (const piece of input) {
    reader.push(piece as Uint8Array);
    for (let request = reader.next(); request; request = reader.next()) output.write(answer(environment, request));
  }
}

function answer(environment: Environment, request: Frame): Uint8Array {
  const { game } = environment;
  try {
    if (request.kind !== 'numbers') throw new InputError('a request in JSON: expected numbers');
    const [operation, ...rest] = request.numbers;
    if (operation === RESET) {
      const [seed = -1] = rest;
      return numbersFrame(row(game, environment.reset(seed < 0 ? {} : { seed })));
    }
    const moves = game.players.reduce((sum, { action }) => sum + width(action), 0);
    if (operation !== STEP || rest.length !== moves)
      throw new InputError(`request ${operation} with ${rest.length} numbers: expected 0 and a seed, or 1 and ${moves} numbers`);
    let at = 0;
    const actions = game.players.map(({ action }) => {
      const value = proportioned(action, unflatten(action, rest, at));
      at += width(action);
      return value;
    });
    return numbersFrame(row(game, environment.step(actions)));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return jsonFrame({ error: { message: error.message } });
  }
}

function row(
  game: Game,
  { observations, rewards, terminated, truncated }: Partial<StepResult> & Pick<StepResult, 'observations'>,
): Float64Array {
  const numbers = [terminated ? 1 : truncated ? 2 : 0];
  game.players.forEach(({ observation }, i) => {
    numbers.push(rewards?.[i] ?? 0);
    flatten(observation, observations[i]!, numbers, numbers.length);
  });
  return Float64Array.from(numbers);
}

/** A value of a space, with mixtures made to sum to one. */
function proportioned(space: Space, value: Value): Value {
  switch (space.kind) {
    case 'simplex': {
      const weights = value as readonly number[];
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      if (!(total > 0) || Math.abs(total - 1) <= SIMPLEX_TOLERANCE / 2) return value;
      return weights.map((weight) => weight / total);
    }
    case 'dict':
      return Object.fromEntries(
        Object.entries(space.entries).map(([key, entry]) => [key, proportioned(entry, (value as { readonly [key: string]: Value })[key]!)]),
      );
    case 'tuple':
      return space.items.map((item, i) => proportioned(item, (value as readonly Value[])[i]!));
    default:
      return value;
  }
}
