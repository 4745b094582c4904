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
      follower: { oracle: 'tabular-q', episodes: 20 },
      leader: 'ppo',
      budget: { updates: 150 },
      checkpoints: { everyUpdates: 5 },
    };
    expect(await killDrill(experiment, 1, 1, folder)).toEqual({ kills: 1, identical: 1, lost: 0 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
