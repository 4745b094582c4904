import type { Workload } from '../compare.ts';
import type { Peers } from '../peers.ts';
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
  const middle = (key: keyof Solution): number | null => {
    const sorted = solutions.map((solution) => solution?.[key] ?? Infinity).sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? Infinity;
    return median === Infinity ? null : median;
  };
  return {
    figures: { steps: { cpu: stepsPerSecond.median, wall: null }, solved: { cpu: middle('cpu'), wall: middle('wall') } },
    version: node,
    stepsToSolve: middle('steps'),
  };
}

/** PPO with two networks of two layers of 64 on four cart-poles. */
export function cartPoleWorkload(peers: Peers): Workload {
  return {
    name: 'cart-pole',
    title: 'PPO on the cart-pole',
    settings:
      'Four copies, 128 steps per update, four epochs of four minibatches of 128, separate networks of two tanh layers of 64, gamma 0.99, lambda 0.95, clip 0.2, entropy x 0.01, Adam at ' +
      '2.5e-4 for the rates and at 1e-3 until solved (a mean return of 475, over the last 40 updates in which an episode ended).',
    figures: [
      { name: 'steps', label: 'training', unit: 'steps/s' },
      { name: 'solved', label: 'until 475', unit: 'seconds' },
    ],
    systems: [
      { name: 'ours', label: 'firstmover', threads: 1, command: peers.ours('cart-pole.ts', ['0.25']), read },
      {
        name: 'cleanrl',
        label: 'CleanRL ppo.py',
        threads: 1,
        command: peers.python('cart_pole_cleanrl.py', [], ['torch', 'gymnasium', 'tensorboard', 'cleanrl']),
      },
      {
        name: 'sb3',
        label: 'Stable-Baselines3 PPO',
        threads: 1,
        command: peers.python('cart_pole_sb3.py', [], ['torch', 'gymnasium', 'stable_baselines3']),
        serves: true,
      },
      { name: 'jax', label: 'PureJaxRL structure in JAX', threads: 1, command: peers.python('cart_pole_jax.py', [], ['jax']) },
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
    notes: [
      "CleanRL's file is run as it is (it also anneals its step size and clips the value loss); Stable-Baselines3 at the same settings; the JAX program is our own in the structure of PureJaxRL and stops as soon as it has solved the task.",
      'Time to 475 is the median of several seeds in each round. An episode cut off at 500 steps bootstraps in ours and in Stable-Baselines3, not in CleanRL and PureJaxRL.',
      'Our steps/s are by CPU time only; seconds until 475 are of the wall, start-up apart.',
    ],
  };
}
