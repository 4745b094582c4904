// Written by tools/generate-games.ts: do not edit.
import type { GameDefinition } from '@firstmover/core';
import { auction } from './auction/auction.ts';
import { bilateralTrade } from './bilateral-trade/bilateral-trade.ts';
import { congestionTolls } from './congestion-tolls/congestion-tolls.ts';
import { contract } from './contract/contract.ts';
import { escapeRoom } from './escape-room/escape-room.ts';
import { gatherTrade } from './gather-trade/gather-trade.ts';
import { matrixDesign } from './matrix-design/matrix-design.ts';
import { sequentialPrice } from './sequential-price/sequential-price.ts';
import { simpleAllocation } from './simple-allocation/simple-allocation.ts';
import { tax } from './tax/tax.ts';

export { auction, bilateralTrade, congestionTolls, contract, escapeRoom, gatherTrade, matrixDesign, sequentialPrice, simpleAllocation, tax };

/** All games of this package. */
export const mechanismGames: readonly GameDefinition[] = [auction, bilateralTrade, congestionTolls, contract, escapeRoom, gatherTrade, matrixDesign, sequentialPrice, simpleAllocation, tax];
