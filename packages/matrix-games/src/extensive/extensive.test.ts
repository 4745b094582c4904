import type { GameNode } from '@firstmover/core';
import { createEnvironment, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { parseEfg } from '../documents/efg.ts';
import { extensiveGame } from './extensive.ts';

const TEXT = `EFG 2 R "Signals" { "Leader" "Follower" } ""
c "" 1 "" { "good" 1/3 "bad" 2/3 } 0
p "" 1 1 "good" { "say" "hide" "third" } 0
p "" 2 1 "heard" { "buy" "leave" } 1 "" { 1, 0 }
t "" 2 "" { 2, 3 }
t "" 3 "" { 0, 0 }
t "" 4 "" { 1, 1 }
t "" 5 "" { -1, 1 }
p "" 1 2 "bad" { "say" "hide" } 0
p "" 2 1 "heard" { "buy" "leave" } 0
t "" 6 "" { 4, -3 }
t "" 3
t "" 4
`;
const tree = { id: 'my/Signals-v1' as const, form: parseEfg(TEXT, 'signals.efg') };

describe('a tree as a game', () => {
  it('keeps the rules of a game', () => {
    for (const commitment of ['pure', 'sampled'])
      expect(() => checkGame(extensiveGame(tree).create({ commitment }), { steps: 1000 })).not.toThrow();
  });

  it('lets the player whose turn it is see its information set, and pays at the end', () => {
    const game = extensiveGame(tree).create();
    expect(game.players.map(({ observation, action }) => [observation, action])).toEqual([
      [
        { kind: 'discrete', n: 3, labels: ['good', 'bad', 'not to move'] },
        { kind: 'discrete', n: 3, labels: ['say', 'hide', 'third'] },
      ],
      [
        { kind: 'discrete', n: 2, labels: ['heard', 'not to move'] },
        { kind: 'discrete', n: 2, labels: ['buy', 'leave'] },
      ],
    ]);
    const environment = createEnvironment(game, { seed: 3 });
    for (let round = 0; round < 20; round++) {
      const { observations } = environment.reset();
      const good = observations[0] === 0;
      expect(observations[1]).toBe(1);
      const heard = environment.step([0, 1]);
      expect(heard).toMatchObject({ observations: [2, 0], rewards: [0, 0], terminated: false });
      expect(environment.step([2, 0])).toMatchObject({ rewards: good ? [3, 3] : [4, -3], terminated: true });
      environment.reset();
    }
    // The third action does not exist after bad news, and counts as the last one.
    const model = finiteModel(game);
    expect(model.states.length).toBeLessThan(13);
    expect(game.descriptor).toMatchObject({ utility: 'general-sum', commitment: 'pure', rewardBounds: [-3, 4], summary: 'Signals' });
  });

  it('refuses a tree in which nothing is decided', () => {
    const root: GameNode = { kind: 'leaf', payoffs: [1, 2] };
    expect(() => extensiveGame({ id: 'my/Leaf-v1', form: { root } })).toThrow(
      'my/Leaf-v1 has one leaf: expected a tree in which something is decided',
    );
  });
});
