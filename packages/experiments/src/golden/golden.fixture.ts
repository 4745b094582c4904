import { encodeState } from '../checkpoint/checkpoint.ts';
import { sha256 } from '../checkpoint/manifest.ts';
import type { Experiment } from '../config/experiment.ts';
import { resolveExperiment } from '../config/resolve.ts';
import { bundledGames } from '../games/bundled-games.ts';
import type { BuiltRun } from '../parts/build.ts';
import { buildRun } from '../parts/build.ts';
import { FOLLOWER_NAMES } from '../parts/followers.ts';
import { METHOD_NAMES } from '../parts/methods.ts';
import { leaders } from '@firstmover/methods';

/** How far a case is trained: past the end of its pre-training, where it has one. */
export const UPDATES = 6;

const game = 'matrix/Escape-v1';
const duopoly = 'benchmark/Duopoly-v1';
const continuous = ['implicit-gradient', 'sac']; // need a leader with continuous actions
const pretrains = ['contextual', 'recurrent', 'contextual-network'];
const needed: { readonly [follower: string]: object } = { quantal: { lambda: 1 }, 'epsilon-optimal': { epsilon: 0.1 } };
const budget = (name: string): object => (pretrains.includes(name) ? { budget: { pretrainingSteps: 300 } } : {});

/** Every method, follower and leader that a config can name, each in a short run; and leaders on networks. */
export const cases: readonly (readonly [name: string, experiment: Experiment])[] = [
  ...METHOD_NAMES.map(
    (method) => [`method ${method}`, { game: continuous.includes(method) ? duopoly : game, method, ...budget(method) }] as const,
  ),
  ...FOLLOWER_NAMES.map((oracle) => [`follower ${oracle}`, { game, follower: { oracle, ...needed[oracle] }, ...budget(oracle) }] as const),
  ...leaders.map(({ name: algorithm }) => {
    const box = continuous.includes(algorithm);
    return [
      `leader ${algorithm}`,
      { game: box ? duopoly : game, follower: box ? { oracle: 'inner-loop', updates: 2 } : 'exact', leader: { algorithm } },
    ] as const;
  }),
  ...['ppo', 'a2c', 'reinforce'].map(
    (algorithm) =>
      [
        `network ${algorithm}`,
        {
          game: 'matrix/IteratedPrisonersDilemma-v1',
          follower: { oracle: 'tabular-q', episodes: 10 },
          leader: { algorithm, network: { hidden: [16, 16], activation: 'tanh' } },
        },
      ] as const,
  ),
] as unknown as readonly (readonly [string, Experiment])[];

/** A case at its start. */
export function startCase(experiment: Experiment): Promise<BuiltRun> {
  return buildRun(resolveExperiment(experiment)[0]!, bundledGames());
}

/** The SHA-256 of everything that a run remembers. */
export function stateHash(run: BuiltRun['run']): string {
  return sha256(encodeState(run.save()));
}

/** The hash of each case at its end. */
export async function goldenHashes(): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [name, experiment] of cases) {
    const { run } = await startCase(experiment);
    for (let update = 0; update < UPDATES; update++) run.update();
    hashes[name] = stateHash(run);
  }
  return hashes;
}
