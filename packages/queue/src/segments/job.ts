import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, checkpointNames, RUN_FILES } from '@firstmover/experiments';
import type { RunConfig } from '@firstmover/experiments';

/** The name of the queue. */
export const QUEUE = 'firstmover';

/** How often a job may be found without a living worker before BullMQ gives it up. Machines come and go, and runs of days meet many. */
export const STALLED_LIMIT = 10;

/** What is in a job. BullMQ keeps it as clear text. */
export interface SegmentJob {
  /** The id of the sweep: its name and a hash of it. */
  readonly sweep: string;
  /** The name of the sweep's folder. */
  readonly folder: string;
  /** The frozen config of the run. */
  readonly config: RunConfig;
  /** The number of the segment. */
  readonly segment: number;
}

/** The id of the job of a segment: there is one at most. */
export function jobId({ sweep, config, segment }: SegmentJob): string {
  return `${sweep}.${config.name}.${segment}`;
}

/** How jobs are kept and tried again: the segments in Redis say when it is enough. */
export const JOB_OPTIONS: {
  readonly attempts: number;
  readonly backoff: { readonly type: 'fixed'; readonly delay: number };
  readonly removeOnComplete: boolean;
} = { attempts: 1000, backoff: { type: 'fixed', delay: 500 }, removeOnComplete: true };

/** The folder of a run's attempts in that of its sweep; the name of the run folder comes once more below each. */
export function attemptFolder(sweepFolder: string, run: string, attempt = ''): string {
  return join(sweepFolder, '.attempts', run, attempt);
}

/** The hash of the state that a run folder holds: that of its last checkpoint and of the config that it belongs to. */
export function stateOf(runFolder: string): string {
  const checkpoints = join(runFolder, RUN_FILES.checkpoints);
  const last = checkpointNames(checkpoints).at(-1);
  if (last === undefined) return `nothing in ${readdirSync(runFolder).length} files`;
  const { config, files } = readManifest(checkpoints, last);
  return createHash('sha256')
    .update(JSON.stringify([last, config, files]))
    .digest('hex');
}
