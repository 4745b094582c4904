import { randomStream } from '@firstmover/core';
import type { PayoffMatrices } from '@firstmover/solvers';
import { solveBimatrix } from '@firstmover/solvers';
import type { SpeedRow } from './speed-row.ts';

function uniformGames(name: string, count: number, size: number): PayoffMatrices[] {
  const random = randomStream(0, `speed/${name}`);
  const matrix = (): number[][] => Array.from({ length: size }, () => Array.from({ length: size }, () => random.uniform()));
  return Array.from({ length: count }, () => ({ leaderPayoff: matrix(), followerPayoff: matrix() }));
}

function row(about: Pick<SpeedRow, 'name' | 'work' | 'asked' | 'quick'>, games: readonly PayoffMatrices[], peerGames: number): SpeedRow {
  return {
    ...about,
    run: () => games.map((game) => solveBimatrix(game, { commitment: 'mixed', ties: 'strong' }).leaderValue),
    peer: { script: 'scipy_multiple_lp.py', games: games.slice(0, peerGames) },
  };
}

/** Games with uniform payoffs, mixed commitment with strong ties. */
export const bimatrixRows: readonly SpeedRow[] = [
  row({ name: 'bimatrix-50x50', work: 'strong value of a random 50x50 game', asked: 2, quick: true }, uniformGames('50x50', 1, 50), 1),
  row({ name: 'bimatrix-8x8', work: 'a thousand random 8x8 games', asked: 10 }, uniformGames('8x8', 1000, 8), 100),
];
