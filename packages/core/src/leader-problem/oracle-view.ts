import type { Column } from '../environment/batch.ts';
import { InputError, show } from '../errors/errors.ts';
import type { FollowerOracle } from '../oracle/oracle.ts';
import type { Space, Value } from '../spaces/spaces.ts';
import { box, contains, flatten, width } from '../spaces/spaces.ts';

/** What a centralised critic sees of each copy. */
export interface OracleView {
  /** Numbers: the leader's observation (one-hot where it is an index), 1 while it is queried, what the oracle remembers. */
  readonly space: Space;
  /** One row per copy. */
  readonly observations: Float64Array;
  /** Keeps what the oracle of a copy remembers now. */
  remember(copy: number, memory: Value | undefined): void;
  /** Notes what the leader of a copy sees now. */
  look(copy: number, observations: Column, querying: boolean): void;
}

/**
 * The view of a critic that sees the follower's state (Brero et al. 2022, Section 4: centralised training, decentralised execution).
 *
 * @throws InputError for an oracle that shows nothing of its memory
 */
export function oracleView(oracle: FollowerOracle, observation: Space, copies: number): OracleView {
  const { memory } = oracle;
  if (!memory) {
    throw new InputError(`critic "oracle" has no effect: oracle ${oracle.name} shows nothing of its memory; use critic "leader"`);
  }
  const seen = observation.kind === 'discrete' ? observation.n : width(observation);
  const row = seen + 1 + width(memory);
  const observations = new Float64Array(copies * row);
  return {
    space: box(-Infinity, Infinity, [row]),
    observations,
    remember(copy, value) {
      if (!contains(memory, value)) {
        throw new InputError(`oracle ${oracle.name} shows memory ${show(value)}: expected a value of ${show(memory)}`);
      }
      flatten(memory, value as Value, observations, copy * row + seen + 1);
    },
    look(copy, leaderObservations, querying) {
      const start = copy * row;
      observations.fill(0, start, start + seen);
      if (observation.kind === 'discrete') observations[start + leaderObservations[copy]!] = 1;
      else for (let k = 0; k < seen; k++) observations[start + k] = leaderObservations[copy * seen + k]!;
      observations[start + seen] = querying ? 1 : 0;
    },
  };
}
