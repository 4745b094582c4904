import { box, discrete, randomStream, simplex } from '@firstmover/core';
import type { Player } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { uniformLeaders } from './leaders.ts';

const player = (given: Partial<Player>): Player => ({
  name: 'guard',
  role: 'leader',
  observation: discrete(3),
  action: discrete(2),
  ...given,
});

describe('leaders drawn at random', () => {
  it('answer each observation as before, and are uniform over tables', () => {
    const draw = uniformLeaders(player({}), 'test/Game-v1');
    const counts = new Map<string, number>();
    for (let i = 0; i < 4000; i++) {
      const random = randomStream(1, 'test').at(0, i);
      const leader = draw(random);
      const table = [0, 1, 2].map((seen) => leader.act(seen, random));
      expect([0, 1, 2].map((seen) => leader.act(seen, random))).toEqual(table);
      counts.set(table.join(''), (counts.get(table.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(8);
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(100);
  });

  it('take any actions, but need observations that can be listed', () => {
    const random = randomStream(1, 'test').at(0, 0);
    const mixture = uniformLeaders(player({ action: simplex(3) }), 'test/Game-v1')(random).act(1, random) as number[];
    expect(mixture.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(() => uniformLeaders(player({ observation: box(0, 1, [2]) }), 'test/Game-v1')).toThrow(
      'guard of test/Game-v1 has infinitely many observations',
    );
    expect(() => uniformLeaders(player({ observation: discrete(2_000_000) }), 'test/Game-v1')).toThrow(
      'the limit for random leaders is 1000000',
    );
  });
});
