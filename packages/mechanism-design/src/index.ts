import type { GameDefinition } from '@firstmover/core';
import { matrixDesign } from './matrix-design/matrix-design.ts';
import { sequentialPrice } from './sequential-price/sequential-price.ts';
import { simpleAllocation } from './simple-allocation/simple-allocation.ts';

export { matrixDesign } from './matrix-design/matrix-design.ts';
export { sequentialPrice } from './sequential-price/sequential-price.ts';
export { simpleAllocation } from './simple-allocation/simple-allocation.ts';

/** All games of this package. */
export const mechanismGames: readonly GameDefinition[] = [matrixDesign, simpleAllocation, sequentialPrice];
