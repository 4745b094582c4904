import type { Files } from '../files/files.ts';
import type { ConfigRegistry } from '@firstmover/pipeline';
import type { TrainProgress } from './progress.ts';

/** How to train. */
export interface TrainOptions {
  /** The folder of run folders (default `runs`). */
  readonly out?: string;
  /** Go on from the last checkpoint where the run folder exists (default false: it must not exist). */
  readonly resume?: boolean;
  /** Where names of games and parts are looked up (default everything that comes with firstmover). */
  readonly registry?: ConfigRegistry;
  /** Stops after the update under way, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Called about ten times a second. */
  readonly onProgress?: (progress: TrainProgress) => void;
  /** Called with what was passed over: checkpoints that do not load. */
  readonly onWarning?: (message: string) => void;
  /** The file system to write to (default this machine's). */
  readonly files?: Files;
}
