import { backend, env, matMul, setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import { addWasmKernels } from '../wasm-kernels/wasm-kernels.ts';
import { addChainedOperations } from './chained-operations.ts';
import type { BackendCandidate } from './choose.ts';

/** Modules of Node, asked for by name where there are such: an import would keep the package out of browsers. */
interface NodeModules {
  readonly fs: typeof import('node:fs');
  readonly path: typeof import('node:path');
  readonly util: object;
  readonly require: NodeJS.Require;
}

function nodeModules(): NodeModules | undefined {
  const load = (globalThis as { readonly process?: Partial<NodeJS.Process> }).process?.getBuiltinModule;
  if (load === undefined) return undefined;
  return { fs: load('fs'), path: load('path'), util: load('util'), require: load('module').createRequire(import.meta.url) };
}

/** The backends in the order of their speed. */
export function installedBackends(): readonly BackendCandidate[] {
  return [
    { name: 'tfjs-node', load: () => quietly(loadTfjsNode) },
    { name: 'wasm', load: () => quietly(loadWasm) },
    { name: 'cpu', load: () => quietly(loadCpu) },
  ];
}

type Loaded = Awaited<ReturnType<BackendCandidate['load']>>;

async function loadTfjsNode(): Promise<Loaded> {
  const node = nodeModules();
  if (node === undefined) throw new Error('runs in Node only');
  const { fs, path, util, require } = node;
  const folder = findTfjsNode(node);
  const { version } = readJson(node, folder);
  // Without its native library the package would load all of TensorFlow.js before it says so.
  const builds = path.join(folder, 'lib');
  if (!fs.existsSync(builds) || !fs.readdirSync(builds).some((build) => fs.existsSync(path.join(builds, build, 'tfjs_binding.node'))))
    throw new Error('installed without its native library, which its install script downloads');
  // tfjs-node 4.22 calls both; Node 23 removed the first and deprecates the second.
  const legacy: { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean } = util;
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
  legacy.isArray ??= Array.isArray;
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1'; // warnings, but no greetings
  require(folder);
  await use('tensorflow');
  const { binding } = backend() as { readonly binding?: { readonly TF_Version?: string } };
  return { version, detail: `native TensorFlow ${binding?.TF_Version ?? 'of unknown version'}` };
}

function findTfjsNode({ fs, path, require }: NodeModules): string {
  const named = process.env['FIRSTMOVER_TFJS_NODE'];
  if (named !== undefined && named !== '') {
    if (!fs.existsSync(path.join(named, 'package.json'))) throw new Error(`not in ${named}, which FIRSTMOVER_TFJS_NODE names`);
    return named;
  }
  try {
    return path.dirname(require.resolve('@tensorflow/tfjs-node/package.json'));
  } catch {
    throw new Error('not installed');
  }
}

async function loadWasm(): Promise<Loaded> {
  const { getThreadsCount, setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm');
  // A browser looks for the .wasm files beside the page's program.
  const node = nodeModules();
  if (node !== undefined) {
    const folder = node.path.dirname(node.require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
    setWasmPaths(node.path.join(folder, 'dist', '/'));
  }
  await use('wasm');
  addWasmKernels();
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    version,
    detail: `WebAssembly ${simd === true ? 'with' : 'without'} SIMD, threads: ${getThreadsCount()}`,
  };
}

async function loadCpu(): Promise<Loaded> {
  const { version_cpu: version } = await import('@tensorflow/tfjs-backend-cpu');
  await use('cpu');
  return { version, detail: 'plain JavaScript' };
}

async function use(name: string): Promise<void> {
  if (!(await setBackend(name))) throw new Error('its initialisation failed');
  const [product] = tidy(() => matMul(tensor([1, 2], [1, 2]), tensor([3, 4], [2, 1])).dataSync());
  if (product !== 11) throw new Error(`it computes that (1, 2) times (3, 4) is ${product}`);
  addChainedOperations();
}

/** Runs without the notices of TensorFlow.js: backends registered twice, and advice to install the native one. */
async function quietly<Result>(load: () => Promise<Result>): Promise<Result> {
  const before = env().getBool('PROD');
  env().set('PROD', true);
  try {
    return await load();
  } finally {
    env().set('PROD', before);
  }
}

function readJson({ fs, path }: NodeModules, folder: string): { readonly version: string } {
  return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { readonly version: string };
}
