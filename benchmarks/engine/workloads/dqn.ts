import type { Workload } from '../compare.ts';

/** DQN at the defaults of Stable-Baselines3. */
export const dqnWorkload: Workload = {
  name: 'dqn',
  about: new URL('./dqn.md', import.meta.url),
  figures: [{ name: 'steps', label: 'training', unit: 'steps/s' }],
  systems: [
    { name: 'ours', label: 'firstmover', threads: 1, command: (peers) => peers.ours('dqn.ts'), serves: true },
    {
      name: 'sb3',
      label: 'Stable-Baselines3 DQN',
      threads: 1,
      command: (peers) => peers.python('dqn_sb3.py', [], ['torch', 'gymnasium', 'stable_baselines3']),
      serves: true,
    },
  ],
  comparisons: [{ about: 'steps/s over Stable-Baselines3', ours: ['ours', 'steps'], theirs: ['sb3', 'steps'], clock: 'cpu', asked: 15 }],
};
