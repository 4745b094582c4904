import type { VectorEnvironment } from '@firstmover/core';
import type { Shard } from './parallel-environment.ts';

declare function walk(given: { readonly limit?: number; readonly privileged?: boolean }, shard: Shard): VectorEnvironment;

export default walk;
