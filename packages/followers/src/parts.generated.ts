// Written by tools/generate-parts.ts: do not edit.
import type { OraclePart } from '@firstmover/core';

/** Every oracle of this package. */
export const oracles: readonly OraclePart[] = [];
