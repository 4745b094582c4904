import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InputError, show } from '@firstmover/core';
import { parseStrictly } from '../json/strict-json.ts';
import type { LogPosition } from '../metrics/log.ts';

/** Where a run stands at a checkpoint. */
export interface CheckpointInfo {
  /** Updates so far. */
  readonly update: number;
  /** What the next update trains. */
  readonly phase: 'pretraining' | 'leader';
  /** Environment steps so far. */
  readonly steps: { readonly pretraining: number; readonly leader: number };
  /** The leader's value in the evaluation of this very update; null where there was none. */
  readonly score: number | null;
  /** How far the files of metrics were written. */
  readonly log: LogPosition;
}

/** What a manifest says. */
export interface Manifest extends CheckpointInfo {
  /** The SHA-256 of the frozen config: a checkpoint belongs to its run. */
  readonly config: string;
  /** The other files by name. */
  readonly files: { readonly [name: string]: { readonly bytes: number; readonly sha256: string } };
}

/** The file with everything that training remembers. */
export const STATE_FILE = 'state.safetensors';

/** The longest manifest, in bytes. */
export const MANIFEST_LIMIT: number = 1 << 16;

const FORMAT = 'firstmover.checkpoint';
const VERSION = 1;

const count = z.number().int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  update: count,
  phase: z.enum(['pretraining', 'leader']),
  steps: z.strictObject({ pretraining: count, leader: count }),
  score: z.number().nullable(),
  log: z.strictObject({ rows: count, metricsBytes: count, timingBytes: count }),
  config: hash,
  files: z.strictObject({ [STATE_FILE]: z.strictObject({ bytes: count, sha256: hash }) }),
  sha256: hash,
});

/** The SHA-256 of something, in hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A manifest as the text of its file: the last entry is the checksum of all others. */
export function manifestText(manifest: Manifest): string {
  const { update, phase, steps, score, log, config, files } = manifest;
  const content = { format: FORMAT, version: VERSION, update, phase, steps, score, log, config, files };
  return `${JSON.stringify({ ...content, sha256: sha256(JSON.stringify(content)) }, null, 2)}\n`;
}

/**
 * Reads a manifest. It must be the very text that {@link manifestText} gives, so that a change of any bit is noticed.
 *
 * @param path - where it is from, for messages
 * @throws InputError for anything else, and for a later version
 */
export function parseManifest(text: string, path: string): Manifest {
  const value = parseStrictly(text, path, { length: MANIFEST_LIMIT, depth: 8 });
  const { format, version } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (format !== FORMAT) throw new InputError(`${path} is no manifest of a checkpoint: its format is ${show(format)}`);
  if (version !== VERSION)
    throw new InputError(`${path} is in version ${show(version)} of the format: expected ${VERSION}; update firstmover`);
  const { success, data } = manifestSchema.safeParse(value);
  if (!success || manifestText(data) !== text) throw new InputError(`${path} does not have its checksum: it is damaged or was changed`);
  return data;
}
