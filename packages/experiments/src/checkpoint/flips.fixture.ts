import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, randomStream } from '@firstmover/core';
import { readCheckpoint } from './checkpoint.ts';

/** Flips random bits of a checkpoint's files, one at a time, and counts how often the loader refuses with its own error. */
export function refusedFlips(folder: string, name: string, config: string, count: number): number {
  const random = randomStream(7, 'flips').at(0, 0);
  const files = ['state.safetensors', 'manifest.json'].map((file) => ({
    path: join(folder, name, file),
    bytes: readFileSync(join(folder, name, file)),
  }));
  const [state, manifest] = [files[0]!, files[1]!];
  let refused = 0;
  for (let trial = 0; trial < count; trial++) {
    const at = random.integer(state.bytes.length + manifest.bytes.length);
    const { path, bytes } = at < state.bytes.length ? state : manifest;
    const flipped = Buffer.from(bytes);
    flipped[at < state.bytes.length ? at : at - state.bytes.length]! ^= 1 << random.integer(8);
    writeFileSync(path, flipped);
    try {
      readCheckpoint(folder, name, config);
    } catch (error) {
      if (error instanceof InputError) refused++;
    }
    writeFileSync(path, bytes);
  }
  return refused;
}
