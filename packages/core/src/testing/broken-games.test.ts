import { describe, expect, it } from 'vitest';
import { brokenGames } from './broken-games.fixture.ts';
import { examineGame } from './check-game.ts';
import { honestGames } from './honest-games.fixture.ts';

describe('the conformance kit', () => {
  it('is tried on at least 30 broken games', () => {
    expect(brokenGames.length).toBeGreaterThanOrEqual(30);
  });

  it.each(honestGames.map(([what, game, options]) => ({ what, game, options })))('passes $what', ({ game, options }) => {
    expect(examineGame(game, { steps: 1000, ...options }).filter(({ outcome }) => outcome === 'broken')).toEqual([]);
  });

  it.each(brokenGames.map(([what, rule, game, options]) => ({ what, rule, game, options })))(
    'catches $what by the rule $rule',
    ({ rule, game, options }) => {
      const broken = examineGame(game, { steps: 1000, ...options }).filter(({ outcome }) => outcome === 'broken');
      expect(broken.map((finding) => finding.rule)).toContain(rule);
    },
  );
});
