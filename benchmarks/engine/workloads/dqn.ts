import type { Workload } from '../compare.ts';
import type { Peers } from '../peers.ts';

/** DQN at the defaults of Stable-Baselines3. */
export function dqnWorkload(peers: Peers): Workload {
  return {
    name: 'dqn',
    title: "DQN on the cart-pole, at Stable-Baselines3's defaults",
    settings:
      'One copy, two ReLU layers of 64, a gradient step on 32 transitions every four steps after the first 100, a memory of a million, Adam at 1e-4, Huber loss, norm clip 10, the target ' +
      'copied every 10,000 steps.',
    figures: [{ name: 'steps', label: 'training', unit: 'steps/s' }],
    systems: [
      { name: 'ours', label: 'firstmover', threads: 1, command: peers.ours('dqn.ts'), serves: true },
      {
        name: 'sb3',
        label: 'Stable-Baselines3 DQN',
        threads: 1,
        command: peers.python('dqn_sb3.py', [], ['torch', 'gymnasium', 'stable_baselines3']),
        serves: true,
      },
    ],
    comparisons: [{ about: 'steps/s over Stable-Baselines3', ours: ['ours', 'steps'], theirs: ['sb3', 'steps'], clock: 'cpu', asked: 15 }],
    notes: [],
  };
}
