import { selectBackend } from './backend.ts';
import type { BackendName } from './choose.ts';

/** The backends that the tests run on: both of the package, or the native one where FIRSTMOVER_TFJS_NODE says where it is. */
export const testedBackends: readonly BackendName[] = process.env['FIRSTMOVER_TFJS_NODE'] ? ['tfjs-node'] : ['wasm', 'cpu'];

/** Selects a backend that must be there. */
export async function requireBackend(name: BackendName): Promise<void> {
  const { name: selected, reason } = await selectBackend({ prefer: name });
  if (selected !== name) throw new Error(reason);
}
