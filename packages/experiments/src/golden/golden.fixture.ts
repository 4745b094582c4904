import { encodeState } from '@firstmover/pipeline';
import { sha256 } from '../checkpoint/manifest.ts';
import type { Experiment } from '../config/experiment.ts';
import { resolveExperiment } from '../config/resolve.ts';
import { bundledRegistry } from '@firstmover/pipeline';
import type { BuiltRun } from '../parts/build.ts';
import { buildRun } from '../parts/build.ts';

/** How far a case is trained: past the end of its pre-training, where it has one. */
export const UPDATES = 6;

const game = 'matrix/Escape-v1';
const duopoly = 'benchmark/Duopoly-v1';
const continuous = ['implicit-gradient', 'sac']; // need a leader with continuous actions
const pretrains = ['contextual', 'recurrent', 'contextual-network'];
const needed: { readonly [follower: string]: object } = { quantal: { lambda: 1 }, 'epsilon-optimal': { epsilon: 0.1 } };
const budget = (name: string): object => (pretrains.includes(name) ? { budget: { pretrainingSteps: 300 } } : {});

const registry = bundledRegistry();

/** Every method, oracle and leader that a config can name, each in a short run; and leaders on networks. */
export const cases: readonly (readonly [name: string, experiment: Experiment])[] = [
  ...registry
    .names('method')
    .map((method) => [`method ${method}`, { game: continuous.includes(method) ? duopoly : game, method, ...budget(method) }] as const),
  ...registry.names('oracle').map((name) => [`oracle ${name}`, { game, oracle: { name, ...needed[name] }, ...budget(name) }] as const),
  ...registry.names('leader').map((name) => {
    const box = continuous.includes(name);
    const oracle = box ? { name: 'inner-loop', updates: 2 } : 'exact';
    return [`leader ${name}`, { game: box ? duopoly : game, oracle, leader: { name } }] as const;
  }),
  ...['ppo', 'a2c', 'reinforce'].map(
    (name) =>
      [
        `network ${name}`,
        {
          game: 'matrix/IteratedPrisonersDilemma-v1',
          oracle: { name: 'tabular-q', episodes: 10 },
          leader: { name, network: { name: 'mlp', hidden: [16, 16], activation: 'tanh' } },
        },
      ] as const,
  ),
];

/** A case at its start. */
export function startCase(experiment: Experiment): Promise<BuiltRun> {
  return buildRun(resolveExperiment(experiment)[0]!, registry);
}

/** The SHA-256 of everything that a run remembers. */
export function stateHash(run: BuiltRun['run']): string {
  return sha256(encodeState(run.save()));
}

/** The hash of a case at its end. */
export async function goldenHash(experiment: Experiment): Promise<string> {
  const { run } = await startCase(experiment);
  for (let update = 0; update < UPDATES; update++) run.update();
  return stateHash(run);
}
