// A stand-in for the `firstmover` command that only serves, from the sources.
import { createRegistry, parametersFromText } from '@firstmover/core';
import { benchmarkGames } from '@firstmover/benchmark-games';
import { matrixGames } from '@firstmover/matrix-games';
import { mechanismGames } from '@firstmover/mechanism-design';
import { securityGames } from '@firstmover/security-games';
import { serveGame } from './serve-game.ts';

const games = createRegistry();
games.register(...matrixGames, ...mechanismGames, ...benchmarkGames, ...securityGames);
const [, , , id, ...flags] = process.argv;
const parameters = Object.fromEntries(flags.filter((flag) => flag !== '--param').map((text) => text.split('=') as [string, string]));
try {
  const game = games.find('game', id!);
  await serveGame(game.create(parametersFromText(game.parameters, parameters)), { input: process.stdin, output: process.stdout });
} catch (error) {
  console.error(`firstmover: ${(error as Error).message}`);
  process.exitCode = 2;
}
