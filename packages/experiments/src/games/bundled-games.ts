import type { Registry } from '@firstmover/core';
import { createRegistry } from '@firstmover/core';
import { benchmarkGames } from '@firstmover/benchmark-games';
import { matrixGames } from '@firstmover/matrix-games';
import { mechanismGames } from '@firstmover/mechanism-design';
import { securityGames } from '@firstmover/security-games';

/** A registry of every game that comes with firstmover. */
export function bundledGames(): Registry {
  const registry = createRegistry();
  registry.register(...matrixGames, ...mechanismGames, ...benchmarkGames, ...securityGames);
  return registry;
}
