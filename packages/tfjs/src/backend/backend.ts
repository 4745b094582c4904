import { InputError, show } from '@firstmover/core';
import { chooseBackend } from './choose.ts';
import type { BackendName, SelectedBackend } from './choose.ts';
import { installedBackends } from './installed.ts';

/** What `selectBackend` may be told. */
export interface SelectBackendOptions {
  /** The backend to try first; without it the order is tfjs-node, wasm, cpu. */
  readonly prefer?: BackendName;
}

/**
 * Makes the fastest backend of TensorFlow.js that works here the one that computes: `@tensorflow/tfjs-node` where it is installed and
 * loads, else wasm, else cpu. Each is loaded and made to compute a product before it counts as working, and one that is missing or broken
 * only loses its turn. Call it before models are made; a second call may change the backend.
 *
 * tfjs-node is looked for beside this package, or in the folder that the environment variable FIRSTMOVER_TFJS_NODE names.
 *
 * @returns which backend computes, and what became of each that was tried
 * @throws InputError for an unknown preference, or where no backend works
 */
export function selectBackend(options: SelectBackendOptions = {}): Promise<SelectedBackend> {
  const { prefer } = options;
  const backends = installedBackends();
  if (prefer !== undefined && !backends.some(({ name }) => name === prefer))
    return Promise.reject(
      new InputError(`unknown backend ${show(prefer)} of TensorFlow.js: what exists: ${backends.map(({ name }) => name).join(', ')}`),
    );
  return chooseBackend(backends, prefer);
}
