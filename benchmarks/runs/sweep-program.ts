// Runs a small sweep with so many workers and prints the SHA-256 of its results, hashes of all final states included: versions.ts bundles and starts it.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSweep } from '@firstmover/experiments';

const out = mkdtempSync(join(tmpdir(), 'firstmover-versions-'));
const sweep = {
  name: 'versions',
  experiment: {
    game: 'matrix/IteratedPrisonersDilemma-v1',
    oracle: { name: 'tabular-q', episodes: 20 },
    leader: 'ppo',
    budget: { updates: 5 },
    seeds: [0, 1],
  },
  space: { 'leader.learningRate': [0.01, 0.1] },
};
const { folder } = await runSweep(sweep, { out, workers: Number(process.argv[2]) });
process.stdout.write(
  createHash('sha256')
    .update(readFileSync(join(folder, 'results.json')))
    .digest('hex'),
);
rmSync(out, { recursive: true });
