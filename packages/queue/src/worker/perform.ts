import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TaskEnd, TrainingProcess } from '@firstmover/experiments';
import { resolveExperiment } from '@firstmover/experiments';
import type { SegmentJob } from '../segments/job.ts';
import { attemptFolder, stateOf } from '../segments/job.ts';
import type { Claim, Commit, Segments } from '../segments/segments.ts';

/** What came of a job. */
export type JobEnd =
  /** The segment is accepted; the run goes on with another one, or has ended. */
  | { readonly kind: 'accepted'; readonly next: boolean }
  /** Somebody else has claimed or finished the segment: what was made here is dropped. */
  | { readonly kind: 'not ours' }
  /** The run is not tried again. */
  | { readonly kind: 'quarantined'; readonly message: string }
  /** The job is to be tried again. */
  | { readonly kind: 'again'; readonly message: string };

/**
 * Trains a segment of a run in a folder that is this attempt's alone, a copy of what was accepted before, and commits it. It may be done twice, at
 * once or later: one of them is accepted.
 *
 * @param out - the folder of sweeps
 * @param seconds - how long
 */
export async function perform(
  job: SegmentJob,
  segments: Segments,
  process_: TrainingProcess,
  out: string,
  seconds: number,
): Promise<JobEnd> {
  const [config] = resolveExperiment(job.config);
  const run = config!.name;
  const sweepFolder = join(out, basename(job.folder));
  const claim = await segments.claim(run, job.segment, randomUUID());
  if (!claim) return { kind: 'not ours' };
  let end: TaskEnd;
  const attempt = attemptFolder(sweepFolder, run, claim.token);
  try {
    if (!existsSync(sweepFolder)) throw new Error(`this worker has no folder of the sweep ${basename(job.folder)}: --out must be shared`);
    mkdirSync(attempt, { recursive: true });
    if (claim.from !== '') copyRun(join(attemptFolder(sweepFolder, run, claim.from), run), join(attempt, run), claim.input);
    end = await process_.train({ config: config!, out: attempt, seconds });
  } catch (error) {
    end = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
  if (end.kind === 'failed') return failed(segments, run, claim, end.message.replaceAll(claim.token, 'attempt'));
  const accepted = await segments.commit(run, claim, committed(end, claim, join(attempt, run)));
  return accepted ? { kind: 'accepted', next: end.kind !== 'finished' } : { kind: 'not ours' };
}

function committed(end: Exclude<TaskEnd, { kind: 'failed' }>, claim: Claim, runFolder: string): Commit {
  if (end.kind === 'finished')
    return { state: 'finished', from: claim.token, input: stateOf(runFolder), result: JSON.stringify(end.result) };
  return { from: claim.token, input: stateOf(runFolder) };
}

async function failed(segments: Segments, run: string, claim: Claim, message: string): Promise<JobEnd> {
  const kind = await segments.fail(run, claim, message);
  return kind === 'not ours' ? { kind } : { kind, message };
}

/** Copies a run folder that no process writes to any more. */
function copyRun(from: string, to: string, state: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => basename(path) !== 'lock' && !/^\..*\.tmp$/.test(basename(path)) });
  if (stateOf(to) !== state) throw new Error('the state of the run on the shared disk is not the one that was accepted');
}
