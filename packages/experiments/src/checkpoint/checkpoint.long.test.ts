import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeCheckpoint } from './checkpoint.ts';
import { refusedFlips } from './flips.fixture.ts';
import { sha256 } from './manifest.ts';

it('refuses 10,000 of 10,000 random flips of a bit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstmover-flips-'));
  try {
    const info = {
      update: 1,
      phase: 'leader',
      steps: { pretraining: 0, leader: 1 },
      score: null,
      log: { rows: 1, metricsBytes: 9, timingBytes: 9 },
    } as const;
    writeCheckpoint(folder, sha256('config'), info, { values: Float32Array.from({ length: 64 }, (_unused, i) => i / 7), count: 3 });
    expect(refusedFlips(folder, '000000001', sha256('config'), 10_000)).toBe(10_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
