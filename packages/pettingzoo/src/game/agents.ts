import type { Player, Space, Value } from '@firstmover/core';
import { InputError, contains, show, spaceFromJson, unflatten, width } from '@firstmover/core';
import type { Frame } from '../frames/frames.ts';
import { PROTOCOL } from '../frames/frames.ts';

/** The agents of an environment as the process names them, in the order of `possible_agents`. */
export interface Agents {
  /** Their names and spaces. */
  readonly list: readonly Pick<Player, 'name' | 'observation' | 'action'>[];
  /** How many numbers a joint action has. */
  readonly moveWidth: number;
  /** How many numbers the process says of a copy: whether it ended, then for each agent what it earned and sees. */
  readonly rowWidth: number;
}

/** One copy, as the process tells it. */
export interface Row {
  /** Whether the episode goes on (0), has ended by the rules (1) or was cut short (2). */
  readonly ended: 0 | 1 | 2;
  /** What each agent earned. */
  readonly rewards: readonly number[];
  /** What each agent sees. */
  readonly seen: readonly Value[];
}

/**
 * Reads what a process says of its agents.
 *
 * @throws InputError for anything else
 */
export function readAgents(frame: Frame): Agents {
  const document = frame.kind === 'json' ? (frame.document as Record<string, unknown> | null) : undefined;
  if (document?.['protocol'] !== PROTOCOL || !Array.isArray(document['agents']))
    throw new InputError(`${show(document)}: expected its agents, in protocol ${PROTOCOL}`);
  const list = (document['agents'] as Record<string, unknown>[]).map((agent) => ({
    name: String(agent['name']),
    observation: spaceFromJson(JSON.stringify(agent['observation'])),
    action: spaceFromJson(JSON.stringify(agent['action'])),
  }));
  return {
    list,
    moveWidth: list.reduce((sum, { action }) => sum + width(action), 0),
    rowWidth: list.reduce((sum, { observation }) => sum + 1 + width(observation), 1),
  };
}

/**
 * Reads the row of a copy.
 *
 * @param agents - the agents
 * @param numbers - rows, one after the other
 * @param index - which
 * @throws InputError for rewards that are not finite and observations that are none, naming the agent
 */
export function readRow({ list, rowWidth }: Agents, numbers: Float64Array, index: number): Row {
  let at = index * rowWidth;
  const ended = numbers[at++] as 0 | 1 | 2;
  if (ended !== 0 && ended !== 1 && ended !== 2) throw new InputError(`end ${show(ended)} of an episode: expected 0, 1 or 2`);
  const rewards: number[] = [];
  const seen: Value[] = [];
  for (const { name, observation } of list) {
    const reward = numbers[at++]!;
    if (!Number.isFinite(reward)) throw new InputError(`agent ${name} earns ${reward}: expected a finite number`);
    const value = unflatten(observation, numbers, at);
    if (!canBe(observation, value)) throw new InputError(`agent ${name} sees ${show(value)}: expected a value of ${show(observation)}`);
    rewards.push(reward);
    seen.push(value);
    at += width(observation);
  }
  return { ended, rewards, seen };
}

/** Whether numbers are a value of a space. The bounds of boxes are not looked at: many environments stretch them, and `checkGame` tells. */
function canBe(space: Space, value: Value): boolean {
  switch (space.kind) {
    case 'box':
      return (value as readonly number[]).every(Number.isFinite);
    case 'dict':
      return Object.entries(space.entries).every(([key, entry]) => canBe(entry, (value as { readonly [key: string]: Value })[key]!));
    case 'tuple':
      return space.items.every((item, i) => canBe(item, (value as readonly Value[])[i]!));
    default:
      return contains(space, value);
  }
}
