import type { FiniteModel, Policy } from '@firstmover/core';
import { indexOf, valueAt } from '@firstmover/core';

/** A finite automaton that plays: at every observation it moves to another node and takes that node's action. Node 0 is the start. */
export interface Automaton {
  /** Per node, the action taken on entering it (node 0: none). */
  readonly actions: readonly number[];
  /** The moves out of node n are entries `first[n]` to `first[n+1]` of the next two. */
  readonly first: readonly number[];
  /** Per move, the observation that leads to it. */
  readonly observations: readonly number[];
  /** Per move, the node entered. */
  readonly targets: readonly number[];
}

/**
 * A policy with memory that runs an automaton. After an observation that the automaton has no move for, it takes action 0 until it is
 * reset: such an observation cannot occur against the leader that the automaton was made for.
 */
export function automatonPolicy(model: FiniteModel, player: number, automaton: Automaton): Policy {
  const { observation: observationSpace, action: actionSpace } = model.game.players[player]!;
  const { actions, first, observations, targets } = automaton;
  let node = 0;
  return {
    act(observation) {
      if (node >= 0) {
        const seen = indexOf(observationSpace, observation);
        let move = first[node]!;
        const end = first[node + 1]!;
        while (move < end && observations[move] !== seen) move++;
        node = move < end ? targets[move]! : -1;
      }
      return valueAt(actionSpace, node < 0 ? 0 : actions[node]!);
    },
    reset() {
      node = 0;
    },
  };
}
