import type { Savable } from '../saved-state/saved-state.ts';
import type { Space } from '../spaces/spaces.ts';
import type { Column } from './batch.ts';

/**
 * N copies of a problem for one learner: what every learning algorithm trains on. All arrays are overwritten at each call. One that can be saved
 * between any two steps lets its learner be saved.
 */
export interface VectorEnvironment extends Partial<Savable> {
  /** N. */
  readonly size: number;
  /** What the learner sees. */
  readonly observation: Space;
  /** What the learner does. */
  readonly action: Space;
  /** The current observation of each copy; after the end of an episode the final one, until that copy is reset. */
  readonly observations: Column;
  /** What the last step earned in each copy. */
  readonly rewards: Float64Array;
  /** Copies whose episode has ended by the rules: nothing follows. */
  readonly terminated: Uint8Array;
  /** Copies whose episode was cut short: the value of what follows is not zero. */
  readonly truncated: Uint8Array;
  /** The actions that the last step executed: the learner's, unless the problem had fixed them. */
  readonly executed: Column;
  /** Where the action about to be taken is one to learn from (1); 0 for rows that are executed but masked. */
  readonly learn: Uint8Array;
  /** What a critic may see beyond the learner's own observation while learning (centralised training); the policy never does. */
  readonly privileged?: { readonly space: Space; readonly observations: Column };
  /** How many steps were executed so far, all copies together. */
  readonly steps: number;
  /** Starts an episode in the copies whose mask is 1 (default: in all). */
  reset(mask?: Uint8Array): void;
  /** Takes one action in every copy that is not over. */
  step(actions: Column): void;
}

/** A problem that can be saved. */
export type SavableEnvironment = VectorEnvironment & Savable;
