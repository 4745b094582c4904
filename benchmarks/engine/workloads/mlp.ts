import type { Comparison, Workload } from '../compare.ts';

const BATCHES = [64, 1024, 8192] as const;
const inWords = { 64: '64', 1024: '1,024', 8192: '8,192' } as const;

/** The same question at every batch size; `asked` is by batch size. */
function atEveryBatch(
  about: string,
  ours: string,
  theirs: readonly [system: string, figure: string],
  asked: { readonly [batch in (typeof BATCHES)[number]]?: number } = {},
): readonly Comparison[] {
  return BATCHES.map((batch) => ({
    about: `${about}, batch ${inWords[batch]}`,
    ours: [ours, `train/${batch}`],
    theirs: [theirs[0], `${theirs[1]}/${batch}`],
    clock: 'cpu',
    ...(asked[batch] === undefined ? {} : { asked: asked[batch] }),
  }));
}

/** What is asked over PyTorch, by batch size. */
const overTorch = { 64: 8, 1024: 1.1, 8192: 0.9 };

/** One gradient step of a small MLP, and acting on one row. */
export const mlpWorkload: Workload = {
  name: 'mlp',
  about: new URL('./mlp.md', import.meta.url),
  rounds: 5,
  figures: [
    ...BATCHES.map((batch) => ({ name: `train/${batch}`, label: `train, batch ${inWords[batch]}`, unit: 'samples/s' as const })),
    ...BATCHES.map((batch) => ({
      name: `train fused/${batch}`,
      label: `train, fused Adam, ${inWords[batch]}`,
      unit: 'samples/s' as const,
    })),
    ...BATCHES.map((batch) => ({ name: `train scan/${batch}`, label: `train in scan, ${inWords[batch]}`, unit: 'samples/s' as const })),
    { name: 'train/1024/2', label: 'train, batch 1,024', unit: 'samples/s' },
    { name: 'train/8192/2', label: 'train, batch 8,192', unit: 'samples/s' },
    ...BATCHES.map((batch) => ({ name: `forward/${batch}`, label: `forward, batch ${inWords[batch]}`, unit: 'FLOP/s' as const })),
    { name: 'act', label: 'act, batch 1', unit: 'seconds' },
  ],
  systems: [
    { name: 'simd', label: 'firstmover, WASM SIMD', threads: 1, command: (peers) => peers.ours('mlp.ts', ['simd']), serves: true },
    { name: 'torch', label: 'PyTorch', threads: 1, command: (peers) => peers.python('mlp_torch.py', ['1'], ['torch']), serves: true },
    {
      name: 'relaxed',
      label: 'firstmover, relaxed SIMD',
      threads: 1,
      command: (peers) => peers.ours('mlp.ts', ['relaxed'], 'relaxed'),
      serves: true,
    },
    { name: 'jax', label: 'JAX', threads: 1, command: (peers) => peers.python('mlp_jax.py', ['1'], ['jax']), serves: true },
    { name: 'wasm', label: 'TensorFlow.js wasm', threads: 1, command: (peers) => peers.ours('mlp_tfjs.ts', ['wasm']), serves: true },
    {
      name: 'tfjs-node',
      label: 'tfjs-node',
      threads: 1,
      command: (peers) => peers.ours('mlp_tfjs.ts', ['tfjs-node'], 'tfjs-node'),
      serves: true,
    },
    { name: 'workers', label: 'firstmover, two workers', threads: 2, command: (peers) => peers.ours('workers.ts'), serves: true },
    { name: 'torch2', label: 'PyTorch', threads: 2, command: (peers) => peers.python('mlp_torch.py', ['2'], ['torch']), serves: true },
    { name: 'jax2', label: 'JAX', threads: 2, command: (peers) => peers.python('mlp_jax.py', ['2'], ['jax']), serves: true },
  ],
  comparisons: [
    ...atEveryBatch('over PyTorch', 'simd', ['torch', 'train'], overTorch),
    ...atEveryBatch('over PyTorch with its fused Adam', 'simd', ['torch', 'train fused'], overTorch),
    ...atEveryBatch('relaxed SIMD over PyTorch', 'relaxed', ['torch', 'train'], { 8192: 1.1 }),
    ...atEveryBatch('relaxed SIMD over PyTorch with its fused Adam', 'relaxed', ['torch', 'train fused'], { 8192: 1.1 }),
    ...(['train', 'train fused'] as const).flatMap((figure) =>
      ([1024, 8192] as const).map((batch): Comparison => ({
        about: `two workers over two PyTorch threads${figure === 'train' ? '' : ' with fused Adam'}, batch ${inWords[batch]}`,
        ours: ['workers', `train/${batch}/2`],
        theirs: ['torch2', `${figure}/${batch}`],
        clock: 'wall',
        ...(batch === 1024 ? { asked: 1.5 } : {}),
      })),
    ),
    ...atEveryBatch('over TensorFlow.js wasm', 'simd', ['wasm', 'train'], { 64: 12, 1024: 12, 8192: 12 }),
    ...atEveryBatch('over tfjs-node', 'simd', ['tfjs-node', 'train']),
    ...atEveryBatch('over JAX, one jitted step per call', 'simd', ['jax', 'train']),
    ...atEveryBatch('over JAX in scan', 'simd', ['jax', 'train scan']),
    ...([1024, 8192] as const).map((batch): Comparison => ({
      about: `two workers over JAX in scan on two threads, batch ${inWords[batch]}`,
      ours: ['workers', `train/${batch}/2`],
      theirs: ['jax2', `train scan/${batch}`],
      clock: 'wall',
    })),
    { about: 'acting at batch 1', ours: ['simd', 'act'], clock: 'cpu', asked: 3e-6 },
    { about: 'acting at batch 1 over PyTorch', ours: ['simd', 'act'], theirs: ['torch', 'act'], clock: 'cpu' },
    { about: 'acting at batch 1 over JAX', ours: ['simd', 'act'], theirs: ['jax', 'act'], clock: 'cpu' },
  ],
};
