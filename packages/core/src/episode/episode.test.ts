import { describe, expect, it } from 'vitest';
import { defineGame } from '../game/game.ts';
import { deterministicPolicy } from '../policy/policy.ts';
import { discrete } from '../spaces/spaces.ts';
import { refusal } from '../testing/refusal.ts';
import { market, toyGames, weather } from '../testing/toy-games.ts';
import { playEpisode } from './episode.ts';
import { filmStrip, filmText } from './filmstrip.ts';

const countdown = defineGame({
  id: 'toy/Countdown-v1',
  rules: () => ({
    players: [
      { name: 'a<b', role: 'leader', observation: discrete(100), action: discrete(2, ['wait', 'go']) },
      { name: 'other', role: 'follower', observation: discrete(1), action: discrete(1) },
    ],
    initial: () => ({ left: 20 }),
    step: ({ left }: { readonly left: number }) => ({ state: { left: left - 1 }, rewards: [1 / 3, 0], terminated: left === 1 }),
    observe: ({ left }, player) => (player === 0 ? left : 0),
    draw: ({ left }, actions) => ({
      svg: `<rect class="ink" width="${left}" height="5"/>`,
      height: 5,
      text: `${left} left\n${actions ? 'moved' : 'new'}`,
    }),
  }),
}).create();

describe('playEpisode', () => {
  it.each(toyGames.map((game) => [game.id, game] as const))(
    'plays %s from its first state to its end, the same for the same seed',
    (_id, game) => {
      const moments = playEpisode(game, { seed: 3 });
      expect(moments).toEqual(playEpisode(game, { seed: 3 }));
      expect(moments[0]).toMatchObject({ actions: undefined, rewards: undefined, terminated: false, truncated: false });
      expect(moments.slice(0, -1).some(({ terminated, truncated }) => terminated || truncated)).toBe(false);
      expect(moments.at(-1)!.terminated || moments.at(-1)!.truncated).toBe(true);
    },
  );

  it('lets policies act, and stops where it is told to', () => {
    const [, first, second] = playEpisode(market.create(), { policies: [undefined, deterministicPolicy([2, 1], 3)], steps: 2 });
    expect([first!.actions![1], second!.actions![1], second!.terminated]).toEqual([2, 1, false]);
    expect(playEpisode(weather.create(), { steps: 0 })).toHaveLength(1);
    expect(refusal(() => playEpisode(weather.create(), { steps: -1 }))).toBe('steps -1: expected an integer of at least 0');
  });
});

describe('the film of an episode', () => {
  it('shows the first and the last moments, with the drawing of the game', () => {
    const text = filmText(countdown, playEpisode(countdown));
    expect(text).toMatch(
      /^start\n {2}a<b; sees 20\n {2}other; sees 0\n {4}20 left\n {4}new\nstep 1\n {2}a<b: (wait|go), earns 0.3333; sees 19\n/,
    );
    expect(text).toContain('(9 steps)\nstep 18\n');
    expect(text).toMatch(/step 20, over\n.*\n.*\n {4}0 left\n {4}moved\n$/);
  });

  it('is one SVG, escaped, for light and dark pages', () => {
    const svg = filmStrip(countdown, playEpisode(countdown));
    expect(svg.match(/<svg /g)).toHaveLength(1);
    expect(svg).toContain('a&lt;b');
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg.match(/class="card"/g)).toHaveLength(12);
    expect(svg).toContain('<rect class="ink" width="20" height="5"/>');
  });

  it.each(toyGames.map((game) => [game.id, game] as const))('exists for a game without a drawing: %s', (_id, game) => {
    const moments = playEpisode(game);
    expect(filmStrip(game, moments)).toContain('sees ');
    expect(filmText(game, moments)).toContain('; sees ');
  });
});
