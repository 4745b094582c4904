import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a process that trains is doing. */
export const MOMENTS = [
  'start',
  'pre-training',
  'inner loop',
  'play and learning',
  'between updates',
  'writing a checkpoint',
  'removing a checkpoint',
  'writing the result',
] as const;

/** One of {@link MOMENTS}. */
export type Moment = (typeof MOMENTS)[number];

/** The file in which the process marks it, as one letter. */
const MARKER = '.moment';

/** Where the process that trains into a folder marks what it is doing. */
export function markerOf(out: string): string {
  return join(out, MARKER);
}

/** A moment as a letter. */
export function letterOf(moment: Moment): Uint8Array {
  return Uint8Array.of(97 + MOMENTS.indexOf(moment));
}

/** What the process that trained into a folder was doing last. */
export function lastMoment(out: string): Moment {
  const moment = MOMENTS[readFileSync(markerOf(out)).at(0)! - 97];
  if (!moment) throw new Error(`no moment is marked in ${out}`);
  return moment;
}

/** What a call of the file system begins, if it does. */
export function begunBy(call: string, path: unknown, other: unknown): Moment | undefined {
  if (call === 'mkdirSync' && /checkpoints[/\\]\.\d+\.\d+\.tmp$/.test(String(path))) return 'writing a checkpoint';
  if (call === 'renameSync' && /checkpoints[/\\]\.\d+\.old$/.test(String(other))) return 'removing a checkpoint';
  if (call === 'openSync' && /\.result\.json\.\d+\.tmp$/.test(String(path))) return 'writing the result';
  return undefined;
}
