import type { Workload } from '../compare.ts';
import type { Sample } from '../systems.ts';

interface Printed {
  readonly node: string;
  readonly results: readonly { readonly name: string; readonly median: number }[];
}

const FIGURES = {
  steps: 'tables, 4 minibatches',
  'linear indices': 'linear on one-hot indices, 4 minibatches',
  'linear vectors': 'linear on one-hot vectors, 4 minibatches',
  unshuffled: 'tables, 4 minibatches without a shuffle',
  'unshuffled linear': 'linear on one-hot indices, 4 minibatches without a shuffle',
  gathered: 'tables, full batch gathered',
  'gathered linear': 'linear on one-hot indices, full batch gathered',
} as const;

function read({ node, results }: Printed): Sample {
  const figures: Record<string, { cpu: number; wall: null }> = {};
  for (const [figure, name] of Object.entries(FIGURES)) {
    const found = results.find((result) => result.name === name);
    if (found) figures[figure] = { cpu: found.median * 1e6, wall: null };
  }
  return { figures, version: node };
}

/** Two PPO learners with tables in 1,024 iterated prisoner's dilemmas. */
export const tabularWorkload: Workload = {
  name: 'tabular',
  about: new URL('./tabular.md', import.meta.url),
  figures: Object.entries(FIGURES).map(([name, label]) => ({ name, label, unit: 'steps/s' })),
  systems: [
    { name: 'ours', label: 'firstmover', threads: 1, command: (peers) => peers.ours('tabular.ts', ['0.25']), read },
    {
      name: 'torch',
      label: 'PyTorch and numpy, vectorised',
      threads: 1,
      command: (peers) => peers.python('tabular_torch.py', [], ['torch']),
      serves: true,
    },
    {
      name: 'jax',
      label: 'PureJaxRL structure in JAX, stock shuffle',
      threads: 1,
      command: (peers) => peers.python('tabular_jax.py', ['permutation'], ['jax']),
      serves: true,
    },
    {
      name: 'jax-unshuffled',
      label: 'the same without a shuffle, generator rbg',
      threads: 1,
      command: (peers) => peers.python('tabular_jax.py', ['none'], ['jax']),
      serves: true,
    },
  ],
  comparisons: [
    { about: 'tables', ours: ['ours', 'steps'], clock: 'cpu', asked: 2.5e6 },
    { about: 'linear on one-hot indices', ours: ['ours', 'linear indices'], clock: 'cpu', asked: 2.5e6 },
    { about: 'linear on one-hot vectors', ours: ['ours', 'linear vectors'], clock: 'cpu' },
    { about: 'tables, full batch gathered by (observation, action, sign)', ours: ['ours', 'gathered'], clock: 'cpu', asked: 15e6 },
    { about: 'tables over PyTorch and numpy', ours: ['ours', 'steps'], theirs: ['torch', 'steps'], clock: 'cpu', asked: 8 },
    { about: 'linear over PyTorch and numpy', ours: ['ours', 'linear indices'], theirs: ['torch', 'steps'], clock: 'cpu', asked: 8 },
    { about: 'tables over JAX with the stock shuffle', ours: ['ours', 'steps'], theirs: ['jax', 'steps'], clock: 'cpu', asked: 10 },
    {
      about: 'linear over JAX with the stock shuffle',
      ours: ['ours', 'linear indices'],
      theirs: ['jax', 'steps'],
      clock: 'cpu',
      asked: 10,
    },
    {
      about: 'tables over JAX, neither shuffled',
      ours: ['ours', 'unshuffled'],
      theirs: ['jax-unshuffled', 'steps'],
      clock: 'cpu',
      asked: 3,
    },
    {
      about: 'linear over JAX, neither shuffled',
      ours: ['ours', 'unshuffled linear'],
      theirs: ['jax-unshuffled', 'steps'],
      clock: 'cpu',
      asked: 3,
    },
  ],
};
