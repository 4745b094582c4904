import { median } from '@firstmover/evaluation';
import type { Workload } from '../compare.ts';
import type { Sample } from '../systems.ts';

interface Solution {
  readonly steps: number;
  readonly cpu: number;
  readonly wall: number;
}

interface Printed {
  readonly node: string;
  readonly stepsPerSecond: { readonly median: number };
  readonly solutions: readonly (Solution | null)[];
}

function read({ node, stepsPerSecond, solutions }: Printed): Sample {
  const medianOf = (key: keyof Solution): number | null => {
    const middle = median(solutions.map((solution) => solution?.[key] ?? Infinity));
    return middle === Infinity ? null : middle;
  };
  return {
    figures: { steps: { cpu: stepsPerSecond.median, wall: null }, solved: { cpu: medianOf('cpu'), wall: medianOf('wall') } },
    version: node,
    stepsToSolve: medianOf('steps'),
  };
}

/** PPO with two networks of two layers of 64 on four cart-poles. */
export const cartPoleWorkload: Workload = {
  name: 'cart-pole',
  about: new URL('./cart-pole.md', import.meta.url),
  figures: [
    { name: 'steps', label: 'training', unit: 'steps/s' },
    { name: 'solved', label: 'until 475', unit: 'seconds' },
  ],
  systems: [
    { name: 'ours', label: 'firstmover', threads: 1, command: (peers) => peers.ours('cart-pole.ts', ['0.25']), read },
    {
      name: 'cleanrl',
      label: 'CleanRL ppo.py',
      threads: 1,
      command: (peers) => peers.python('cart_pole_cleanrl.py', [], ['torch', 'gymnasium', 'tensorboard', 'cleanrl']),
    },
    {
      name: 'sb3',
      label: 'Stable-Baselines3 PPO',
      threads: 1,
      command: (peers) => peers.python('cart_pole_sb3.py', [], ['torch', 'gymnasium', 'stable_baselines3']),
      serves: true,
    },
    { name: 'jax', label: 'PureJaxRL structure in JAX', threads: 1, command: (peers) => peers.python('cart_pole_jax.py', [], ['jax']) },
  ],
  comparisons: [
    { about: 'steps/s over CleanRL', ours: ['ours', 'steps'], theirs: ['cleanrl', 'steps'], clock: 'cpu', asked: 15 },
    { about: 'steps/s over Stable-Baselines3', ours: ['ours', 'steps'], theirs: ['sb3', 'steps'], clock: 'cpu', asked: 20 },
    { about: 'steps/s over JAX, compiled', ours: ['ours', 'steps'], theirs: ['jax', 'steps'], clock: 'cpu' },
    {
      about: 'time to 475 over JAX, its compilation counted',
      ours: ['ours', 'solved'],
      theirs: ['jax', 'solved'],
      clock: 'wall',
      asked: 2,
    },
  ],
};
