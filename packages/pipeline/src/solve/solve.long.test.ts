import { expect, it } from 'vitest';
import { iteratedPrisonersDilemma, twelveGames } from '@firstmover/matrix-games';
import { solve } from './solve.ts';

it('solves the twelve games exactly for ten seeds, 120 of 120', async () => {
  const missed: string[] = [];
  for (const definition of twelveGames) {
    for (let seed = 0; seed < 10; seed++) {
      const { evidence, exactContexts } = await solve(definition.create(), { seed });
      if (evidence.kind !== 'optimal' || exactContexts?.optimal !== 32) missed.push(`${definition.id} seed ${seed}`);
    }
  }
  expect(missed).toEqual([]);
});

it('solves the prisoner’s dilemma for at least 198 of 200 other seeds', async () => {
  let solved = 0;
  for (let seed = 1000; seed < 1200; seed++) if ((await solve(iteratedPrisonersDilemma.create(), { seed })).leaderRegret === 0) solved++;
  expect(solved).toBeGreaterThanOrEqual(198);
});
