import type { Column, VectorEnvironment } from '@firstmover/core';
import { box, discrete } from '@firstmover/core';

/** What one action leads to. */
export interface MachineMove {
  /** The next state. */
  readonly state: number;
  /** What it earns. */
  readonly reward: number;
  /** Whether and how the episode ends (default: it goes on). */
  readonly end?: 'terminated' | 'truncated';
}

/** A small deterministic problem on numbered states, as plain functions. */
export interface Machine {
  /** How many observations there are, or how long their vectors are (when `see` returns vectors). */
  readonly observations: number;
  /** How many actions there are. */
  readonly actions: number;
  /** The first state of the `episode`-th episode of a copy (default 0). */
  start?(copy: number, episode: number): number;
  /** What an action leads to. */
  move(state: number, action: number): MachineMove;
  /** What a state shows (default its own number). */
  see?(state: number): number | readonly number[];
  /** The action that is executed when another is submitted (default the submitted one). */
  execute?(state: number, action: number): number;
  /** Whether the action in a state is learned from (default yes). */
  learned?(state: number): boolean;
}

/** N copies of a machine. */
export function machineEnvironment(machine: Machine, size: number): VectorEnvironment {
  const see = machine.see ?? ((state: number): number => state);
  const vectors = typeof see(machine.start?.(0, 0) ?? 0) !== 'number';
  const width = vectors ? machine.observations : 1;
  const states = new Int32Array(size);
  const episodes = new Int32Array(size);
  const observations: Column = vectors ? new Float64Array(size * width) : new Int32Array(size);
  const rewards = new Float64Array(size);
  const terminated = new Uint8Array(size).fill(1);
  const truncated = new Uint8Array(size);
  const executed = new Int32Array(size);
  const learn = new Uint8Array(size);
  let steps = 0;
  const look = (copy: number): void => {
    const seen = see(states[copy]!);
    if (typeof seen === 'number') observations[copy] = seen;
    else seen.forEach((value, k) => (observations[copy * width + k] = value));
    learn[copy] = (machine.learned?.(states[copy]!) ?? true) ? 1 : 0;
  };
  return {
    size,
    observation: vectors ? box(-10, 10, [width]) : discrete(machine.observations),
    action: discrete(machine.actions),
    observations,
    rewards,
    terminated,
    truncated,
    executed,
    learn,
    get steps() {
      return steps;
    },
    reset(mask) {
      for (let copy = 0; copy < size; copy++) {
        if (mask && mask[copy] !== 1) continue;
        states[copy] = machine.start?.(copy, episodes[copy]!) ?? 0;
        episodes[copy]!++;
        terminated[copy] = truncated[copy] = 0;
        look(copy);
      }
    },
    step(actions) {
      for (let copy = 0; copy < size; copy++) {
        // Left behind on purpose: readers must not count the rewards of copies that are over.
        if (terminated[copy] === 1 || truncated[copy] === 1) continue;
        steps++;
        executed[copy] = machine.execute?.(states[copy]!, actions[copy]!) ?? actions[copy]!;
        const { state, reward, end } = machine.move(states[copy]!, executed[copy]!);
        states[copy] = state;
        rewards[copy] = reward;
        if (end === 'terminated') terminated[copy] = 1;
        if (end === 'truncated') truncated[copy] = 1;
        look(copy);
      }
    },
  };
}

/** One state and one choice, paid at once. */
export function bandit(rewards: readonly number[]): Machine {
  return { observations: 1, actions: rewards.length, move: (state, action) => ({ state, reward: rewards[action]!, end: 'terminated' }) };
}

/**
 * Three states. Action 1 advances and earns the number of the state, action 0 stays and earns a quarter; advancing from state 2 ends the
 * episode and shows state 0. At discount 1/2 it is always best to advance: worth 1, 2, 2 if nothing follows the end, and 8/7, 16/7, 18/7 if
 * state 0 does.
 */
export function ring(end: 'terminated' | 'truncated'): Machine {
  return {
    observations: 3,
    actions: 2,
    move: (state, action) =>
      action === 0 ? { state, reward: 0.25 } : { state: (state + 1) % 3, reward: state, ...(state === 2 ? { end } : {}) },
  };
}

/** One action, one observation, three steps of reward 1. */
export function drip(end: 'terminated' | 'truncated'): Machine {
  return { observations: 1, actions: 1, see: () => 0, move: (state) => ({ state: state + 1, reward: 1, ...(state === 2 ? { end } : {}) }) };
}

/**
 * A walk to the right: action 1 goes on and earns 0, the last one 1; action 0 gives up for 0.4. Walking is best at discount 0.9:
 * 0.9^3 = 0.729 from the start.
 */
export const walk: Machine = {
  observations: 4,
  actions: 2,
  move: (state, action) =>
    action === 0
      ? { state, reward: 0.4, end: 'terminated' }
      : { state: Math.min(state + 1, 3), reward: state === 3 ? 1 : 0, ...(state === 3 ? { end: 'terminated' as const } : {}) },
};

/** What is seen in {@link signs}. */
const SIGNS: readonly (readonly number[])[] = [
  [1, 0.5],
  [-1, 0.5],
  [0.5, -2],
  [-0.5, -2],
];

/** Vectors: the right one of three actions is 0 above zero in the second number, else 1 or 2 by the sign of the first. Paid at once. */
export const signs: Machine = {
  observations: 2,
  actions: 3,
  start: (copy, episode) => (copy + episode) % SIGNS.length,
  see: (state) => SIGNS[state]!,
  move: (state, action) => ({ state, reward: action === [0, 0, 1, 2][state]! ? 1 : 0, end: 'terminated' }),
};
