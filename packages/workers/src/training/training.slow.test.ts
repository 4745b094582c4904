import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Metrics, VectorEnvironment } from '@firstmover/core';
import { ppo } from '@firstmover/algorithms';
import type { Learner } from '@firstmover/experience';
import type { MlpNetwork, MlpOptions } from '@firstmover/networks';
import { mlpNetwork } from '@firstmover/networks';
import { parallelEnvironment } from '../environment/parallel-environment.ts';
import type { ParallelMlp } from '../mlp/parallel-mlp.ts';
import { parallelMlp } from '../mlp/parallel-mlp.ts';
import cartPoleShard from './problems.fixture.ts';

const root = join(import.meta.dirname, '../../../..');
let folder = '';

/** Bundles the sources as the build does: threads and processes of Node 20 cannot run them as they are. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-workers-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const sources = join(import.meta.dirname, '..');
  await build({
    entry: {
      problems: join(sources, 'training/problems.fixture.ts'),
      forgetful: join(sources, 'training/forgetful.fixture.ts'),
      supervisor: join(sources, 'crew/supervisor.js'),
      'mlp-worker': join(sources, 'mlp/mlp-worker.js'),
      'environment-worker': join(sources, 'environment/environment-worker.js'),
    },
    outDir: folder,
    format: 'esm',
    target: 'es2023',
    tsconfig: join(root, 'tsconfig.json'),
    noExternal: [/.*/],
    silent: true,
    config: false,
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const COPIES = 32;
const arguments_ = { maxSteps: 100 };
const shape: Omit<MlpOptions, 'outputs'> = { input: { kind: 'vector', width: 4 }, hidden: [16, 16], activation: 'tanh', seed: 3 };

/** The parameters and metrics of 50 updates, each on minibatches of 512 rows. */
function train(environment: VectorEnvironment, networks: readonly [MlpNetwork, MlpNetwork]): readonly [Float32Array[], Metrics[]] {
  const [network, valueNetwork] = networks;
  const learner = ppo(environment, { network, valueNetwork, collect: { steps: 32 }, minibatches: 2, epochs: 2, gamma: 0.99, seed: 5 });
  const metrics = Array.from({ length: 50 }, () => learner.update());
  return [networks.map(({ parameters }) => parameters.slice()), metrics];
}

it('learns CartPole with equal parameters and metrics for any number of workers, and as without any', async () => {
  const whole = cartPoleShard(arguments_, { first: 0, size: COPIES, seed: 7 });
  const expected = train(whole, [mlpNetwork({ ...shape, outputs: 2 }), mlpNetwork({ ...shape, outputs: 1 })]);
  expect(expected[1].at(-1)!['return']).toBeGreaterThan(1.5 * expected[1][0]!['return']!);
  for (const workers of [1, 2, 3, 4]) {
    const environment = parallelEnvironment({
      module: join(folder, 'problems.js'),
      arguments: arguments_,
      size: COPIES,
      workers,
      seed: 7,
    });
    const networks = [parallelMlp({ ...shape, outputs: 2, workers }), parallelMlp({ ...shape, outputs: 1, workers })] as const;
    expect(train(environment, networks), `${workers} workers`).toEqual(expected);
    await Promise.all([environment, ...networks].map((part) => part.close()));
  }
}, 60_000);

it('goes on bit for bit from a saved state, in new threads, and says what does not fit', async () => {
  const open: { close(): Promise<void> }[] = [];
  const start = (workers: number): Learner => {
    const environment = parallelEnvironment({ module: join(folder, 'problems.js'), arguments: arguments_, size: COPIES, workers, seed: 7 });
    const networks = [2, 1].map((outputs) => parallelMlp({ ...shape, outputs, workers })) as [ParallelMlp, ParallelMlp];
    open.push(environment, ...networks);
    return ppo(environment, { network: networks[0], valueNetwork: networks[1], collect: { steps: 32 }, seed: 5 });
  };
  const whole = start(2);
  for (let update = 0; update < 3; update++) whole.update();
  const saved = whole.save();
  const resumed = start(2);
  resumed.restore(saved);
  for (let update = 0; update < 3; update++) expect(resumed.update()).toEqual(whole.update());
  expect(resumed.save()).toEqual(whole.save());
  expect(() => start(3).restore(saved)).toThrow('problem of ppo: a saved parallel environment has settings.workers 2: expected 3');
  await Promise.all(open.map((part) => part.close()));
}, 60_000);

it('lets a process end that forgets to close', () => {
  const printed = execFileSync(process.execPath, [join(folder, 'forgetful.js')], { encoding: 'utf8', timeout: 20_000 });
  expect(printed).toBe('4 steps\n');
});
