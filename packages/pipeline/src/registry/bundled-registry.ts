import type { GameDefinition, OraclePart, Registry } from '@firstmover/core';
import { createRegistry } from '@firstmover/core';
import type { LeaderPart } from '@firstmover/algorithms';
import { leaders } from '@firstmover/algorithms';
import { benchmarkGames } from '@firstmover/benchmark-games';
import { oracles } from '@firstmover/followers';
import { matrixGames } from '@firstmover/matrix-games';
import { mechanismGames } from '@firstmover/mechanism-design';
import type { MethodPart } from '@firstmover/methods';
import { methods } from '@firstmover/methods';
import type { NetworkPart } from '@firstmover/networks';
import { networks } from '@firstmover/networks';
import type { ProblemKind } from '@firstmover/problems';
import { problems } from '@firstmover/problems';
import { securityGames } from '@firstmover/security-games';

/** What configs and the command can name, by kind. */
export interface KnownKinds {
  /** Games by versioned id. */
  readonly game: GameDefinition;
  /** How followers respond. */
  readonly oracle: OraclePart;
  /** How the leader learns. */
  readonly leader: LeaderPart;
  /** Oracle, leader and conditions together. */
  readonly method: MethodPart;
  /** Function approximators. */
  readonly network: NetworkPart;
  /** Kinds of documents, files and games that have exact answers. */
  readonly problem: ProblemKind;
}

/** The word for a kind of what commands can name. */
export type KnownKind = keyof KnownKinds;

/** The word for a kind of what configs can name. */
export type ConfigKind = Exclude<KnownKind, 'problem'>;

/** The kinds of what configs can name, in the order of lists. */
export const CONFIG_KINDS: readonly ConfigKind[] = ['game', 'oracle', 'leader', 'method', 'network'];

/** All kinds, in the order of lists. */
export const KNOWN_KINDS: readonly KnownKind[] = [...CONFIG_KINDS, 'problem'];

/** A registry of games and parts of every kind that configs can name. */
export type ConfigRegistry = Registry<KnownKinds>;

/** A registry of everything that comes with firstmover. */
export function bundledRegistry(): ConfigRegistry {
  return createRegistry<KnownKinds>(
    ...matrixGames,
    ...mechanismGames,
    ...benchmarkGames,
    ...securityGames,
    ...oracles,
    ...leaders,
    ...methods,
    ...networks,
    ...problems,
  );
}
