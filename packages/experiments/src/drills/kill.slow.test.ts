import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { killDrill } from './kill.fixture.ts';

it('a run that is killed ends as one that was not', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstmover-kill-'));
  try {
    const experiment = {
      name: 'drill',
      game: 'matrix/IteratedPrisonersDilemma-v1',
      oracle: { name: 'tabular-q', episodes: 20 },
      leader: 'ppo',
      budget: { updates: 40 },
      checkpoints: { everyUpdates: 5 },
    };
    // The third call while a checkpoint is written is the write of its state, of which half reaches the disk.
    const { moments, ...count } = await killDrill(experiment, 1, [2], folder);
    expect(count).toEqual({ kills: 2, identical: 2, lost: 0 });
    expect(moments['writing a checkpoint']).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
