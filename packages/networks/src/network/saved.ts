import type { Savable } from '@firstmover/core';
import { savable, savedNumber } from '@firstmover/core';
import type { Optimiser } from '../optimiser/optimiser.ts';
import type { SavableNetwork } from './save.ts';

/** The parameters of a network of any kind as part of a saved state: restored into a network of the same kind and settings. */
export function savedNetwork({ description, parameters }: SavableNetwork): Savable {
  const { kind, settings } = description;
  return savable('network', { kind, settings }, { parameters });
}

/** What an optimiser remembers, and its present step size, as part of a saved state. */
export function savedOptimiser(optimiser: Optimiser): Savable {
  const learningRate = savedNumber(
    () => optimiser.learningRate,
    (rate) => (optimiser.learningRate = rate),
    0,
    Number.MAX_VALUE,
  );
  return savable('optimiser', {}, { learningRate, ...optimiser.state });
}
