import type { RunConfig } from '../config/experiment.ts';
import type { RunResult } from '../run-folder/run-folder.ts';

/** How a run that was handed in ended. */
export type RunEnd =
  | { readonly kind: 'finished'; readonly result: RunResult }
  /** It failed again and again, always in the way of the message. */
  | { readonly kind: 'failed'; readonly message: string }
  /** The executor was stopped first. */
  | { readonly kind: 'stopped' };

/** Where the runs of a sweep are trained: in processes of this machine, or by workers behind a queue. */
export interface Executor {
  /**
   * Trains a run, from its last checkpoint where there is one, into a folder of its name in the folder of the sweep. Never rejects for what goes wrong
   * with the run.
   */
  run(config: RunConfig): Promise<RunEnd>;
  /** Stops what is under way, with a checkpoint; runs that have not ended end as stopped. */
  stop(): void;
  /** Gives back what it holds: processes, connections. */
  close(): Promise<void>;
}
