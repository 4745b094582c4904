import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killDrill } from './kill.fixture.ts';

const game = 'matrix/IteratedPrisonersDilemma-v1';
const drills = [
  { name: 'contextual', game, oracle: { name: 'contextual', patience: 20 }, budget: { updates: 24 } },
  { name: 'tabular-q', game, oracle: { name: 'tabular-q', episodes: 40 }, budget: { updates: 14 } },
  { name: 'no-regret', game: 'matrix/Escape-v1', oracle: { name: 'no-regret', updates: 20 }, budget: { updates: 40 } },
];
/** Kills at random instants per drill: 200 in all. */
const KILLS = [67, 67, 66];

/** Calls of the file system to kill at, of the first thirty or so checkpoints: seven shares no factor with the calls of one, so all are met. */
const AIMED = Array.from({ length: 20 }, (_unused, i) => 7 * i);

describe('kill -9', () => {
  it.each(drills.map((drill, i) => ({ drill, kills: KILLS[i]! })))(
    '$drill.name: $kills at random instants, 20 in the middle of writing',
    { timeout: 3_600_000 },
    async ({ drill, kills }) => {
      const folder = mkdtempSync(join(tmpdir(), 'firstmover-kills-'));
      const run = { leader: 'ppo', checkpoints: { everyUpdates: 2 }, ...drill };
      try {
        for (const [how, random, aimed] of [
          ['at random', kills, []],
          ['aimed', 0, AIMED],
        ] as const) {
          const { moments, ...count } = await killDrill(run, random, aimed, join(folder, how.replace(' ', '-')));
          console.log(`${drill.name}, ${how}: ${JSON.stringify({ ...count, moments })}`);
          expect(count).toEqual({ kills: random + aimed.length, identical: random + aimed.length, lost: 0 });
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
