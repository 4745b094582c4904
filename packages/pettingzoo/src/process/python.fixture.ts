import { spawnSync } from 'node:child_process';

/** A Python with pettingzoo and numpy, undefined where there is none. */
export const python: string | undefined = [process.env['FIRSTMOVER_PEERS_PYTHON'], 'python3', 'python'].find(
  (program) => program !== undefined && spawnSync(program, ['-c', 'import pettingzoo, numpy']).status === 0,
);

if (python === undefined)
  console.warn(
    'No Python with pettingzoo here: the tests that run one are skipped. python3 -m pip install pettingzoo numpy, or name a Python in FIRSTMOVER_PEERS_PYTHON.',
  );
