import { arch, availableParallelism, platform } from 'node:os';
import { InputError } from '@firstmover/core';
import { mlpNetwork } from '@firstmover/networks';

/** What became of one backend of TensorFlow.js. */
export interface TriedBackend {
  /** Its name. */
  readonly name: string;
  /** Whether it loaded and computed. */
  readonly works: boolean;
  /** Why not, or how it computes. */
  readonly detail: string;
}

/** The backend of TensorFlow.js that computes here. */
export interface UsedBackend {
  /** Its name. */
  readonly name: string;
  /** The version of its package. */
  readonly version: string;
  /** Why this one. */
  readonly reason: string;
  /** Every backend that was tried, in that order. */
  readonly tried: readonly TriedBackend[];
}

/** What this machine has for firstmover. */
export interface Examination {
  /** The version of the command. */
  readonly firstmover: string;
  /** The version of Node, without the v. */
  readonly node: string;
  /** The operating system and the processor. */
  readonly platform: string;
  /** How many worker threads may compute at once. */
  readonly cores: number;
  /** Whether the kernels of small networks run as WebAssembly with SIMD, and with fused multiply-add from relaxed SIMD. */
  readonly kernels: { readonly simd: boolean; readonly relaxed: boolean };
  /** The backend of TensorFlow.js; null where there is none, and `problem` says why. */
  readonly tensorflow: UsedBackend | null;
  /** Why no backend computes, and what to do; null where one does. */
  readonly problem: string | null;
}

/** What is used of `@firstmover/tfjs`. */
export interface TfjsModule {
  /** Makes the fastest backend that works the one that computes. */
  selectBackend(): Promise<UsedBackend>;
}

const TFJS = '@firstmover/tfjs';

/** Loads `@firstmover/tfjs`, which is not a dependency: it is large, and only networks beyond the built-in ones need it. */
export function importTfjs(): Promise<TfjsModule> {
  return import(TFJS) as Promise<TfjsModule>;
}

/**
 * Finds out what computes here, by letting it compute.
 *
 * @param version - the version of the command
 * @param load - where TensorFlow.js comes from
 */
export async function examine(version: string, load: () => Promise<TfjsModule>): Promise<Examination> {
  let tensorflow: UsedBackend | null = null;
  let problem: string | null = null;
  try {
    tensorflow = await (await load()).selectBackend();
  } catch (error) {
    problem = isMissing(error)
      ? `${TFJS} is not installed (npm install ${TFJS}); only networks beyond the built-in ones need it`
      : (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
  }
  return {
    firstmover: version,
    node: process.versions.node,
    platform: `${platform()} ${arch()}`,
    cores: availableParallelism(),
    kernels: { simd: kernelsRun('simd'), relaxed: kernelsRun('relaxed') },
    tensorflow,
    problem,
  };
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(`'${TFJS}'`);
}

function kernelsRun(kernels: 'simd' | 'relaxed'): boolean {
  try {
    const network = mlpNetwork({ input: { kind: 'vector', width: 1 }, hidden: [], outputs: 1, activation: 'relu', seed: 0, kernels });
    network.parameters.set([2, 1]);
    return network.forward(Float32Array.of(3), 1)[0] === 7;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
