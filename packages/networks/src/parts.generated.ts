// Written by tools/generate-parts.ts: do not edit.
import type { NetworkPart } from './part/network-part.ts';
import { linearNetworkPart } from './linear/part.ts';
import { mlpNetworkPart } from './mlp/part.ts';
import { tableNetworkPart } from './table/part.ts';

export * from './linear/part.ts';
export * from './mlp/part.ts';
export * from './table/part.ts';
export { HEAD_PARAMETERS } from './heads/head-for.ts';

/** Every network of this package. */
export const networks: readonly NetworkPart[] = [linearNetworkPart, mlpNetworkPart, tableNetworkPart];
