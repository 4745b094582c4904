// Written by tools/generate-games.ts: do not edit.
import type { GameDefinition } from '@firstmover/core';
import { congestionTolls } from './congestion-tolls/congestion-tolls.ts';
import { contract } from './contract/contract.ts';
import { matrixDesign } from './matrix-design/matrix-design.ts';
import { sequentialPrice } from './sequential-price/sequential-price.ts';
import { simpleAllocation } from './simple-allocation/simple-allocation.ts';

export { congestionTolls, contract, matrixDesign, sequentialPrice, simpleAllocation };

/** All games of this package. */
export const mechanismGames: readonly GameDefinition[] = [congestionTolls, contract, matrixDesign, sequentialPrice, simpleAllocation];
