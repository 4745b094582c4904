import { describe, expect, it } from 'vitest';
import { finiteModel } from '@firstmover/core';
import { escape, iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { weather } from '../contextual/games.fixture.ts';
import { episodeLength } from './episode-length.ts';
import { claims, spelling } from './games.fixture.ts';

describe('the length of episodes', () => {
  it.each([
    ['one round', escape.create(), 1],
    ['ten rounds', iteratedPrisonersDilemma.create(), 10],
    ['a thousand rounds', iteratedPrisonersDilemma.create({ steps: 1000 }), 1000],
    ['three players', spelling, 3],
    ['private types', claims.create(), 2],
    ['a random end', weather, undefined],
  ])('of a game of %s', (_what, game, length) => {
    expect(episodeLength(finiteModel(game))).toBe(length);
  });
});
