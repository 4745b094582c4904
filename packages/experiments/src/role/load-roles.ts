import { join } from 'node:path';
import type { FollowerOracle, Game, Policy, TablePolicy } from '@firstmover/core';
import { InputError } from '@firstmover/core';
import { encodeSafetensors } from '@firstmover/networks';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { readCheckpoint } from '../checkpoint/checkpoint.ts';
import { bestCheckpoint } from '../checkpoint/keep.ts';
import { lastCheckpoint } from '../checkpoint/last.ts';
import { writeDurably } from '../files/files.ts';
import type { ConfigRegistry } from '@firstmover/pipeline';
import { bundledRegistry, startTraining } from '@firstmover/pipeline';
import { buildRun } from '../parts/build.ts';
import { RUN_FILES, checkSameRun, configHash, readConfig } from '../run-folder/run-folder.ts';
import { restoreTraining } from '../train/loop.ts';

/** What a role is loaded from. */
export interface RoleOptions {
  /** Which checkpoint (default `last`). */
  readonly checkpoint?: 'last' | 'best';
  /** Where names of games and parts are looked up (default everything that comes with firstmover). */
  readonly registry?: ConfigRegistry;
}

/** The roles of a run at a checkpoint, frozen: nothing trains them further. */
interface Roles {
  readonly game: Game;
  readonly leader: () => Policy;
  readonly followers: FollowerOracle | undefined;
}

/**
 * The leader of a run, frozen as it was at a checkpoint.
 *
 * @param folder - the run folder
 * @param mode - `greedy` (default), or `sampled` where the leader randomises
 * @throws InputError for a run without a checkpoint that loads, or whose leader has not begun to learn
 */
export async function loadLeader(folder: string, mode: 'greedy' | 'sampled' = 'greedy', options: RoleOptions = {}): Promise<Policy> {
  return (await loadRoles(folder, mode, options)).leader();
}

/**
 * The followers of a run as an oracle, frozen as they were at a checkpoint.
 *
 * @param folder - the run folder
 * @throws InputError for a run without a checkpoint that loads, or a method whose followers are no oracle
 */
export async function loadFollowers(folder: string, options: RoleOptions = {}): Promise<FollowerOracle> {
  const { followers } = await loadRoles(folder, 'greedy', options);
  if (!followers) throw new InputError(`the method of ${folder} has no follower oracle: only its leader can be loaded`);
  return followers;
}

/**
 * Writes the leader's table for other programs: a safetensors file with `probabilities`, [observation, action].
 *
 * @param folder - the run folder
 * @param path - the file
 * @throws InputError as {@link loadLeader}, and for a leader that is no table
 */
export async function exportLeader(
  folder: string,
  path: string,
  mode: 'greedy' | 'sampled' = 'greedy',
  options: RoleOptions = {},
): Promise<void> {
  const roles = await loadRoles(folder, mode, options);
  const policy = roles.leader();
  if (!('table' in policy)) throw new InputError(`the leader of ${folder} is no table of observations: use loadLeader`);
  const { table, offset, observations, actions } = policy as TablePolicy;
  const data = table.slice(offset * actions, (offset + observations) * actions);
  const metadata = new Map([
    ['game', roles.game.id],
    ['role', 'leader'],
  ]);
  writeDurably(path, encodeSafetensors(new Map([['probabilities', { shape: [observations, actions], data }]]), metadata));
}

async function loadRoles(
  folder: string,
  mode: 'greedy' | 'sampled',
  { checkpoint = 'last', registry = bundledRegistry() }: RoleOptions,
): Promise<Roles> {
  const config = readConfig(folder);
  const built = await buildRun(config, registry);
  const { game, run } = built;
  checkSameRun(folder, config, game);
  restoreTraining(startTraining(config, built), find(join(folder, RUN_FILES.checkpoints), configHash(config), checkpoint));
  return { game, leader: () => run.leader(mode), followers: run.oracle() };
}

/** Loading changes nothing in the folder: a checkpoint that does not load stays where it is. */
function find(folder: string, config: string, which: 'last' | 'best'): Checkpoint {
  const best = which === 'best' ? bestCheckpoint(folder) : undefined;
  const found = best === undefined ? lastCheckpoint(folder, config, undefined) : readCheckpoint(folder, best, config);
  if (!found) throw new InputError(`${folder} has no checkpoint: the run was stopped before its first`);
  return found;
}
