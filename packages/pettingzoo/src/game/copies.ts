import { show } from '@firstmover/core';
import type { Frame } from '../frames/frames.ts';
import { PettingZooError } from '../process/pettingzoo-error.ts';
import type { Agents, Row } from './agents.ts';
import { readRow } from './agents.ts';

/** The state of a game whose rules run in another process: what makes that process repeat it. */
export interface ReplayedState {
  /** What the environment was reset with. */
  readonly seed: number;
  /** The joint actions since, one after the other. */
  readonly moves: readonly number[];
  /** What each agent sees. */
  readonly seen: Row['seen'];
}

/** What one joint action leads to. */
export interface Outcome {
  /** The next state. */
  readonly state: ReplayedState;
  /** The row of the copy. */
  readonly row: Row;
}

/** Copies of an environment in another process, of which each stands at one state. */
export interface Copies {
  /** Starts an episode for each seed. */
  begin(seeds: readonly number[]): ReplayedState[];
  /** Plays one joint action, flat, from each state. */
  step(states: readonly ReplayedState[], moves: readonly (readonly number[])[]): Outcome[];
}

/** Requests, as the process knows them. */
const BEGIN = 0;
const STEP = 1;

/** Copies that are kept for states that may never be asked for again: so many, or four times the largest request. */
const KEPT = 256;

/**
 * Copies of an environment. Games are functions of their state, environments are not: a copy that stands where a state is goes on from there,
 * and where there is none (after a snapshot, or when two actions are tried from one state) another is reset with the same seed and plays the
 * same moves. An environment that does not come out at the same observations is refused.
 *
 * @param ask - asks the process
 * @param agents - the agents
 */
export function environmentCopies(ask: (request: Float64Array, during: string) => Frame, agents: Agents): Copies {
  const standing = new Map<ReplayedState, number>(); // the copy at each state; the first was used longest ago
  const free: number[] = [];
  let made = 0;
  let limit = KEPT;

  const take = (): number => {
    const idle = free.pop();
    if (idle !== undefined) return idle;
    if (made < limit) return made++;
    const [state, copy] = standing.entries().next().value!;
    standing.delete(state);
    return copy;
  };

  const rows = (operation: number, count: number, numbers: readonly number[], during: string): Row[] => {
    const request = new Float64Array(2 + numbers.length);
    request[0] = operation;
    request[1] = count;
    request.set(numbers, 2);
    const answer = ask(request, during);
    if (answer.kind !== 'numbers' || answer.numbers.length !== count * agents.rowWidth) {
      const found = answer.kind === 'numbers' ? `${answer.numbers.length} numbers` : show(answer.document);
      throw new PettingZooError('protocol', `answered ${found} to ${during}: expected ${count} times ${agents.rowWidth} numbers`);
    }
    return Array.from({ length: count }, (_unused, k) => readRow(agents, answer.numbers, k));
  };

  /** Copies reset and moved on to where states are. */
  const replay = (states: readonly ReplayedState[]): number[] => {
    const numbers: number[] = [];
    const taken = states.map(({ seed, moves }) => {
      const copy = take();
      numbers.push(copy, seed, moves.length / agents.moveWidth);
      for (const move of moves) numbers.push(move);
      return copy;
    });
    rows(BEGIN, states.length, numbers, 'a replay').forEach(({ seen, ended }, k) => {
      const { seed, moves, seen: before } = states[k]!;
      if (ended === 0 && JSON.stringify(seen) === JSON.stringify(before)) return;
      throw new PettingZooError(
        'replay',
        `does not repeat itself: reset with seed ${seed} and ${moves.length / agents.moveWidth} moves it shows ${show(seen)}, before it was ${show(before)}; expected all its randomness from the seed of reset`,
      );
    });
    return taken;
  };

  return {
    begin(seeds) {
      if (seeds.length === 0) return [];
      limit = Math.max(limit, 4 * seeds.length);
      const taken = seeds.map(take);
      const shown = rows(
        BEGIN,
        seeds.length,
        taken.flatMap((copy, k) => [copy, seeds[k]!, 0]),
        'reset',
      );
      return shown.map(({ seen }, k) => {
        const state = { seed: seeds[k]!, moves: [], seen };
        standing.set(state, taken[k]!);
        return state;
      });
    },
    step(states, moves) {
      if (states.length === 0) return [];
      limit = Math.max(limit, 4 * states.length);
      const taken = states.map((state) => {
        const copy = standing.get(state);
        standing.delete(state);
        return copy;
      });
      const lost = states.flatMap((state, k) => (taken[k] === undefined ? [{ state, k }] : []));
      if (lost.length > 0) replay(lost.map(({ state }) => state)).forEach((copy, i) => (taken[lost[i]!.k] = copy));
      const numbers = taken.flatMap((copy, k) => [copy!, ...moves[k]!]);
      return rows(STEP, states.length, numbers, 'a step').map((row, k) => {
        const { seed, moves: before } = states[k]!;
        const state = { seed, moves: [...before, ...moves[k]!], seen: row.seen };
        if (row.ended === 0) standing.set(state, taken[k]!);
        else free.push(taken[k]!);
        return { state, row };
      });
    },
  };
}
