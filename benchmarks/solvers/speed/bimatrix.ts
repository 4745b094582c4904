import { randomStream } from '@firstmover/core';
import type { PayoffMatrices } from '@firstmover/solvers';
import { solveBimatrix } from '@firstmover/solvers';
import type { SpeedRow } from './speed-row.ts';

function uniformGames(name: string, count: number, size: number): PayoffMatrices[] {
  const random = randomStream(0, `speed/${name}`);
  const matrix = (): number[][] => Array.from({ length: size }, () => Array.from({ length: size }, () => random.uniform()));
  return Array.from({ length: count }, () => ({ leaderPayoff: matrix(), followerPayoff: matrix() }));
}

function row(work: string, asked: number, games: readonly PayoffMatrices[], peerGames: number): SpeedRow {
  return {
    work,
    asked,
    run: () => games.map((game) => solveBimatrix(game, { commitment: 'mixed', ties: 'strong' }).leaderValue),
    peer: { script: 'scipy_multiple_lp.py', games: games.slice(0, peerGames) },
  };
}

/** Games with uniform payoffs, mixed commitment with strong ties. */
export const bimatrixRows: readonly SpeedRow[] = [
  row('strong value of a random 50x50 game', 2, uniformGames('50x50', 1, 50), 1),
  row('a thousand random 8x8 games', 10, uniformGames('8x8', 1000, 8), 100),
];
