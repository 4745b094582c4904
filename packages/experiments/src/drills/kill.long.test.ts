import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killDrill } from './kill.fixture.ts';

const game = 'matrix/IteratedPrisonersDilemma-v1';
const drills = [
  { name: 'contextual', game, follower: 'contextual', budget: { updates: 200 } },
  { name: 'tabular-q', game, follower: { oracle: 'tabular-q', episodes: 40 }, budget: { updates: 200 } },
  { name: 'no-regret', game: 'matrix/Escape-v1', follower: { oracle: 'no-regret', updates: 20 }, budget: { updates: 200 } },
];
/** Kills per drill: 200 in all. */
const KILLS = [67, 67, 66];

describe('kill -9 at random instants', () => {
  it.each(drills.map((drill, i) => ({ drill, kills: KILLS[i]! })))(
    '$drill.name: $kills kills',
    { timeout: 3_600_000 },
    async ({ drill, kills }) => {
      const folder = mkdtempSync(join(tmpdir(), 'firstmover-kills-'));
      try {
        const count = await killDrill({ leader: 'ppo', checkpoints: { everyUpdates: 3 }, ...drill }, kills, 1, folder);
        console.log(`${drill.name}: ${count.kills} kills, ${count.identical} runs identical, ${count.lost} lost`);
        expect(count).toEqual({ kills, identical: kills, lost: 0 });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
